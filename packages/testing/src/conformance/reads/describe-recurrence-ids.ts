import type { CalendarEvent } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { expectCode } from '../expect-code.ts';
import { masterIdOf } from '../suite.ts';
import type { Suite } from '../suite.ts';

/** Naming an occurrence by its series and the start its rule gave. */
export function describeRecurrenceIds(suite: Suite): void {
  describe('events.get by recurrence id', () => {
    const get = async (title: string, recurrenceId: string): Promise<CalendarEvent> => {
      const member = (await suite.list()).find((event) => event.title === title);
      return suite.ada().events.get({ masterId: member === undefined ? '' : masterIdOf(member), recurrenceId });
    };

    test('reads each occurrence of the window as the list showed it', async () => {
      for (const listed of await suite.list()) {
        if (!('recurrenceId' in listed) || listed.recurrenceId === undefined) continue;
        const { masterId, recurrenceId } = listed;
        const read = await suite.ada().events.get({ masterId, recurrenceId });
        expect(read).toEqual({ ...read, ...listed });
      }
    });

    test('finds an occurrence where it was moved to', async () => {
      expect(await get('Standup', '2026-03-25T08:00:00Z')).toMatchObject({
        kind: 'exception',
        recurrenceId: '2026-03-25T08:00:00Z',
        time: { start: { instant: '2026-03-25T09:30:00Z' } },
      });
    });

    test('knows the instant of a timed series, and the day of a series of whole days', async () => {
      expect(await get('Focus Friday', '2026-03-27')).toMatchObject({ recurrenceId: '2026-03-27' });
      expect(await get('Design review', '2026-03-31T14:00:00Z')).toMatchObject({ title: 'Design review' });
    });

    test('finds nothing where an occurrence was taken out, or never was', async () => {
      for (const recurrenceId of ['2026-03-30T07:00:00Z', '2026-03-24T08:00:00Z', '2031-03-24T08:00:00Z']) {
        await expectCode('notFound', () => get('Standup', recurrenceId));
      }
      await expectCode('notFound', () => get('Focus Friday', '2026-03-20'));
      await expectCode('notFound', () => get('Focus Friday', '2026-03-28'));
    });

    test('refuses a name that is none', async () => {
      await expectCode('invalidArgument', () => get('Standup', 'yesterday'));
      await expectCode(['notFound', 'invalidArgument'], () => get('Standup', '2026-03-25'));
      await expectCode(['notFound', 'invalidArgument'], () => get('Focus Friday', '2026-03-27T00:00:00Z'));
    });
  });
}
