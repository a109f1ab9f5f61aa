import type { NotifyIntent } from '@kalends/core';
import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { timed } from '../writing-times.ts';

const intents: readonly NotifyIntent[] = ['everyone', 'externalOnly', 'nobody'];
const outsider = 'dana@partner.example';
const guests = [{ address: addressOf('ben') }, { address: outsider }];

/** Who has to get a mail with each intent, of the guests of these tests. */
const told: Readonly<Record<NotifyIntent, readonly string[]>> = {
  everyone: [addressOf('ben'), outsider],
  externalOnly: [outsider],
  nobody: [],
};

/** Who is told of what: an intent is honoured, or refused before anything is sent. */
export function describeNotify(inCompany: InCompany): void {
  inCompany('notify', (company) => {
    type Verb = keyof ReturnType<typeof company.writes>['notify'];
    const expectTold = async (verb: Verb, notify: NotifyIntent, call: () => Promise<unknown>): Promise<void> => {
      if (!company.writes().notify[verb].includes(notify)) {
        await company.refused(call);
        return;
      }
      const mails = await company.mailsOf(call);
      if (mails === undefined) return;
      // Replies of rooms and guests are no matter of the intent.
      const recipients = mails.filter(({ kind }) => kind !== 'reply').map(({ to }) => to.toLowerCase());
      expect([...new Set(recipients)].sort()).toEqual(told[notify]);
    };
    const as: typeof company.as = (person) => company.as(person);
    const meeting = async (title: string): Promise<string> => {
      const { id } = await company.create({ title, attendees: guests });
      await company.settle();
      return id;
    };

    for (const notify of intents) {
      company.test(`${notify}: of a new meeting`, ['create'], async () => {
        const event = { title: `New, ${notify}`, time: timed('2026-08-17'), attendees: guests };
        await expectTold('create', notify, () => as('ada').events.create({ event, notify }));
      });

      company.test(`${notify}: of a meeting that is moved`, ['create', 'update'], async () => {
        const eventId = await meeting(`Moved, ${notify}`);
        const patch = { time: timed('2026-08-18') };
        await expectTold('update', notify, () => as('ada').events.update({ eventId, patch, notify }));
      });

      company.test(`${notify}: of a meeting that is deleted`, ['create', 'delete'], async () => {
        const eventId = await meeting(`Deleted, ${notify}`);
        await expectTold('delete', notify, () => as('ada').events.delete({ eventId, notify }));
      });

      company.test(`${notify}: of guests who are added`, ['create', 'attendees'], async () => {
        const { id: eventId } = await company.create({ title: `Added, ${notify}` });
        await expectTold('attendees', notify, () =>
          as('ada').events.addAttendees({ eventId, attendees: guests, notify }),
        );
      });

      company.test(`${notify}: of guests who are taken off`, ['create', 'attendees'], async () => {
        const eventId = await meeting(`Taken off, ${notify}`);
        const addresses = guests.map(({ address }) => address);
        await expectTold('attendees', notify, () => as('ada').events.removeAttendees({ eventId, addresses, notify }));
      });

      company.test(`${notify} is fine where nobody is invited`, ['create', 'update', 'delete'], async () => {
        const { events } = as('ada');
        const mails = await company.mailsOf(async () => {
          const event = { title: `Nobody there, ${notify}`, time: timed('2026-08-19') };
          const { id: eventId } = await events.create({ event, notify });
          await events.update({ eventId, patch: { time: timed('2026-08-20') }, notify });
          await events.delete({ eventId, notify });
        });
        expect(mails ?? []).toEqual([]);
        expect(await company.titled(`Nobody there, ${notify}`)).toEqual([]);
      });
    }

    company.test('there is no default', ['create', 'update', 'delete', 'attendees'], async () => {
      const eventId = await meeting('No default');
      const { events } = as('ada');
      const calls: readonly ((options: never) => Promise<unknown>)[] = [
        (options) => events.update(Object.assign(options, { patch: { title: 'Changed' } })),
        (options) => events.delete(options),
        (options) => events.addAttendees(Object.assign(options, { attendees: guests })),
        (options) => events.removeAttendees(Object.assign(options, { addresses: [outsider] })),
      ];
      for (const call of calls) {
        // What programs without types may leave out.
        await company.unchanged('invalidArgument', () => call({ eventId } as never));
      }
    });
  });
}
