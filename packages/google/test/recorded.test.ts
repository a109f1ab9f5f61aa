import { existsSync, readFileSync } from 'node:fs';
import { calendarEventSchema, calendarSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { json } from './support/fake-google.ts';
import { eventsPath, rejection, setup } from './support/setup.ts';

const folder = new URL('../../../../shared/recorded/google/', import.meta.url);
const isPresent = existsSync(folder);
const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const listPath = '/calendar/v3/users/me/calendarList';

describe.skipIf(!isPresent)(
  'answers recorded from the live service (skipped where ../shared/recorded is absent)',
  () => {
    it('give calendars', async () => {
      const { service, connection } = setup();
      service.on(listPath, json(recorded('calendars.json')));
      const calendars = await connection.calendars.list().toArray();
      for (const calendar of calendars) expect(calendarSchema.parse(calendar)).toEqual(calendar);
      expect(calendars).toMatchObject([
        { id: 'testuser@example.test', isPrimary: true, role: 'owner', color: '#9fe1e7', timeZone: 'Europe/Amsterdam' },
        {
          id: 'nl.dutch#holiday@group.v.calendar.google.com',
          name: 'Feestdagen in Nederland',
          isPrimary: false,
          role: 'reader',
          canViewPrivateItems: false,
        },
      ]);
    });

    it('give events', async () => {
      const { service, connection } = setup();
      service.on(eventsPath, json(recorded('events_list.json')));
      const window = { start: '2026-07-01T00:00:00Z', end: '2026-09-01T00:00:00Z' };
      const events = await connection.events.list({ window, timeZone: 'Europe/Amsterdam' }).toArray();
      for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
      expect(events.map(({ title, kind }) => [title, kind])).toContainEqual(['Fixture: single meeting', 'single']);
      expect(events.find(({ title }) => title === 'Fixture: single meeting')).toMatchObject({
        time: {
          start: { dateTime: '2026-08-03T10:00:00', timeZone: 'Europe/Amsterdam', instant: '2026-08-03T08:00:00Z' },
          end: { instant: '2026-08-03T09:00:00Z' },
        },
        description: 'A one-off meeting.',
        locations: [{ name: 'Room 1' }],
        organizer: { address: 'testuser@example.test', isSelf: true, participationStatus: 'accepted' },
        attendees: [{ address: 'guest@example.test', participationStatus: 'needsAction', isSelf: false }],
        participationStatus: 'accepted',
        createdAt: '2026-07-18T14:40:25.000Z',
      });
      expect(events.find(({ title }) => title === 'Fixture: all day')).toMatchObject({
        time: { kind: 'allDay', startDate: '2026-08-05', endDate: '2026-08-06' },
        reminderMinutes: 30,
      });
      expect(events.find(({ title }) => title === 'Fixture: meet call')).toMatchObject({
        conference: { url: 'https://meet.google.com/aaa-bbbb-ccc', service: 'meet' },
      });
    });

    it('give a master', async () => {
      const { service, connection } = setup();
      const id = 'fefqreu9s29nvs1amdqkvssd4k';
      service.on(`${eventsPath}/${id}`, json(recorded('event_recurring_master.json')));
      service.on(eventsPath, json({ items: [] }));
      const event = await connection.events.get({ eventId: id });
      expect(calendarEventSchema.parse(event)).toMatchObject({
        kind: 'master',
        title: 'Fixture: weekly standup',
        iCalUid: `${id}@google.com`,
        version: '"3568771254631198"',
        time: { start: { dateTime: '2026-08-03T09:00:00', timeZone: 'Europe/Amsterdam' } },
        recurrence: {
          rules: [
            {
              frequency: 'weekly',
              interval: 1,
              skip: 'omit',
              firstDayOfWeek: 'mo',
              byDay: [{ day: 'mo' }],
              end: { kind: 'count', count: 6 },
            },
          ],
          excluded: [],
        },
      });
    });

    it.each([
      ['rate_limit.json', 403, { code: 'rateLimited', retryable: true, vendorCode: 'rateLimitExceeded' }],
      ['sync_token_gone.json', 410, { code: 'cursorExpired', retryable: false, vendorCode: 'fullSyncRequired' }],
    ])('give typed errors: %s', async (name, status, expected) => {
      const { service, connection } = setup();
      service.on(listPath, json(recorded(name), status));
      expect(await rejection(connection.calendars.list())).toMatchObject({ ...expected, status });
    });
  },
);
