import type { EventTime, RecurrenceId } from '@kalends/core';
import { formatInstant, isDate, parseInstant, resolveTimeZone, wallTimeAt } from '@kalends/core/time';
import type { EventWire } from '../wire/event-wire.ts';

/**
 * The recurrence id of an occurrence that follows its rule: it starts where the rule says.
 */
export function recurrenceIdOfOccurrence(event: EventWire, time: EventTime): RecurrenceId {
  // For whole days the date is surer: the original start is a midnight in a zone that need not be named.
  return time.kind === 'allDay' ? time.startDate : (fromOriginalStart(event, time) ?? time.start.instant);
}

/**
 * The recurrence id of a changed occurrence, as far as the service tells it. `occurrenceId` has only the day, and the time of
 * day is the master's, so it serves whole days alone.
 */
export function recurrenceIdOfException(event: EventWire, time: EventTime): RecurrenceId | undefined {
  const known = fromOriginalStart(event, time);
  if (known !== undefined) return known;
  return time.kind === 'allDay' ? dateOfOccurrenceId(event.occurrenceId) : undefined;
}

/** The day in an occurrence id, `OID.<id of the master>.<YYYY-MM-DD>`. */
export function dateOfOccurrenceId(occurrenceId: string | null | undefined): string | undefined {
  const date = /^OID\..+\.(\d{4}-\d\d-\d\d)$/.exec(occurrenceId ?? '')?.[1];
  return date !== undefined && isDate(date) ? date : undefined;
}

function fromOriginalStart(event: EventWire, time: EventTime): RecurrenceId | undefined {
  const originalMs = instantOf(event.originalStart);
  if (originalMs === undefined) return undefined;
  if (time.kind === 'timed') return formatInstant(originalMs);
  // Whole days are midnights: of UTC, or of the zone the series was made in. Anything else is a day-long exception of a
  // series with times.
  const zone = resolveTimeZone(event.originalStartTimeZone);
  for (const timeZone of ['UTC', ...(zone.kind === 'iana' ? [zone.timeZone] : [])]) {
    const wallTime = wallTimeAt(originalMs, timeZone);
    if (wallTime.endsWith('T00:00:00')) return wallTime.slice(0, 10);
  }
  return formatInstant(originalMs);
}

function instantOf(originalStart: string | null | undefined): number | undefined {
  if (!originalStart || originalStart.startsWith('0001-')) return undefined;
  try {
    return parseInstant(originalStart);
  } catch {
    return undefined;
  }
}
