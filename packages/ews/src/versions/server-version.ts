/** Version of an Exchange server: four whole numbers, never a decimal. 15.20 comes after 15.2. @public */
export interface ExchangeServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
  readonly revision: number;
}

/** `ServerVersionInfo` as it stands in the header of an answer. */
export interface WireServerVersion {
  readonly MajorVersion?: string;
  readonly MinorVersion?: string;
  readonly MajorBuildNumber?: string;
  readonly MinorBuildNumber?: string;
}

/** Reads the version in an answer. `undefined` when one of the numbers is missing or none. */
export function serverVersionOf(wire: WireServerVersion | undefined): ExchangeServerVersion | undefined {
  const numbers = [wire?.MajorVersion, wire?.MinorVersion, wire?.MajorBuildNumber, wire?.MinorBuildNumber];
  return versionOf(numbers);
}

/** Reads a version written with dots, for example `15.2.2562.17`. `undefined` for anything else. @public */
export function parseServerVersion(text: string): ExchangeServerVersion | undefined {
  return versionOf(text.trim().split('.'));
}

/** Writes a version with dots. @public */
export function formatServerVersion(version: ExchangeServerVersion): string {
  return [version.major, version.minor, version.build, version.revision].join('.');
}

/** Orders versions: negative when `a` is the older one. @public */
export function compareServerVersions(a: ExchangeServerVersion, b: ExchangeServerVersion): number {
  return a.major - b.major || a.minor - b.minor || a.build - b.build || a.revision - b.revision;
}

function versionOf(numbers: readonly (string | undefined)[]): ExchangeServerVersion | undefined {
  if (numbers.length !== 4 || !numbers.every((number) => number !== undefined && /^\d{1,6}$/.test(number)))
    return undefined;
  const [major = 0, minor = 0, build = 0, revision = 0] = numbers.map(Number);
  return { major, minor, build, revision };
}
