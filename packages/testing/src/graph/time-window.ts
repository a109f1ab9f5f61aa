import { Temporal } from 'temporal-polyfill';
import { GraphRefusal } from './graph-error.ts';

/** A half-open window in milliseconds since the Unix epoch. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Longest window: five years. Wider ones were seen to be refused. */
const maxWindowMs = 1825 * 86_400_000;
const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * Reads `startDateTime` and `endDateTime`, names in any case. A value without an offset is in UTC; the `Prefer` zone has
 * no say here.
 *
 * @throws GraphRefusal when one is missing or unreadable, or when the window is reversed or too long.
 */
export function readTimeWindow(query: URLSearchParams): TimeWindow {
  const fromMs = readInstant(query, 'startDateTime');
  const untilMs = readInstant(query, 'endDateTime');
  if (untilMs < fromMs) {
    throw new GraphRefusal(
      400,
      'ErrorCalendarEndDateIsEarlierThanStartDate',
      'The end date is earlier than the start date.',
    );
  }
  if (untilMs - fromMs > maxWindowMs) {
    throw new GraphRefusal(400, 'ErrorCalendarViewRangeTooBig', 'The requested time window exceeds 1825 days.');
  }
  return { fromMs, untilMs };
}

function readInstant(query: URLSearchParams, name: string): number {
  const values = [...query].filter(([other]) => other.toLowerCase() === name.toLowerCase());
  const value = values[0]?.[1];
  if (value === undefined || value === '') {
    throw new GraphRefusal(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  }
  const [, date, time = '00:00', seconds = '00', zone = 'Z'] = pattern.exec(value) ?? [];
  const ms = date === undefined ? undefined : epochMs(`${date}T${time}:${seconds}${zone.toUpperCase()}`);
  if (ms === undefined) {
    throw new GraphRefusal(400, 'ErrorInvalidParameter', `The value '${value}' of parameter '${name}' is invalid.`);
  }
  return ms;
}

/** Undefined for an instant that no calendar has, such as 31 February or 24:00, which `Date` would move to the next day. */
function epochMs(instant: string): number | undefined {
  try {
    return Temporal.Instant.from(instant).epochMilliseconds;
  } catch {
    return undefined;
  }
}
