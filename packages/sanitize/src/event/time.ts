import type { EventTime, ZonedDateTime } from '@kalends/core';

/** Writes the time anew, member by member. The service's own zone name is left out: it is text somebody chose. */
export function timeOf(time: EventTime): EventTime {
  return time.kind === 'allDay'
    ? { kind: 'allDay', startDate: plainString(time.startDate), endDate: plainString(time.endDate) }
    : { kind: 'timed', start: zoned(time.start), end: zoned(time.end) };
}

/** A string, also where a caller without types passed something else: an object must not get into the output. */
export function plainString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function zoned({ dateTime, timeZone, instant }: ZonedDateTime): ZonedDateTime {
  return { dateTime: plainString(dateTime), timeZone: plainString(timeZone), instant: plainString(instant) };
}
