import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calendarEventSchema, calendarSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { connectTo, credential, fakeMicrosoft } from './support/fake-microsoft.ts';

const folder = fileURLToPath(new URL('../../../../shared/recorded/graph/', import.meta.url));
const isPresent = existsSync(folder);
const recorded = (name: string): string => readFileSync(`${folder}${name}.json`, 'utf8');
const self = credential({ account: { id: 'recorded', address: 'TestUser@example.test' } });

describe.skipIf(!isPresent)(
  'answers recorded from the live service (skipped: the recordings are not beside the checkout)',
  () => {
    it('reads the calendars', async () => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendars', { text: recorded('calendars') });

      const calendars = await connectTo(fake, { credential: self }).calendars.list().toArray();

      expect(calendars).toEqual([
        expect.objectContaining({ name: 'Calendar', isPrimary: true, role: 'owner', canViewPrivateItems: true }),
        expect.objectContaining({ name: 'Extra calendar test', isPrimary: false, role: 'owner', color: '#f7630c' }),
      ]);
      for (const calendar of calendars) expect(calendarSchema.parse(calendar)).toEqual(calendar);
      expect(calendars[0]).not.toHaveProperty('color');
    });

    it('reads a single event that was written in Europe/Amsterdam', async () => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendars/cal/events/event', { text: recorded('event_single') });

      const event = await connectTo(fake, { credential: self }).events.get({ calendarId: 'cal', eventId: 'event' });

      expect(calendarEventSchema.parse(event)).toEqual(event);
      expect(event).toMatchObject({
        kind: 'single',
        title: 'PIM fixture: one-off meeting',
        time: {
          start: { dateTime: '2026-08-04T14:00:00', instant: '2026-08-04T12:00:00Z' },
          end: { dateTime: '2026-08-04T15:00:00', instant: '2026-08-04T13:00:00Z' },
        },
        organizer: { address: 'testuser@example.test', isSelf: true, participationStatus: 'accepted' },
        attendees: [{ address: 'bob@example.test', participationStatus: 'needsAction', isSelf: false }],
        participationStatus: 'accepted',
        locations: [],
        createdAt: '2026-07-18T07:43:57.0651366Z',
      });
    });

    it('reads the master of a weekly series', async () => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendars/cal/events/event', { text: recorded('event_series_master') }, { json: { id: 'event' } });

      const event = await connectTo(fake, { credential: self }).events.get({ calendarId: 'cal', eventId: 'event' });

      expect(calendarEventSchema.parse(event)).toEqual(event);
      expect(event).toMatchObject({
        kind: 'master',
        time: { start: { dateTime: '2026-08-03T09:00:00', instant: '2026-08-03T07:00:00Z' } },
        recurrence: {
          rules: [
            {
              frequency: 'weekly',
              interval: 1,
              byDay: [{ day: 'mo' }],
              firstDayOfWeek: 'su',
              end: { kind: 'untilDate', date: '2026-10-05' },
            },
          ],
          excluded: [],
        },
        locations: [{ name: 'Room A' }],
      });
    });

    it.each([
      ['bad_request', 400, 'invalidArgument', 'BadRequest'],
      ['unauthorized', 401, 'reauthorizationRequired', 'InvalidAuthenticationToken'],
    ])('names the error of %s', async (name, status, code, vendorCode) => {
      const fake = fakeMicrosoft();
      fake.on('/me/calendars', { status, text: recorded(name) });

      await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({
        code,
        vendorCode,
        status,
        requestId: '00000000-0000-0000-0000-000000000000',
      });
    });
  },
);
