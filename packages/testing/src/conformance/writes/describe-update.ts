import type { CalendarEvent, EventPatch } from '@kalends/core';
import { expect } from 'vitest';
import { expectSaid } from '../event-said.ts';
import { addressOf } from '../fresh-company.ts';
import type { FreshCompany, InCompany } from '../fresh-company.ts';
import { fullEvent, sampleFields } from '../full-event.ts';
import { allDay, timed } from '../writing-times.ts';

const details = { include: ['body', 'properties'] } as const;
/** What changes with every change. */
const marks = { version: undefined, updatedAt: undefined };

async function change(company: FreshCompany, event: CalendarEvent, patch: EventPatch): Promise<CalendarEvent> {
  await company.as('ada').events.update({ eventId: event.id, patch, notify: 'everyone' });
  return company.as('ada').events.get({ eventId: event.id, ...details });
}

/** Changing events: what a patch names and nothing else. */
export function describeUpdate(inCompany: InCompany): void {
  inCompany('events.update', (company) => {
    const full = async (title: string): Promise<CalendarEvent> => {
      const { id: eventId } = await company.create({ ...fullEvent(company.writes()), title });
      return company.as('ada').events.get({ eventId, ...details });
    };

    company.test('changes one field and leaves all others as they were', ['create', 'update'], async () => {
      const before = await full('Before');
      const after = await change(company, before, { title: 'After' });
      expect({ ...after, ...marks }).toEqual({ ...before, ...marks, title: 'After' });
      expect(after.version).not.toBe(before.version);
    });

    company.test('changes each field that a patch can name', ['create', 'update'], async () => {
      const before = await full('Each field');
      const [, color] = company.writes().colors;
      const patches: readonly EventPatch[] = [
        { title: 'Each field, later' },
        { body: { contentType: company.writes().bodyContentTypes[0] ?? 'text', content: 'Other words' } },
        { locations: [{ name: 'Quay 9' }] },
        { categories: ['Garden', 'Home'] },
        { reminderMinutes: 5 },
        { busyStatus: 'busy' },
        { privacy: 'default' },
        { allowsNewTimeProposals: true },
        { time: timed('2026-07-20', '16:00', '17:00', 'America/New_York') },
        { time: allDay('2026-07-21', '2026-07-23') },
        { time: timed('2026-07-22', '08:00', '08:30') },
        ...(color === undefined ? [] : [{ color }]),
      ];
      const fields = patches.filter(
        (patch) => !company.writes().unwritableFields.some((field) => Object.hasOwn(patch, field)),
      );
      for (const patch of fields) {
        const said = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
        expectSaid(await change(company, before, patch), said);
      }
    });

    company.test('null clears what can be empty', ['create', 'update'], async () => {
      const before = await full('Cleared');
      const { unwritableFields } = company.writes();
      const clearing = ['body', 'locations', 'categories', 'color', 'reminderMinutes'] as const;
      const patch: EventPatch = Object.fromEntries(
        clearing.filter((field) => !unwritableFields.includes(field)).map((field) => [field, null]),
      );
      const after = await change(company, before, patch);
      expect([after.locations, after.categories, after.color, after.reminderMinutes]).toEqual([
        [],
        [],
        undefined,
        undefined,
      ]);
      expect((after.body?.content ?? '').includes('First line')).toBe(false);
      expect([after.title, after.time, after.privacy]).toEqual(['Cleared', before.time, before.privacy]);
      expect((await change(company, before, { title: null })).title ?? '').toBe('');
    });

    company.test('refuses what has no place, and changes nothing', ['create', 'update'], async () => {
      const { id: eventId } = await company.create({ title: 'Stays' });
      const refuse = (patch: EventPatch): Promise<void> =>
        company.refused(() => company.as('ada').events.update({ eventId, patch, notify: 'nobody' }));
      for (const [name, value] of Object.entries(sampleFields)) {
        if (name !== 'attendees' && company.writes().unwritableFields.some((field) => field === name))
          await refuse({ title: 'Changed', [name]: value });
      }
      await refuse({ title: 'Changed', color: '#010203' });
    });

    company.test('leaves who is invited, and how they answered', ['create', 'update', 'respond'], async () => {
      const attendees = [{ address: addressOf('ben') }, { address: addressOf('chitra'), role: 'optional' as const }];
      const { id: eventId } = await company.create({ title: 'Answered', attendees });
      await company.settle();
      const { id } = await company.one('Answered', 'ben');
      await company.as('ben').events.respond({ eventId: id, response: 'accepted', notifyOrganizer: true });
      await company.settle();
      const before = await company.as('ada').events.get({ eventId });
      await company.as('ada').events.update({ eventId, patch: { title: 'Answered, renamed' }, notify: 'everyone' });
      await company.settle();
      const after = await company.one('Answered, renamed');
      expect(after.attendees).toEqual(before.attendees);
      expect(after.attendees.find(({ address }) => address?.toLowerCase() === addressOf('ben'))).toMatchObject({
        participationStatus: 'accepted',
      });
      expect(await company.one('Answered, renamed', 'ben')).toMatchObject({ participationStatus: 'accepted' });
    });

    company.test('moves a meeting in the calendars of everybody', ['create', 'update'], async () => {
      const { id: eventId } = await company.create({ title: 'Moved', attendees: [{ address: addressOf('ben') }] });
      const time = timed('2026-07-27', '15:00', '16:00', 'Asia/Kolkata');
      await company.as('ada').events.update({ eventId, patch: { time }, notify: 'everyone' });
      await company.settle();
      expectSaid(await company.one('Moved', 'ben'), { time });
    });

    company.test('makes a series of a single event, and a single event of a series', ['create', 'update'], async () => {
      const { id: eventId } = await company.create({ title: 'Repeats', time: timed('2026-08-03') });
      const { events } = company.as('ada');
      await events.update({ eventId, patch: { recurrence: sampleFields.recurrence }, notify: 'nobody' });
      expect(await company.titled('Repeats')).toHaveLength(2);
      const master = await events.get({ eventId });
      expect(master).toMatchObject({ kind: 'master', recurrence: { rules: [{ frequency: 'daily' }] } });
      await events.update({ eventId, patch: { recurrence: null }, notify: 'nobody' });
      expect(await company.one('Repeats')).toMatchObject({ kind: 'single', time: master.time });
    });

    company.test('finds nothing under an id that is gone', ['create', 'update', 'delete'], async () => {
      const { id: eventId } = await company.create({ title: 'Gone' });
      await company.as('ada').events.delete({ eventId, notify: 'nobody' });
      await company.unchanged('notFound', () =>
        company.as('ada').events.update({ eventId, patch: { title: 'Back' }, notify: 'nobody' }),
      );
    });

    company.test('leaves the events of others alone', ['create', 'update', 'delete'], async () => {
      const { id: eventId } = await company.create({ title: 'Not yours' });
      const { events } = company.as('chitra');
      const refusals = ['notFound', 'accessDenied', 'invalidArgument'] as const;
      await company.unchanged(refusals, () => events.update({ eventId, patch: { title: 'Mine' }, notify: 'nobody' }));
      const { version = '' } = await company.one('Not yours');
      await company.unchanged([...refusals, 'conflict', 'unsupported'], () =>
        events.delete({ eventId, notify: 'nobody', ifVersion: version }),
      );
    });

    company.test('refuses a patch that says nothing sensible', ['create', 'update'], async () => {
      const { id: eventId } = await company.create({ title: 'Sensible' });
      const { events } = company.as('ada');
      for (const patch of [{ attendees: [] }, { time: null }, { busyStatus: null }, { color: 'red' }]) {
        // What programs without types may pass.
        const options = { eventId, patch, notify: 'nobody' } as unknown as Parameters<typeof events.update>[0];
        await company.unchanged('invalidArgument', () => events.update(options));
      }
    });
  });
}
