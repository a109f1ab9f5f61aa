import { noEventWrites, pagedList, silentLogger, unsupportedGroups } from '@kalends/core';
import type { Calendar, CalendarConnection, EventInstance, ListEventsOptions } from '@kalends/core';
import { manualClock } from '@kalends/testing';
import { expect, test } from 'vitest';
import { agendaQuery } from '../src/agenda/agenda-query.ts';
import type { Agenda } from '../src/agenda/agenda.ts';
import { loadAgenda } from '../src/agenda/load-agenda.ts';

const query = agendaQuery({ from: '2026-03-24', to: '2026-03-25', tz: 'UTC' }, { timeZone: 'UTC', nowMs: 0 });

function calendar(id: string, role: Calendar['role'] = 'owner'): Calendar {
  return { id, name: id, isPrimary: id === 'primary', role };
}

function event(calendarId: string, changes: Partial<EventInstance & { kind: 'single' }> = {}): EventInstance {
  const moment = (hour: string): { dateTime: string; timeZone: string; instant: string } => ({
    dateTime: `2026-03-24T${hour}:00:00`,
    timeZone: 'UTC',
    instant: `2026-03-24T${hour}:00:00Z`,
  });
  return {
    kind: 'single',
    id: 'event-1',
    calendarId,
    status: 'confirmed',
    title: calendarId,
    time: { kind: 'timed', start: moment('09'), end: moment('10') },
    attendees: [],
    attendeesOmitted: false,
    participationStatus: 'accepted',
    isContentHidden: false,
    locations: [],
    categories: [],
    hasAttachments: false,
    busyStatus: 'busy',
    privacy: 'default',
    purpose: 'default',
    ...changes,
  };
}

/** A connection that holds these events, and notes what it is asked for. */
function holding(
  events: readonly EventInstance[],
  calendars: readonly Calendar[],
  failure?: Error,
): CalendarConnection {
  const one = <T>(items: readonly T[]): ReturnType<typeof pagedList<T>> =>
    pagedList({ provider: 'fake', fetchPage: () => Promise.resolve({ items }) });
  const { writes, ...others } = unsupportedGroups('fake');
  return {
    provider: 'fake',
    account: { id: 'ada' },
    capabilities: {
      permissionControl: { calendars: true, contacts: true },
      calendars: { list: true },
      events: { list: true, get: false, recurrenceIdOnExceptions: 'always', absentFields: [], writes: noEventWrites },
      freeBusy: { query: false },
      rooms: { list: false, buildings: false },
      contacts: { sources: [], write: false, changes: false, versionGuard: false },
    },
    calendars: { list: () => one(calendars) },
    events: {
      list(options: ListEventsOptions) {
        const found = events
          .filter(({ calendarId }) => calendarId === options.calendarId)
          .map((found) => (options.include?.includes('body') === true ? found : withoutBody(found)));
        if (failure === undefined) return one(found);
        return pagedList({
          provider: 'fake',
          fetchPage: (token) =>
            token === undefined ? Promise.resolve({ items: found, nextPageToken: '2' }) : Promise.reject(failure),
        });
      },
      get: () => Promise.reject(new Error('not asked for')),
      getMany: () => Promise.reject(new Error('not asked for')),
      ...writes,
    },
    ...others,
    diagnose: () => Promise.reject(new Error('not asked for')),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function withoutBody(found: EventInstance): EventInstance {
  const { body: _body, ...rest } = found;
  return rest;
}

function agendaOf(...connections: readonly CalendarConnection[]): Promise<Agenda> {
  return loadAgenda(query, {
    team: {
      list: () =>
        Promise.resolve(
          connections.map((_, index) => ({
            id: String(index),
            provider: 'google' as const,
            providerLabel: 'Google',
            name: `Person ${index}`,
            connectedAt: '2026-03-20T08:00:00Z',
            status: { state: 'active' as const },
            isConsentWanted: false,
          })),
        ),
      open: (id) => {
        const connection = connections[Number(id)];
        return connection === undefined ? Promise.reject(new Error('nobody')) : Promise.resolve(connection);
      },
    },
    clock: manualClock('2026-03-20T08:00:00Z'),
    logger: silentLogger,
  });
}

test('calendars that people own are read, those they were only shown are not', async () => {
  const calendars = [calendar('primary'), calendar('team', 'writer'), calendar('boss', 'reader'), calendar('second')];
  const { events } = await agendaOf(
    holding(
      calendars.map(({ id }) => event(id)),
      calendars,
    ),
  );
  expect(events.map(({ title }) => title)).toEqual(['primary', 'second']);
});

test('one id in two calendars and with two people makes four keys', async () => {
  const calendars = [calendar('primary'), calendar('second')];
  const both = holding([event('primary'), event('second')], calendars);
  const { events } = await agendaOf(both, both);
  expect(new Set(events.map(({ key }) => key)).size).toBe(4);
});

test('what was read before a failure is shown', async () => {
  const { events, isComplete, sources } = await agendaOf(
    holding([event('primary')], [calendar('primary')], new Error('canary: connection lost')),
  );
  expect(events).toHaveLength(1);
  expect(isComplete).toBe(false);
  expect(sources).toEqual([{ person: 'Person 0', provider: 'google', outcome: 'failed', code: 'unexpected' }]);
});

test('the join link is found in the body, which is not part of the agenda', async () => {
  const body = { contentType: 'text', content: 'canary\nJoin: https://meet.google.com/abc-defg-hij' } as const;
  const { events } = await agendaOf(holding([event('primary', { body })], [calendar('primary')]));
  expect(events[0]?.meetingUrl).toBe('https://meet.google.com/abc-defg-hij');
  expect(events[0]).not.toHaveProperty('body');
});

test.each([
  ['is the join link', ['https://us02web.zoom.us/j/81234567890?pwd=secret', 'Room 1'], ['Room 1']],
  [
    'leads elsewhere',
    ['https://us02web.zoom.us/j/81234567890', 'https://map.example/room'],
    ['https://map.example/room'],
  ],
  ['is a link, where none joins', ['https://map.example/room'], ['https://map.example/room']],
])('a location that %s', async (_title, names, shown) => {
  const locations = names.map((name) => ({ name }));
  const { events } = await agendaOf(holding([event('primary', { locations })], [calendar('primary')]));
  expect(events[0]?.locations).toEqual(shown);
});
