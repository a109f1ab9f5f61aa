import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { expectCode } from '../expect-code.ts';
import { on, repeats, times } from '../recurrences.ts';
import { startsOf, timed } from '../writing-times.ts';

const mondays = [
  '2026-10-19T08:00:00Z',
  '2026-10-26T09:00:00Z',
  '2026-11-02T09:00:00Z',
  '2026-11-09T09:00:00Z',
] as const;
const [first, second, third, fourth] = mondays;
const series = { time: timed('2026-10-19'), recurrence: repeats(times(4), on('mo')) };
const everyone = { notify: 'everyone' } as const;

/** Deleting and calling off: single events, occurrences, what follows, whole series. */
export function describeRemoval(inCompany: InCompany): void {
  inCompany('events.delete', (company) => {
    const can = (scope: 'occurrence' | 'following' | 'all'): boolean =>
      company.writes().seriesScopes.delete.includes(scope);

    company.test('removes an event, and may be asked again', ['create', 'delete'], async () => {
      const { id: eventId } = await company.create({ title: 'Deleted' });
      const { events } = company.as('ada');
      await events.delete({ eventId, notify: 'nobody' });
      expect(await company.titled('Deleted')).toEqual([]);
      await expectCode('notFound', () => events.get({ eventId }));
      for (const notify of ['everyone', 'nobody'] as const) {
        expect(await events.delete({ eventId, notify })).toBeUndefined();
      }
    });

    company.test('takes a meeting from the calendars of all', ['create', 'delete'], async () => {
      const { id: eventId } = await company.create({ title: 'For all', attendees: [{ address: addressOf('ben') }] });
      await company.settle();
      expect(await company.titled('For all', 'ben')).toHaveLength(1);
      await company.as('ada').events.delete({ eventId, ...everyone });
      await company.settle();
      const left = (await company.titled('For all', 'ben')).map(({ status }) => status);
      expect(left).toEqual(company.has('cancelledMeetingsLeave') ? [] : left.map(() => 'cancelled'));
    });

    company.test('of an invitee removes only the own copy', ['create', 'delete'], async () => {
      await company.create({
        title: 'Own copy',
        attendees: [{ address: addressOf('ben') }, { address: addressOf('chitra') }],
      });
      await company.settle();
      const { id: eventId } = await company.one('Own copy', 'ben');
      const { delete: intents } = company.as('ben').capabilities.events.writes.notify;
      await company.as('ben').events.delete({ eventId, notify: intents.includes('everyone') ? 'everyone' : 'nobody' });
      await company.settle();
      const left = await company.titled('Own copy', 'ben');
      expect(left.filter(({ participationStatus }) => participationStatus !== 'declined')).toEqual([]);
      expect(await company.titled('Own copy')).toHaveLength(1);
      expect(await company.titled('Own copy', 'chitra')).toHaveLength(1);
    });

    company.test('removes one occurrence, and may be asked again', ['create', 'delete'], async () => {
      const { id: masterId } = await company.create({ title: 'One less', ...series });
      const { events } = company.as('ada');
      const target = { masterId, recurrenceId: second };
      if (!can('occurrence')) return company.refused(() => events.delete({ ...target, ...everyone }));
      await events.delete({ ...target, ...everyone });
      expect(startsOf(await company.titled('One less'))).toEqual([first, third, fourth]);
      await expectCode('notFound', () => events.get(target));
      await expectCode('notFound', () => events.update({ ...target, patch: { title: 'Back' }, ...everyone }));
      await events.delete({ ...target, ...everyone });
      await events.delete({ ...target, ...everyone, scope: 'occurrence' });
      expect(startsOf(await company.titled('One less'))).toEqual([first, third, fourth]);
      expect(await events.get({ eventId: masterId })).toMatchObject({ recurrence: { excluded: [second] } });
    });

    company.test('removes an occurrence that was moved', ['create', 'update', 'delete'], async () => {
      const { id: masterId } = await company.create({ title: 'Moved and gone', ...series });
      const { events } = company.as('ada');
      const target = { masterId, recurrenceId: third };
      if (!can('occurrence')) return company.refused(() => events.delete({ ...target, ...everyone }));
      await events.update({ ...target, patch: { time: timed('2026-11-04') }, ...everyone });
      await events.delete({ ...target, ...everyone });
      expect(startsOf(await company.titled('Moved and gone'))).toEqual([first, second, fourth]);
      await expectCode('notFound', () => events.get(target));
    });

    company.test('removes an occurrence and all that follow', ['create', 'delete'], async () => {
      const { id: masterId } = await company.create({ title: 'Shortened', ...series });
      const { events } = company.as('ada');
      const call = () => events.delete({ masterId, recurrenceId: third, scope: 'following', ...everyone });
      if (!can('following')) return company.refused(call);
      await call();
      expect(startsOf(await company.titled('Shortened'))).toEqual([first, second]);
      await events.delete({ masterId, recurrenceId: first, scope: 'following', ...everyone });
      expect(await company.titled('Shortened')).toEqual([]);
    });

    company.test('removes the whole series, by its master or by an occurrence', ['create', 'delete'], async () => {
      const { events } = company.as('ada');
      const byMaster = await company.create({ title: 'Whole', ...series });
      if (!can('all')) return company.refused(() => events.delete({ eventId: byMaster.id, ...everyone }));
      await events.delete({ eventId: byMaster.id, ...everyone });
      expect(await company.titled('Whole')).toEqual([]);
      const byOccurrence = await company.create({ title: 'Whole', ...series });
      await events.delete({ masterId: byOccurrence.id, recurrenceId: second, scope: 'all', ...everyone });
      expect(await company.titled('Whole')).toEqual([]);
      await expectCode('notFound', () => events.get({ eventId: byOccurrence.id }));
    });

    company.test('refuses scopes that mean nothing', ['create', 'delete'], async () => {
      const { id: masterId } = await company.create({ title: 'Meaningless', ...series });
      const { id: eventId } = await company.create({ title: 'Single' });
      const { events } = company.as('ada');
      for (const scope of ['occurrence', 'following'] as const) {
        await company.unchanged('invalidArgument', () => events.delete({ eventId: masterId, scope, ...everyone }));
      }
      await company.unchanged('invalidArgument', () => events.delete({ eventId, scope: 'following', ...everyone }));
    });
  });

  inCompany('events.cancel', (company) => {
    const attendees = [{ address: addressOf('ben') }, { address: addressOf('chitra') }];
    /** What is still on in Ben's calendar. */
    const onWithBen = async (title: string): Promise<readonly string[]> => {
      await company.settle();
      const copies = await company.titled(title, 'ben');
      return startsOf(copies.filter(({ status }) => status !== 'cancelled'));
    };

    company.test('calls a meeting off for everybody', ['create', 'cancel'], async () => {
      const { id: eventId } = await company.create({ title: 'Off', attendees });
      await company.settle();
      const mails = await company.mailsOf(() => company.as('ada').events.cancel({ eventId }));
      expect(await onWithBen('Off')).toEqual([]);
      const left = await company.titled('Off');
      expect(left.filter(({ status }) => status !== 'cancelled')).toEqual([]);
      if (mails !== undefined) {
        const told = mails.filter(({ kind }) => kind === 'cancellation').map(({ to }) => to.toLowerCase());
        expect(told.sort()).toEqual([addressOf('ben'), addressOf('chitra')]);
      }
    });

    company.test('sends a message along, or refuses it', ['create', 'cancel'], async () => {
      const { id: eventId } = await company.create({ title: 'With a message', attendees });
      const call = () => company.as('ada').events.cancel({ eventId, message: 'Hail & <storm>' });
      if (!company.writes().cancelMessage) return company.refused(call);
      const mails = await company.mailsOf(call);
      expect(mails?.filter(({ hasComment }) => hasComment === false) ?? []).toEqual([]);
      expect(await onWithBen('With a message')).toEqual([]);
    });

    company.test('is for the organizer alone', ['create', 'cancel'], async () => {
      await company.create({ title: 'Not theirs', attendees });
      await company.settle();
      const { id: eventId } = await company.one('Not theirs', 'ben');
      await company.unchanged('accessDenied', () => company.as('ben').events.cancel({ eventId }), 'ben');
      expect(await company.one('Not theirs')).toMatchObject({ status: 'confirmed' });
    });

    company.test('removes what nobody is invited to', ['create', 'cancel'], async () => {
      const { id: eventId } = await company.create({ title: 'Alone' });
      await company.as('ada').events.cancel({ eventId });
      expect(await company.titled('Alone')).toEqual([]);
    });

    company.test('calls off one occurrence, those that follow, or all', ['create', 'cancel'], async () => {
      const { id: masterId } = await company.create({ title: 'Occurrences off', ...series, attendees });
      const { events } = company.as('ada');
      const steps = [
        ['occurrence', second, [first, third, fourth]],
        ['following', fourth, [first, third]],
        ['all', third, []],
      ] as const;
      await company.settle();
      for (const [scope, recurrenceId, left] of steps) {
        const call = () => events.cancel({ masterId, recurrenceId, scope });
        if (!company.writes().seriesScopes.cancel.includes(scope)) {
          await company.refused(call);
          return;
        }
        await call();
        expect(await onWithBen('Occurrences off')).toEqual(left);
        const own = await company.titled('Occurrences off');
        expect(startsOf(own.filter(({ status }) => status !== 'cancelled'))).toEqual(left);
      }
    });
  });
}
