import { expect } from 'vitest';
import type { InCompany } from '../fresh-company.ts';
import { repeats, times } from '../recurrences.ts';
import { timed } from '../writing-times.ts';

/** Creating twice with one key gives one event, whoever asks. */
export function describeIdempotency(inCompany: InCompany): void {
  inCompany('idempotency keys', (company) => {
    const create = (title: string, idempotencyKey: string, more: object = {}) =>
      company.as('ada').events.create({
        event: { title, time: timed('2026-08-24') },
        notify: 'everyone',
        idempotencyKey,
        ...more,
      });

    company.test('one key, one event', ['create'], async () => {
      const once = await create('Once', 'key-once');
      const again = await create('Once', 'key-once');
      expect([again.id, again.title]).toEqual([once.id, 'Once']);
      expect(await company.titled('Once')).toHaveLength(1);
    });

    company.test('one key from two connections at once, one event', ['create'], async () => {
      const other = await company.subject().connect('ada');
      const options = {
        event: { title: 'At once', time: timed('2026-08-25'), attendees: [{ address: 'ben@tidewater.example' }] },
        notify: 'everyone',
        idempotencyKey: 'key-at-once',
      } as const;
      const created = await Promise.all([
        company.as('ada').events.create(options),
        other.events.create(options),
        company.as('ada').events.create(options),
      ]);
      await other.close();
      await company.settle();
      expect(new Set(created.map(({ id }) => id)).size).toBe(1);
      expect(await company.titled('At once')).toHaveLength(1);
      expect(await company.titled('At once', 'ben')).toHaveLength(1);
    });

    company.test('one key, one series', ['create'], async () => {
      const event = { title: 'One series', time: timed('2026-08-26'), recurrence: repeats(times(3)) };
      const once = await create('One series', 'key-series', { event });
      expect((await create('One series', 'key-series', { event })).id).toBe(once.id);
      expect(await company.titled('One series')).toHaveLength(3);
    });

    company.test('keys are told apart, whatever they are made of', ['create'], async () => {
      const keys = ['a', 'A', 'a ', 'ä', '<a&"b>', '🚀', 'x'.repeat(128)];
      const ids = new Set<string>();
      for (const key of keys) ids.add((await create('Told apart', key)).id);
      expect(ids.size).toBe(keys.length);
      for (const key of keys) ids.add((await create('Told apart', key)).id);
      expect(ids.size).toBe(keys.length);
    });

    company.test('a key counts in its calendar', ['create'], async () => {
      const calendars = await company.as('ada').calendars.list().toArray();
      const calendarId = calendars.find(({ name }) => name === 'Garden')?.id ?? '';
      const here = await create('Here and there', 'key-here');
      const there = await create('Here and there', 'key-here', { calendarId });
      expect(there.id).not.toBe(here.id);
      expect(await company.titled('Here and there')).toHaveLength(1);
      expect(await company.titled('Here and there', 'ada', { calendarId })).toHaveLength(1);
    });

    company.test('without a key every call makes an event', ['create'], async () => {
      await company.create({ title: 'Without a key' });
      await company.create({ title: 'Without a key' });
      expect(await company.titled('Without a key')).toHaveLength(2);
    });

    company.test('the key of an event that was deleted since makes none', ['create', 'delete'], async () => {
      const { id: eventId } = await create('Deleted since', 'key-deleted');
      await company.as('ada').events.delete({ eventId, notify: 'nobody' });
      const again = () => create('Deleted since', 'key-deleted');
      if (company.has('deletedKeysForgotten')) expect((await again()).id).not.toBe(eventId);
      else await company.unchanged('conflict', again);
    });

    company.test(
      'the key of an event that was changed since gives the event as it is',
      ['create', 'update'],
      async () => {
        const { id: eventId } = await create('Changed since', 'key-changed');
        await company
          .as('ada')
          .events.update({ eventId, patch: { title: 'Changed since, renamed' }, notify: 'nobody' });
        expect(await create('Changed since', 'key-changed')).toMatchObject({
          id: eventId,
          title: 'Changed since, renamed',
        });
        expect(await company.titled('Changed since')).toEqual([]);
      },
    );
  });
}
