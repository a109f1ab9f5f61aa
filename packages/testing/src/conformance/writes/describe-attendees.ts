import type { CalendarEvent, EventInstance } from '@kalends/core';
import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { timed } from '../writing-times.ts';

const everyone = { notify: 'everyone' } as const;
const outsider = 'dana@partner.example';

const addressesOf = ({ attendees }: CalendarEvent): readonly string[] =>
  attendees.map(({ address = '' }) => address.toLowerCase()).sort();

/** Inviting more people and fewer, without losing anybody. */
export function describeAttendees(inCompany: InCompany): void {
  inCompany('events.addAttendees and events.removeAttendees', (company) => {
    const meeting = async (title: string, ...addresses: readonly string[]): Promise<string> => {
      const { id } = await company.create({ title, attendees: addresses.map((address) => ({ address })) });
      await company.settle();
      return id;
    };
    /** Ada's copy and what she sees of each answer. */
    const answers = async (title: string): Promise<Readonly<Record<string, string>>> => {
      await company.settle();
      const { attendees } = await company.one(title);
      return Object.fromEntries(
        attendees.map(({ address = '', participationStatus }) => [address.toLowerCase(), participationStatus]),
      );
    };

    company.test(
      'invite somebody more; the others and their answers stay',
      ['create', 'attendees', 'respond'],
      async () => {
        const eventId = await meeting('One more', addressOf('ben'), outsider);
        const { id } = await company.one('One more', 'ben');
        await company.as('ben').events.respond({ eventId: id, response: 'accepted', notifyOrganizer: true });
        await company.settle();
        const attendees = [{ address: addressOf('chitra'), role: 'optional' as const }];
        const changed = await company.as('ada').events.addAttendees({ eventId, attendees, ...everyone });
        expect(addressesOf(changed)).toEqual([addressOf('ben'), addressOf('chitra'), outsider]);
        expect(await answers('One more')).toMatchObject({
          [addressOf('ben')]: 'accepted',
          [addressOf('chitra')]: 'needsAction',
        });
        expect(await company.one('One more', 'chitra')).toMatchObject({
          participationStatus: 'needsAction',
          organizer: { address: addressOf('ada') },
        });
        expect(await company.one('One more', 'ben')).toMatchObject({ participationStatus: 'accepted' });
        const chitra = changed.attendees.find(({ address }) => address?.toLowerCase() === addressOf('chitra'));
        expect(chitra).toMatchObject({ role: 'optional', kind: 'individual' });
      },
    );

    company.test('invite the first guest to an event of one’s own', ['create', 'attendees'], async () => {
      const { id: eventId } = await company.create({ title: 'Alone until now' });
      await company.as('ada').events.addAttendees({ eventId, attendees: [{ address: addressOf('ben') }], ...everyone });
      await company.settle();
      expect(await company.one('Alone until now', 'ben')).toMatchObject({ participationStatus: 'needsAction' });
    });

    company.test('invite a room, which answers', ['create', 'attendees'], async () => {
      const { id: eventId } = await company.create({ title: 'With a room', time: timed('2026-08-10') });
      const attendees = [{ address: addressOf('harbour'), kind: 'resource' as const }];
      const changed = await company.as('ada').events.addAttendees({ eventId, attendees, ...everyone });
      expect(changed.attendees).toMatchObject([{ kind: 'resource' }]);
      expect(await answers('With a room')).toEqual({ [addressOf('harbour')]: 'accepted' });
    });

    company.test('take somebody off; the others stay', ['create', 'attendees'], async () => {
      const eventId = await meeting('One less', addressOf('ben'), addressOf('chitra'), outsider);
      const addresses = [addressOf('ben').toUpperCase()];
      const changed = await company.as('ada').events.removeAttendees({ eventId, addresses, ...everyone });
      expect(addressesOf(changed)).toEqual([addressOf('chitra'), outsider]);
      await company.settle();
      const left = (await company.titled('One less', 'ben')).filter(({ status }) => status !== 'cancelled');
      expect(left).toEqual([]);
      expect(await company.titled('One less', 'chitra')).toHaveLength(1);
    });

    company.test('change nothing for who is there already, or is not there', ['create', 'attendees'], async () => {
      const eventId = await meeting('As it was', addressOf('ben'));
      const { version } = await company.one('As it was');
      const { events } = company.as('ada');
      const attendees = [{ address: addressOf('ben').toUpperCase(), role: 'optional' as const }];
      const mails = await company.mailsOf(async () => {
        expect(addressesOf(await events.addAttendees({ eventId, attendees, ...everyone }))).toEqual([addressOf('ben')]);
        const organizer = [{ address: addressOf('ada') }];
        const same = await events.addAttendees({ eventId, attendees: organizer, ...everyone });
        expect(addressesOf(same)).toEqual([addressOf('ben')]);
        const addresses = [addressOf('chitra'), addressOf('ada')];
        expect(addressesOf(await events.removeAttendees({ eventId, addresses, ...everyone }))).toEqual([
          addressOf('ben'),
        ]);
      });
      expect(mails ?? []).toEqual([]);
      expect((await company.one('As it was')).version).toBe(version);
    });

    company.test('from two places at once land both', ['create', 'attendees'], async () => {
      const eventId = await meeting('From two places', addressOf('ben'));
      const other = await company.subject().connect('ada');
      await Promise.all([
        company.as('ada').events.addAttendees({ eventId, attendees: [{ address: addressOf('chitra') }], ...everyone }),
        other.events.addAttendees({ eventId, attendees: [{ address: outsider }], ...everyone }),
        other.events.addAttendees({
          eventId,
          attendees: [{ address: addressOf('harbour'), kind: 'resource' }],
          ...everyone,
        }),
      ]);
      await other.close();
      expect(Object.keys(await answers('From two places')).sort()).toEqual(
        [addressOf('ben'), addressOf('chitra'), addressOf('harbour'), outsider].sort(),
      );
    });

    company.test('and an answer at the same time are both kept', ['create', 'attendees', 'respond'], async () => {
      const eventId = await meeting('While Ben answers', addressOf('ben'));
      const { id } = await company.one('While Ben answers', 'ben');
      await Promise.all([
        company.as('ada').events.addAttendees({ eventId, attendees: [{ address: addressOf('chitra') }], ...everyone }),
        company.as('ben').events.respond({ eventId: id, response: 'tentative', notifyOrganizer: true }),
      ]);
      expect(await answers('While Ben answers')).toEqual({
        [addressOf('ben')]: 'tentative',
        [addressOf('chitra')]: 'needsAction',
      });
    });

    company.test('are for the organizer alone', ['create', 'attendees'], async () => {
      await meeting('Hers alone', addressOf('ben'));
      const { id: eventId } = await company.one('Hers alone', 'ben');
      const { events } = company.as('ben');
      const attendees = [{ address: addressOf('chitra') }];
      await company.unchanged('accessDenied', () => events.addAttendees({ eventId, attendees, ...everyone }), 'ben');
      await company.unchanged(
        'accessDenied',
        () => events.removeAttendees({ eventId, addresses: [addressOf('ben')], ...everyone }),
        'ben',
      );
      expect(Object.keys(await answers('Hers alone'))).toEqual([addressOf('ben')]);
    });

    company.test('for one occurrence, for those that follow, or for all', ['create', 'attendees'], async () => {
      const steps = [
        ['occurrence', [1, 2, 1, 1]],
        ['following', [1, 1, 2, 2]],
        ['all', [2, 2, 2, 2]],
      ] as const;
      for (const [scope, counts] of steps) {
        const title = `Guests of ${scope}`;
        const { id: masterId } = await company.create({
          title,
          time: timed('2026-09-07'),
          recurrence: repeats(times(4), on('mo')),
          attendees: [{ address: addressOf('ben') }],
        });
        await company.settle();
        const recurrenceId = scope === 'occurrence' ? '2026-09-14T08:00:00Z' : '2026-09-21T08:00:00Z';
        const attendees = [{ address: addressOf('chitra') }];
        const call = () =>
          company.as('ada').events.addAttendees({ masterId, recurrenceId, scope, attendees, ...everyone });
        if (company.writes().seriesScopes.attendees.includes(scope)) {
          await call();
          await company.settle();
          const sizes = (await company.titled(title)).map((event: EventInstance) => event.attendees.length);
          expect(sizes).toEqual(counts);
          expect(await company.titled(title, 'chitra')).toHaveLength(counts.filter((count) => count === 2).length);
        } else await company.refused(call);
      }
    });
  });
}
