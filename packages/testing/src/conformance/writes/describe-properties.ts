import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { timed } from '../writing-times.ts';

const include = ['properties'] as const;

/** The caller's own data with an event. */
export function describeProperties(inCompany: InCompany): void {
  inCompany('properties', (company) => {
    const isKept = (): boolean => !company.writes().unwritableFields.includes('properties');
    const read = async (eventId: string) => (await company.as('ada').events.get({ eventId, include })).properties;

    company.test('come back when asked for, as they were written', ['create'], async () => {
      if (!isKept()) return;
      const properties = { Ticket: 'T-1', ticket: 't-1', 'with-dash_2': '<&> "quoted" 🚀', empty: 'x' };
      const { id: eventId } = await company.create({ title: 'Marked', properties });
      expect(await read(eventId)).toEqual(properties);
      expect(await company.one('Marked', 'ada', { include })).toMatchObject({ properties });
      const [outcome] = await company.as('ada').events.getMany({ eventIds: [eventId], include });
      expect(outcome).toMatchObject({ kind: 'done', value: { properties } });
      expect('properties' in (await company.one('Marked'))).toBe(false);
      expect('properties' in (await company.as('ada').events.get({ eventId }))).toBe(false);
    });

    company.test('of an event without any are none', ['create'], async () => {
      if (!isKept()) return;
      const { id: eventId } = await company.create({ title: 'Unmarked' });
      expect(await read(eventId)).toEqual({});
    });

    company.test('change one by one', ['create', 'update'], async () => {
      if (!isKept()) return;
      const { id: eventId } = await company.create({ title: 'Changed marks', properties: { a: '1', b: '2', c: '3' } });
      const patch = { properties: { b: 'two', c: null, d: '4', never: null } };
      await company.as('ada').events.update({ eventId, patch, notify: 'nobody' });
      expect(await read(eventId)).toEqual({ a: '1', b: 'two', d: '4' });
      await company.as('ada').events.update({ eventId, patch: { title: 'Renamed' }, notify: 'nobody' });
      expect(await read(eventId)).toEqual({ a: '1', b: 'two', d: '4' });
      await company.as('ada').events.update({
        eventId,
        patch: { properties: { a: null, b: null, d: null } },
        notify: 'nobody',
      });
      expect(await read(eventId)).toEqual({});
    });

    company.test('of a series are those of its occurrences', ['create'], async () => {
      if (!isKept()) return;
      const series = { time: timed('2026-10-19'), recurrence: repeats(times(2), on('mo')) };
      await company.create({ title: 'Marked series', properties: { series: 'yes' }, ...series });
      const marks = (await company.titled('Marked series', 'ada', { include })).map(({ properties }) => properties);
      expect(marks).toEqual([{ series: 'yes' }, { series: 'yes' }]);
    });

    company.test('are nobody else’s business', ['create'], async () => {
      if (!isKept()) return;
      await company.create({
        title: 'Shared',
        properties: { secret: 'mine' },
        attendees: [{ address: addressOf('ben') }],
      });
      await company.settle();
      expect((await company.one('Shared', 'ben', { include })).properties).toEqual({});
    });

    company.test('have names and sizes that every service can keep', ['create'], async () => {
      const most = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, 'x']));
      const wrong = [{ 'a b': 'x' }, { ['n'.repeat(45)]: 'x' }, { '': 'x' }, { a: 'x'.repeat(1_025) }, most];
      for (const properties of wrong) {
        await company.unchanged('invalidArgument', () => company.create({ title: 'Wrong marks', properties }));
      }
      if (!isKept()) return;
      const properties = { ['n'.repeat(44)]: 'ü'.repeat(1_024), __proto__x: 'x', constructor: 'x' };
      const { id: eventId } = await company.create({ title: 'Largest marks', properties });
      expect(await read(eventId)).toEqual(properties);
    });
  });
}
