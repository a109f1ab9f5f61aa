import type { ExchangeVersion } from '@kalends/core';

/** `ServerVersionInfo` as it stands in the header of an answer. */
export interface WireServerVersion {
  readonly MajorVersion?: string;
  readonly MinorVersion?: string;
  readonly MajorBuildNumber?: string;
  readonly MinorBuildNumber?: string;
}

/** Reads the version in an answer: four whole numbers, never a decimal. `undefined` when one is missing or none. */
export function serverVersionOf(wire: WireServerVersion | undefined): ExchangeVersion | undefined {
  const numbers = [wire?.MajorVersion, wire?.MinorVersion, wire?.MajorBuildNumber, wire?.MinorBuildNumber];
  if (!numbers.every((number) => number !== undefined && /^\d{1,6}$/.test(number))) return undefined;
  const [major = 0, minor = 0, build = 0, revision = 0] = numbers.map(Number);
  return { major, minor, build, revision };
}
