import type { TimeWindow } from '@kalends/core';
import { formatInstant, parseInstant } from '@kalends/core/time';

/**
 * Google places whole days by the calendar's zone, callers by one of their choice: the two differ by 26 hours at most (UTC−12
 * to UTC+14). One hour more makes up for Google's bounds, which leave out what only touches them.
 */
const marginMs = 27 * 3_600_000;

/** First and last second that fit into the four-digit years of RFC 3339. */
const earliestMs = -62_135_596_800_000;
const latestMs = 253_402_300_799_000;

/** The bounds to ask Google for, wide enough that an exact filter afterwards misses nothing. */
export function queryWindow(window: TimeWindow): { readonly timeMin: string; readonly timeMax: string } {
  const minMs = Math.max(parseInstant(window.start) - marginMs, earliestMs);
  const maxMs = Math.min(parseInstant(window.end) + marginMs, latestMs);
  // A window in year 0 lies before what can be asked for; the filter afterwards finds nothing in it.
  return { timeMin: formatInstant(minMs), timeMax: formatInstant(Math.max(maxMs, minMs + 1000)) };
}
