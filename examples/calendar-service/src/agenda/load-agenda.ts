import { createHash } from 'node:crypto';
import type { CalendarConnection, Clock, EventInstance, EventTime, Logger, ZonedDateTime } from '@kalends/core';
import { parseInstant, wallTimeAt } from '@kalends/core/time';
import { displayPolicy, sanitizeEvent } from '@kalends/sanitize';
import { askPerson } from '../connections/ask-person.ts';
import type { ConnectedPerson } from '../connections/connected-person.ts';
import type { Team } from '../connections/team.ts';
import type { Agenda, AgendaEvent, AgendaSource } from './agenda.ts';
import type { AgendaQuery } from './agenda-query.ts';
import { inOrder } from './group-by-day.ts';

/** What {@link loadAgenda} works with. */
export interface LoadAgendaOptions {
  readonly team: Pick<Team, 'list' | 'open'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the reading when whoever asked is gone. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the calendars of everybody who is connected, at the same time. One that fails or takes too long is named as failed; the others
 * are shown all the same.
 */
export async function loadAgenda(query: AgendaQuery, options: LoadAgendaOptions): Promise<Agenda> {
  const people = await options.team.list();
  const results = await Promise.all(people.map((person) => readPerson(person, query, options)));
  return {
    from: query.window.start,
    to: query.window.end,
    timeZone: query.timeZone,
    isComplete: results.every(({ source }) => source.outcome === 'complete'),
    sources: results.map(({ source }) => source),
    events: results.flatMap(({ events }) => events).sort(inOrder),
  };
}

async function readPerson(
  person: ConnectedPerson,
  query: AgendaQuery,
  options: LoadAgendaOptions,
): Promise<{ readonly source: AgendaSource; readonly events: readonly AgendaEvent[] }> {
  const who = { person: person.name, provider: person.provider };
  const events: AgendaEvent[] = [];
  const read = async (connection: CalendarConnection, signal: AbortSignal): Promise<void> => {
    for await (const event of ownEvents(connection, query, signal)) {
      events.push({ ...who, key: keyOf(person, event), ...agendaEvent(event, query.timeZone) });
    }
  };
  const failure = await askPerson(person, read, { ...options, subject: 'agenda' });
  if (failure === undefined) return { source: { ...who, outcome: 'complete' }, events };
  // A copy: what ignores its signal may still add to the list.
  return { source: { ...who, outcome: 'failed', ...failure }, events: [...events] };
}

/** Events of the calendars a person owns; calendars of others that were merely shared would show meetings twice. */
async function* ownEvents(
  connection: CalendarConnection,
  query: AgendaQuery,
  signal: AbortSignal,
): AsyncGenerator<EventInstance> {
  for await (const calendar of connection.calendars.list({ signal })) {
    if (calendar.role !== 'owner') continue;
    yield* connection.events.list({
      calendarId: calendar.id,
      window: query.window,
      timeZone: query.timeZone,
      // The join link often stands in the body only. The sanitizer looks there before it drops the body.
      include: ['body'],
      signal,
    });
  }
}

/** Event ids are unique within one calendar only, and calendar ids may be addresses, which are not shown. */
function keyOf(person: ConnectedPerson, event: EventInstance): string {
  const identity = JSON.stringify([person.id, event.calendarId, event.id]);
  return createHash('sha256').update(identity).digest('base64url').slice(0, 22);
}

function agendaEvent(event: EventInstance, timeZone: string): Omit<AgendaEvent, 'person' | 'provider' | 'key'> {
  const { id: _id, time, locations, ...kept } = sanitizeEvent(event, { policy: displayPolicy });
  return {
    ...kept,
    kind: event.kind,
    time: inZone(time, timeZone),
    // A location that is nothing but the join link is shown as the link.
    locations: locations.filter((location) => !isLinkTo(location, kept.meetingUrl)),
  };
}

/** Passcodes are masked in locations and kept in the link, so that the host has to do for comparing. */
function isLinkTo(location: string, meetingUrl: string | undefined): boolean {
  const host = /^https?:\S+$/.test(location) ? URL.parse(location)?.host : undefined;
  return host !== undefined && meetingUrl !== undefined && URL.parse(meetingUrl)?.host === host;
}

function inZone(time: EventTime, timeZone: string): EventTime {
  if (time.kind === 'allDay') return time;
  const move = (moment: ZonedDateTime): ZonedDateTime => ({
    dateTime: wallTimeAt(parseInstant(moment.instant), timeZone),
    timeZone,
    instant: moment.instant,
  });
  return { kind: 'timed', start: move(time.start), end: move(time.end) };
}
