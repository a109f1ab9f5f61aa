import { Temporal } from './temporal.ts';

interface OffsetInterval {
  readonly startMs: number;
  readonly endMs: number;
  readonly offsetMs: number;
}

const intervalsByZone = new Map<string, OffsetInterval[]>();

/** More than there are zones: only names in changing upper and lower case get there. */
const maxZones = 1_000;
const maxIntervals = 64;

/**
 * The zone's offset from UTC at an instant. Asking the time zone data is slow and an offset holds for months, so the
 * interval it holds for is remembered; most zones have two a year, Morocco four.
 *
 * @param timeZone - A valid IANA zone name.
 * @returns Milliseconds to add to UTC to get local time.
 */
export function zoneOffsetMs(instantMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  let intervals = intervalsByZone.get(timeZone);
  if (intervals === undefined) {
    if (intervalsByZone.size >= maxZones) intervalsByZone.clear();
    intervalsByZone.set(timeZone, (intervals = []));
  }
  for (const interval of intervals) {
    if (interval.startMs <= instantMs && instantMs < interval.endMs) return interval.offsetMs;
  }
  const at = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone);
  const interval: OffsetInterval = {
    // `previous` looks strictly before, so ask from just after this instant to catch a transition at it.
    startMs: at.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
    endMs: at.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offsetMs: at.offsetNanoseconds / 1e6,
  };
  intervals.unshift(interval);
  if (intervals.length > maxIntervals) intervals.pop();
  return interval.offsetMs;
}
