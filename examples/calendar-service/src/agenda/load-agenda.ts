import { CalendarError } from '@kalends/core';
import type { CalendarConnection, EventInstance, EventTime, Logger, ZonedDateTime } from '@kalends/core';
import { wallTimeAt } from '@kalends/core/time';
import { displayPolicy, sanitizeEvent } from '@kalends/sanitize';
import type { ConnectedPerson, ConnectionRegistry } from '../connections/connection-registry.ts';
import type { Agenda, AgendaEvent, AgendaSource } from './agenda.ts';
import type { AgendaQuery } from './agenda-query.ts';
import { inOrder } from './group-by-day.ts';

/** Reads the calendars of everybody who is connected. One that fails is named as failed; the others are shown all the same. */
export async function loadAgenda(
  query: AgendaQuery,
  options: { readonly registry: ConnectionRegistry; readonly logger: Logger; readonly signal?: AbortSignal },
): Promise<Agenda> {
  const results = await Promise.all(options.registry.list().map((person) => readPerson(person, query, options)));
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
  options: { readonly registry: ConnectionRegistry; readonly logger: Logger; readonly signal?: AbortSignal },
): Promise<{ readonly source: AgendaSource; readonly events: readonly AgendaEvent[] }> {
  const who = { person: person.name, provider: person.provider };
  const events: AgendaEvent[] = [];
  try {
    const connection = await options.registry.open(person.id);
    for await (const event of ownEvents(connection, query, options.signal)) {
      events.push({ ...who, ...agendaEvent(event, query.timeZone) });
    }
    return { source: { ...who, outcome: 'complete' }, events };
  } catch (error) {
    const failure = CalendarError.is(error)
      ? { code: error.code, ...(error.cure === undefined ? {} : { cure: error.cure }) }
      : { code: 'unexpected' as const };
    options.logger.warn('agenda.source.failed', { provider: person.provider, code: failure.code });
    return { source: { ...who, outcome: 'failed', ...failure }, events };
  }
}

/** Events of the calendars a person owns; calendars of others that were merely shared would show meetings twice. */
async function* ownEvents(
  connection: CalendarConnection,
  query: AgendaQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<EventInstance> {
  const call = signal === undefined ? {} : { signal };
  for await (const calendar of connection.calendars.list(call)) {
    if (calendar.role !== 'owner') continue;
    yield* connection.events.list({
      calendarId: calendar.id,
      window: query.window,
      timeZone: query.timeZone,
      // The join link often stands in the body only. The sanitizer looks there before it drops the body.
      include: ['body'],
      ...call,
    });
  }
}

function agendaEvent(event: EventInstance, timeZone: string): Omit<AgendaEvent, 'person' | 'provider'> {
  const { id, time, locations, ...kept } = sanitizeEvent(event, { policy: displayPolicy });
  return {
    ...kept,
    key: id,
    kind: event.kind,
    time: inZone(time, timeZone),
    // A location that is nothing but the join link is shown as the link.
    locations: locations.filter((location) => !/^https?:\S+$/.test(location)),
  };
}

function inZone(time: EventTime, timeZone: string): EventTime {
  if (time.kind === 'allDay') return time;
  const move = (moment: ZonedDateTime): ZonedDateTime => ({
    dateTime: wallTimeAt(Date.parse(moment.instant), timeZone),
    timeZone,
    instant: moment.instant,
  });
  return { kind: 'timed', start: move(time.start), end: move(time.end) };
}
