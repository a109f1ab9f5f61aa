import type { EventTime, ZonedDateTime } from '@kalends/core';
import { parseInstant } from '@kalends/core/time';
import type { WireEventTime } from '../../wire/event.ts';
import type { WireEventBody } from '../../wire/event-body.ts';

/**
 * Writes when an event takes place. The offset says which of the two a time in a repeated hour is, the zone in which clock a series
 * counts.
 *
 * @param mode - A patch merges nested objects: whatever a time of the other kind consists of has to be cleared.
 */
export function writtenTime(time: EventTime, mode: 'insert' | 'patch'): Required<Pick<WireEventBody, 'start' | 'end'>> {
  return time.kind === 'allDay'
    ? { start: writtenDate(time.startDate, mode), end: writtenDate(time.endDate, mode) }
    : { start: writtenDateTime(time.start, mode), end: writtenDateTime(time.end, mode) };
}

function writtenDate(date: string, mode: 'insert' | 'patch'): WireEventTime {
  return mode === 'insert' ? { date } : { date, dateTime: null, timeZone: null };
}

function writtenDateTime({ dateTime, timeZone, instant }: ZonedDateTime, mode: 'insert' | 'patch'): WireEventTime {
  const offsetMs = parseInstant(`${dateTime}Z`) - parseInstant(instant);
  // Zones counted in seconds before there were standard times; RFC 3339 has no words for such offsets.
  const isWritable = offsetMs % 60_000 === 0;
  const written = { dateTime: isWritable ? `${dateTime}${writtenOffset(offsetMs)}` : instant, timeZone };
  return mode === 'insert' ? written : { date: null, ...written };
}

function writtenOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'Z';
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
