import { CalendarError } from '@kalends/core';
import type { EventTime, RecurrenceId } from '@kalends/core';
import { addDays, formatInstant, isDate, parseInstant } from '@kalends/core/time';
import { reading } from '../calendars/read-calendar.ts';
import type { GraphSession } from '../graph-session.ts';
import { isMaster } from '../mapping/event-mapping.ts';
import { dateOfOccurrenceId, recurrenceIdOfException, recurrenceIdOfOccurrence } from '../mapping/recurrence-id.ts';
import { recurrenceIdOn } from '../mapping/recurrence-mapping.ts';
import { mapTime } from '../mapping/time-mapping.ts';
import { eventPageWireSchema, eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { eventPath } from './event-path.ts';
import { readSeries } from './read-series.ts';

/** Which occurrence, by its series and the start its rule gave. */
export interface OccurrenceName {
  readonly calendarId: string;
  readonly masterId: string;
  readonly recurrenceId: RecurrenceId;
}

/** How a read is labelled and ended. */
export interface ReadLabel {
  readonly operation: string;
  readonly signal: AbortSignal;
}

/** What tells one member of a series from another. */
const memberFields =
  'id,type,start,end,isAllDay,originalStart,originalStartTimeZone,originalEndTimeZone,seriesMasterId';

/** Occurrences are at most one a day, so this many never fill a window of three days. */
const pageSize = '50';

const dayMs = 86_400_000;

/**
 * Finds an occurrence. It is looked for around its time; one that was moved away, or does not say which it was, stands among the
 * exceptions of the master.
 *
 * @returns the id of the occurrence.
 * @throws CalendarError `notFound` when the series has no such occurrence, or it was taken out.
 */
export async function findOccurrence(session: GraphSession, name: OccurrenceName, label: ReadLabel): Promise<string> {
  const near = await session.reader.read({
    ...label,
    permission: reading,
    path: `${eventPath(session, name.calendarId, name.masterId)}/instances`,
    query: { ...windowAround(name.recurrenceId), $select: memberFields, $top: pageSize },
    schema: eventPageWireSchema,
    what: 'the occurrences',
    signal: label.signal,
  });
  const found = near.value.find((event) => memberRecurrenceId(event) === name.recurrenceId);
  return found?.id ?? (await findException(session, name, label));
}

async function findException(session: GraphSession, name: OccurrenceName, label: ReadLabel): Promise<string> {
  const path = eventPath(session, name.calendarId, name.masterId);
  const master = await session.reader.read({
    ...label,
    permission: reading,
    path,
    query: { $select: `${memberFields},recurrence` },
    schema: eventWireSchema,
    what: 'the series',
  });
  if (!isMaster(master)) throw noSuchOccurrence();
  const time = mapTime(master);
  const { exceptionOccurrences } = await readSeries(session, path, label);
  const found = (exceptionOccurrences ?? []).find((event) => exceptionRecurrenceId(event, time) === name.recurrenceId);
  if (found === undefined) throw noSuchOccurrence();
  return found.id;
}

/**
 * Which occurrence a whole exception was. Where the service leaves out its original start, its day and the series' own time of day say it.
 *
 * @param time - Of the master.
 */
export function exceptionRecurrenceId(event: EventWire, time: EventTime): RecurrenceId | undefined {
  const known = memberRecurrenceId(event);
  if (known !== undefined) return known;
  const date = dateOfOccurrenceId(event.occurrenceId);
  return date === undefined ? undefined : recurrenceIdOn(date, time);
}

/** Which occurrence a member of a series is, as far as it tells by itself. */
export function memberRecurrenceId(event: EventWire): RecurrenceId | undefined {
  const time = mapTime(event);
  return event.type === 'exception' ? recurrenceIdOfException(event, time) : recurrenceIdOfOccurrence(event, time);
}

function windowAround(recurrenceId: RecurrenceId): { readonly startDateTime: string; readonly endDateTime: string } {
  if (isDate(recurrenceId)) {
    return {
      startDateTime: `${addDays(recurrenceId, -1)}T00:00:00Z`,
      endDateTime: `${addDays(recurrenceId, 2)}T00:00:00Z`,
    };
  }
  const ms = parseInstant(recurrenceId);
  return { startDateTime: formatInstant(ms - dayMs), endDateTime: formatInstant(ms + dayMs) };
}

function noSuchOccurrence(): CalendarError {
  return new CalendarError({
    code: 'notFound',
    message: 'The series has no such occurrence, or it was taken out of it',
  });
}
