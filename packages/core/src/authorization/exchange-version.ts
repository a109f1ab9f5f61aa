import { CalendarError } from '../errors/calendar-error.ts';

/** Build of an Exchange server: major, minor, build, revision, for example 15.1.544.27. @public */
export interface ExchangeVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
  readonly revision: number;
}

const maxLength = 64;
// Four numbers, or three where the revision is left out; `Version 15.1 (Build 544.27)` is how Exchange's own shell prints it.
const dotted = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?:\.(\d{1,5}))?$/;
const shell = /^Version (\d{1,5})\.(\d{1,5}) \(Build (\d{1,5})\.(\d{1,5})\)$/i;

/**
 * Reads a build number: `15.1.544.27`, `15.01.0544.027` as release notes pad it, or `Version 15.1 (Build 544.27)`.
 *
 * @throws CalendarError `invalidArgument` for anything else, also for a version without a build.
 * @see {@link https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates | Exchange Server build numbers}
 * @public
 */
export function parseExchangeVersion(text: string): ExchangeVersion {
  const trimmed = text.length > maxLength ? '' : text.trim();
  const [, major, minor, build, revision = '0'] = dotted.exec(trimmed) ?? shell.exec(trimmed) ?? [];
  if (major === undefined || minor === undefined || build === undefined) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'An Exchange version has the form 15.1.544.27 (major, minor, build, revision)',
    });
  }
  return { major: Number(major), minor: Number(minor), build: Number(build), revision: Number(revision) };
}

/**
 * Compares two builds number by number, so that 15.20 is newer than 15.2.
 *
 * @returns Negative when `one` is older, positive when it is newer, 0 when both are the same.
 * @public
 */
export function compareExchangeVersions(one: ExchangeVersion, other: ExchangeVersion): number {
  return one.major - other.major || one.minor - other.minor || one.build - other.build || one.revision - other.revision;
}

/** Writes a build the way {@link parseExchangeVersion} reads it. @public */
export function formatExchangeVersion({ major, minor, build, revision }: ExchangeVersion): string {
  return [major, minor, build, revision].join('.');
}

/** Exchange 2016 with cumulative update 3, the oldest in a hybrid deployment that Graph works with: 15.1.544.27. @public */
export const oldestHybridForGraph: ExchangeVersion = { major: 15, minor: 1, build: 544, revision: 27 };

/** From 15.20 on, a build is one of Exchange Online, never of a server of one's own (those are 15.0, 15.1 and 15.2). */
export function isExchangeOnline(version: ExchangeVersion): boolean {
  return compareExchangeVersions(version, { major: 15, minor: 20, build: 0, revision: 0 }) >= 0;
}
