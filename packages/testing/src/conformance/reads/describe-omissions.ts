import { describe, expect, test } from 'vitest';
import { expectCode } from '../expect-code.ts';
import type { Suite } from '../suite.ts';

/** Lists that leave out what nobody asked for. */
export function describeOmissions(suite: Suite): void {
  describe('events.list with omissions', () => {
    test('leaves out attendees, and says so', async () => {
      const whole = await suite.list();
      const events = await suite.list({ omit: ['attendees'] });
      expect(events.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
      expect(events.map(({ attendees, attendeesOmitted }) => [attendees, attendeesOmitted])).toEqual(
        events.map(() => [[], true]),
      );
      // An answer that is told by the list alone is unknown then, never another one.
      for (const [index, { participationStatus }] of events.entries()) {
        expect(['unknown', whole[index]?.participationStatus]).toContain(participationStatus);
      }
    });

    test('leaves out descriptions, and only them', async () => {
      const whole = await suite.list();
      const events = await suite.list({ omit: ['description'] });
      expect(events.filter(({ description }) => description !== undefined)).toEqual([]);
      expect(events).toEqual(whole.map((event) => ({ ...event, description: undefined })));
    });

    test('leaves out both', async () => {
      const [event] = (await suite.list({ omit: ['attendees', 'description'] })).filter(
        ({ title }) => title === 'Standup',
      );
      expect(event).toMatchObject({ title: 'Standup', attendees: [], attendeesOmitted: true });
      expect(event?.description).toBeUndefined();
    });

    test('refuses to leave out what is always there', async () => {
      await expectCode('invalidArgument', () => suite.list({ omit: ['time'] }));
    });
  });
}
