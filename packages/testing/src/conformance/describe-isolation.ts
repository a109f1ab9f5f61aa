import type { CalendarErrorCode, EventInstance } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { expectCode, outcomeOf } from './expect-code.ts';
import { conformanceWindow } from './expected-events.ts';
import type { Suite } from './suite.ts';

const refusals: readonly CalendarErrorCode[] = ['notFound', 'accessDenied', 'invalidArgument'];

/** One mailbox never answers for another. */
export function describeIsolation(suite: Suite): void {
  describe('the mailbox of somebody else', () => {
    test('gives no event by its id', async () => {
      const dentist = await suite.find('Dentist');
      const chitra = await suite.subject().connect('chitra');
      await expectCode(refusals, () => chitra.events.get({ eventId: dentist.id }));
      await chitra.close();
    });

    test('gives no calendar by its id, or no more of it than when its owner is busy', async () => {
      const calendars = await suite.ada().calendars.list().toArray();
      const chitra = await suite.subject().connect('chitra');
      for (const { id: calendarId } of calendars) {
        const seen: EventInstance[] = [];
        const outcome = await outcomeOf(async () =>
          seen.push(...(await chitra.events.list({ window: conformanceWindow, calendarId }).toArray())),
        );
        expect([...refusals, 'no error']).toContain(outcome);
        // Colleagues may be let see that much.
        const told = seen.map(({ isContentHidden, title, description, organizer, attendees, locations }) => [
          isContentHidden,
          title ?? description ?? organizer,
          attendees,
          locations,
        ]);
        expect(told).toEqual(seen.map(() => [true, undefined, [], []]));
      }
      await chitra.close();
    });

    test('does not mix with one’s own when both are asked at once', async () => {
      const [ben, chitra] = [await suite.subject().connect('ben'), await suite.subject().connect('chitra')];
      const list = async (connection: typeof ben): Promise<unknown> =>
        connection.events.list({ window: conformanceWindow, timeZone: 'Europe/Berlin' }).toArray();
      const alone = [await suite.list(), await list(ben), await list(chitra)];
      expect(await Promise.all([suite.list(), list(ben), list(chitra)])).toEqual(alone);
      await ben.close();
      await chitra.close();
    });

    test('holds a copy of a meeting with the same iCalendar UID and eyes of its own', async () => {
      const own = await suite.find('Quarter planning');
      const chitra = await suite.subject().connect('chitra');
      const events = await chitra.events.list({ window: conformanceWindow, timeZone: 'Asia/Kolkata' }).toArray();
      await chitra.close();
      const theirs = events.find((event) => event.title === 'Quarter planning');
      expect(own.iCalUid).toMatch(/./);
      expect(theirs).toMatchObject({
        iCalUid: own.iCalUid,
        time: own.time,
        participationStatus: 'accepted',
        organizer: { address: 'chitra@tidewater.example', isSelf: true },
      });
      expect(theirs?.attendees.filter(({ isSelf }) => isSelf)).toEqual([]);
      // Its organizer sees every answer, whatever invitees see.
      const answers = theirs?.attendees.map((who) => [who.address?.toLowerCase(), who.participationStatus] as const);
      expect(Object.fromEntries(answers ?? [])).toEqual({
        'ada@tidewater.example': 'needsAction',
        'ben@tidewater.example': 'accepted',
        'harbour@tidewater.example': 'accepted',
        'dana@partner.example': 'needsAction',
      });
    });
  });
}
