import { parseRetryAfter } from '@kalends/core';

/** Milliseconds from the time in a `Date` header to `nowMs`; `undefined` without one. */
export function clockDifference(date: string | null, nowMs: number): number | undefined {
  // A number of seconds is no date. Measured from the epoch, the reader of HTTP dates gives the instant itself.
  const atMs = date?.endsWith('GMT') === true ? parseRetryAfter(date, 0) : undefined;
  return atMs === undefined ? undefined : nowMs - atMs;
}
