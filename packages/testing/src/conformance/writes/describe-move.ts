import { expect } from 'vitest';
import { expectSaid } from '../event-said.ts';
import { addressOf } from '../fresh-company.ts';
import type { FreshCompany, InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { timed } from '../writing-times.ts';

async function garden(company: FreshCompany): Promise<string> {
  const calendars = await company.as('ada').calendars.list().toArray();
  return calendars.find(({ name }) => name === 'Garden')?.id ?? '';
}

/** From one calendar to another. */
export function describeMove(inCompany: InCompany): void {
  inCompany('events.move', (company) => {
    company.test('takes everything along, guests and text', ['create', 'move'], async () => {
      const toCalendarId = await garden(company);
      const said = {
        title: 'Moved to the garden',
        time: timed('2026-08-28'),
        body: { contentType: company.writes().bodyContentTypes[0] ?? 'text', content: 'Goes along' } as const,
        attendees: [{ address: addressOf('ben') }],
        locations: [{ name: 'Quay 7' }],
      };
      const { id: eventId } = await company.create(said);
      await company.settle();
      const { events } = company.as('ada');
      const call = (notify: 'everyone' | 'nobody') => events.move({ eventId, toCalendarId, notify });
      const [notify] = company.writes().notify.move.filter((intent) => intent !== 'externalOnly');
      if (notify === undefined) return company.refused(() => call('everyone'));
      const moved = await call(notify);
      await company.settle();
      expect(moved.calendarId).toBe(toCalendarId);
      expect(await company.titled(said.title)).toEqual([]);
      const there = await company.one(said.title, 'ada', { calendarId: toCalendarId, include: ['body'] });
      expect(there.id).toBe(moved.id);
      expectSaid(there, said);
      expect(await company.titled(said.title, 'ben')).toHaveLength(1);
    });

    company.test('takes a series along with its exceptions', ['create', 'update', 'move'], async () => {
      const toCalendarId = await garden(company);
      const series = { time: timed('2026-10-19'), recurrence: repeats(times(3), on('mo')) };
      const { id: masterId } = await company.create({ title: 'Moved series', ...series });
      const { events } = company.as('ada');
      const patch = { time: timed('2026-10-27') };
      await events.update({ masterId, recurrenceId: '2026-10-26T09:00:00Z', patch, notify: 'nobody' });
      const before = (await company.titled('Moved series')).map(({ time }) => time);
      await events.move({ eventId: masterId, toCalendarId, notify: 'nobody' });
      expect(await company.titled('Moved series')).toEqual([]);
      const after = await company.titled('Moved series', 'ada', { calendarId: toCalendarId });
      expect(after.map(({ time }) => time)).toEqual(before);
    });

    company.test('is refused for a calendar that is not there', ['create', 'move'], async () => {
      const { id: eventId } = await company.create({ title: 'Nowhere to go' });
      const toCalendarId = `${await garden(company)}x`;
      await company.unchanged(['notFound', 'invalidArgument', 'accessDenied'], () =>
        company.as('ada').events.move({ eventId, toCalendarId, notify: 'nobody' }),
      );
    });
  });
}
