import { describe, expect, test } from 'vitest';
import { expectCode } from './expect-code.ts';
import { conformanceWindow } from './expected-events.ts';
import type { Suite } from './suite.ts';

/** Asking again, asking at the same time, and going back to an earlier page. */
export function describeRepetition(suite: Suite): void {
  describe('asking again', () => {
    test('gives the same calendars and events', async () => {
      const read = async (): Promise<unknown> => [
        await suite.ada().calendars.list().toArray(),
        await suite.list({ include: ['body'] }),
        await suite.ada().events.get({ eventId: (await suite.find('Dentist')).id, include: ['body'] }),
      ];
      const first = await read();
      expect(await read()).toEqual(first);
    });

    test('gives the same on a second connection to the mailbox', async () => {
      const other = await suite.subject().connect('ada');
      const events = await other.events.list({ window: conformanceWindow, timeZone: 'Europe/Berlin' }).toArray();
      await other.close();
      expect(events).toEqual(await suite.list());
    });

    test('answers concurrent calls each with what it asked for', async () => {
      const calendars = await suite.ada().calendars.list().toArray();
      const calendarId = calendars.find((calendar) => calendar.name === 'Garden')?.id ?? '';
      const dentist = await suite.find('Dentist');
      const firstWeek = { ...conformanceWindow, end: '2026-03-30T00:00:00+02:00' };
      const calls: (() => Promise<unknown>)[] = [
        () => suite.list(),
        () => suite.list({ calendarId }),
        () => suite.list({ window: firstWeek }),
        () => suite.list({ pageSize: 2 }),
        () => suite.ada().calendars.list().toArray(),
        () => suite.ada().events.get({ eventId: dentist.id }),
      ];
      const oneByOne: unknown[] = [];
      for (const call of calls) oneByOne.push(await call());
      expect(await Promise.all(calls.map((call) => call()))).toEqual(oneByOne);
    });

    test('a page token gives the same page each time', async () => {
      const options = { window: conformanceWindow, timeZone: 'Europe/Berlin', pageSize: 3 };
      const { nextPageToken: pageToken = '' } = await suite.ada().events.list(options);
      const second = await suite.ada().events.list({ ...options, pageToken });
      expect(second.items.length).toBeGreaterThan(0);
      expect(await suite.ada().events.list({ ...options, pageToken })).toEqual(second);
    });

    test('refuses a page token that is none, and one of another calendar', async () => {
      const options = { window: conformanceWindow, timeZone: 'Europe/Berlin', pageSize: 3 };
      await expectCode('invalidArgument', () => suite.ada().events.list({ ...options, pageToken: 'none' }));
      const { nextPageToken: pageToken = '' } = await suite.ada().events.list(options);
      const calendars = await suite.ada().calendars.list().toArray();
      const calendarId = calendars.find((calendar) => calendar.name === 'Garden')?.id ?? '';
      await expectCode('invalidArgument', () => suite.ada().events.list({ ...options, calendarId, pageToken }));
    });
  });
}
