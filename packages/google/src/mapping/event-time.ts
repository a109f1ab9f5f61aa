import type { EventTime, RecurrenceId, ZonedDateTime } from '@kalends/core';
import { addDays, formatInstant, parseInstant, resolveTimeZone, zonedDateTimeAt } from '@kalends/core/time';
import type { WireEvent, WireEventTime } from '../wire/event.ts';
import { invalidField } from './invalid-field.ts';

/**
 * When an event takes place. The offset in `dateTime` gives the instant; the zone is the event's own, else the calendar's.
 *
 * @param calendarTimeZone - Zone of the calendar, for events that name none.
 */
export function mapEventTime(event: Pick<WireEvent, 'start' | 'end'>, calendarTimeZone: string | undefined): EventTime {
  const { start, end } = event;
  if (start?.date) {
    if (end?.dateTime) throw invalidField('end', 'a whole-day event ends with a date');
    const dayAfterStart = addDays(start.date, 1);
    // Imported events can end on the day they start; without an end a date means that whole day (RFC 5545, 3.6.1).
    const endDate = end?.date && end.date > start.date ? end.date : dayAfterStart;
    return { kind: 'allDay', startDate: start.date, endDate };
  }
  if (!start?.dateTime) throw invalidField('start', 'has neither a date nor a dateTime');
  if (end?.date && !end.dateTime) throw invalidField('end', 'a timed event ends with a dateTime');
  const zoneName = start.timeZone || calendarTimeZone;
  const mappedStart = mapDateTime(start.dateTime, zoneName);
  const mappedEnd = end?.dateTime ? mapDateTime(end.dateTime, end.timeZone || zoneName) : mappedStart;
  return { kind: 'timed', start: mappedStart, end: mappedEnd };
}

/** Tells whether a time names no zone although it needs one. */
export function lacksTimeZone(event: Pick<WireEvent, 'start'>): boolean {
  return Boolean(event.start?.dateTime) && !event.start?.timeZone;
}

/** The canonical name of an occurrence: the instant of its slot, or the date. */
export function recurrenceIdOf(originalStart: WireEventTime | null | undefined): RecurrenceId | undefined {
  if (originalStart?.date) return originalStart.date;
  return originalStart?.dateTime ? formatInstant(parseInstant(originalStart.dateTime)) : undefined;
}

/** Without any zone name the offset is all that is known: right for the instant, not for the clock on the wall. */
function mapDateTime(dateTime: string, zoneName: string | undefined): ZonedDateTime {
  return zonedDateTimeAt(parseInstant(dateTime), resolveTimeZone(zoneName || offsetOf(dateTime)));
}

function offsetOf(dateTime: string): string {
  return /(?:Z|[+-]\d\d:\d\d)$/.exec(dateTime)?.[0] ?? '';
}
