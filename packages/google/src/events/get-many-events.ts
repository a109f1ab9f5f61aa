import { CalendarError } from '@kalends/core';
import type { CalendarEvent, GetManyEventsOptions, Outcome } from '@kalends/core';
import { getManyEventsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { batchReads } from '../client/batch-reads.ts';
import type { BatchOutcome, BatchRead } from '../client/batch-reads.ts';
import { readingCalendars } from '../session.ts';
import type { Session, SessionCall } from '../session.ts';
import { wireEventSchema } from '../wire/event.ts';
import type { WireEvent } from '../wire/event.ts';
import { eventFields } from '../wire/event-fields.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { checkPathId } from './check-path-id.ts';
import { gone } from './find-resource.ts';
import { exceptionsQuery } from './list-deleted-occurrences.ts';
import { presentEvent } from './present-event.ts';
import { targetCalendar } from './target-calendar.ts';

/** An event, or why it could not be read. */
type Found = { readonly wire: WireEvent; readonly exceptions?: unknown } | { readonly error: CalendarError };

/**
 * Reads events by their ids: all of them in one round of requests, and the deleted occurrences of all series among them in a second.
 */
export async function getManyEvents(
  session: Session,
  options: GetManyEventsOptions,
): Promise<readonly Outcome<CalendarEvent>[]> {
  const operation = 'events.getMany';
  const { signal, calendarId, eventIds, include = [] } = parseOptions(getManyEventsOptionsSchema, options, operation);
  checkPathId('calendarId', calendarId, operation);
  const call = { operation, signal, permission: readingCalendars };
  const calendar = await targetCalendar(session, calendarId, call);
  const askedIds = [...new Set(eventIds)];
  const fields = eventFields({ include });
  const found = await readAll(session, call, { calendarId: calendar.id, askedIds, fields });
  await addExceptions(session, call, calendar.id, found);
  const outcomes = await Promise.all(
    [...found].map(async ([id, event]): Promise<readonly [string, Outcome<CalendarEvent>]> => {
      try {
        if ('error' in event) throw event.error;
        const { wire, exceptions } = event;
        return [
          id,
          { kind: 'done', value: await presentEvent(session, { calendar, wire, include, exceptions }, call) },
        ];
      } catch (error) {
        return [id, failed(error, call)];
      }
    }),
  );
  const byId = new Map(outcomes);
  return eventIds.map((id) => byId.get(id) ?? failed(gone(operation), call));
}

/** Reads each event once. */
async function readAll(
  session: Session,
  call: SessionCall,
  query: { readonly calendarId: string; readonly askedIds: readonly string[]; readonly fields: string },
): Promise<Map<string, Found>> {
  const { calendarId, askedIds, fields } = query;
  const found = new Map<string, Found>();
  const reads: (BatchRead & { readonly id: string })[] = [];
  for (const id of askedIds) {
    try {
      checkPathId('eventIds', id, call.operation);
      reads.push({
        id,
        path: `calendar/v3/calendars/${encodeId(calendarId)}/events/${encodeId(id)}?${queryOf({ fields })}`,
        alone: (client, requestOptions) => client.events.get({ calendarId, eventId: id, fields }, requestOptions),
      });
    } catch (error) {
      if (!CalendarError.is(error)) throw error;
      found.set(id, { error });
    }
  }
  const outcomes = await batchReads(session, call, reads);
  for (const [index, { id }] of reads.entries()) found.set(id, readEvent(outcomes[index], call));
  return found;
}

function readEvent(outcome: BatchOutcome | undefined, { operation }: SessionCall): Found {
  if (outcome === undefined) return { error: gone(operation) };
  if (outcome.kind === 'failed') return { error: outcome.error };
  try {
    const wire = parseWire(wireEventSchema, outcome.data);
    return wire.status === 'cancelled' ? { error: gone(operation) } : { wire };
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    return { error };
  }
}

/** Adds to each series what was deleted out of it. */
async function addExceptions(
  session: Session,
  call: SessionCall,
  calendarId: string,
  found: Map<string, Found>,
): Promise<void> {
  const reads = [...found].flatMap(([id, event]): (BatchRead & { readonly id: string; readonly wire: WireEvent })[] => {
    if ('error' in event || !event.wire.recurrence || !event.wire.iCalUID) return [];
    const { wire } = event;
    const query = exceptionsQuery(calendarId, event.wire.iCalUID);
    const { calendarId: _, ...parameters } = query;
    return [
      {
        id,
        wire,
        path: `calendar/v3/calendars/${encodeId(calendarId)}/events?${queryOf(parameters)}`,
        alone: (client, requestOptions) => client.events.list(query, requestOptions),
      },
    ];
  });
  if (reads.length === 0) return;
  const outcomes = await batchReads(session, call, reads);
  for (const [index, { id, wire }] of reads.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'failed') found.set(id, { error: outcome.error });
    else found.set(id, { wire, exceptions: outcome?.data });
  }
}

function failed(error: unknown, { operation }: SessionCall): Outcome<CalendarEvent> {
  if (!CalendarError.is(error)) throw error;
  if (error.code === 'aborted' || error.code === 'disposed') throw error;
  return { kind: 'failed', error: error.withContext({ provider: 'google', operation }).toJSON() };
}

/** Ids hold `@` and `#`. Halves of characters, which no id holds, would stop the encoding. */
function encodeId(id: string): string {
  return encodeURIComponent(id.toWellFormed());
}

function queryOf(parameters: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
