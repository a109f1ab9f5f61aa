import { expect, test } from 'vitest';
import type { CalendarConnection } from '@kalends/core';
import { expectCode } from '../expect-code.ts';
import type { InCompany } from '../fresh-company.ts';
import { needs } from '../needs.ts';
import { timed, writingWindow } from '../writing-times.ts';

/** What a connection lets itself do is decided before anything is sent. */
export function describePolicy(inCompany: InCompany): void {
  inCompany('a policy', (company) => {
    const target = { eventId: 'an-event' };
    const everyone = { notify: 'everyone' } as const;
    const attachment = { name: 'a.txt', contentType: 'text/plain', contentBase64: 'YQ==' };
    const writes: Readonly<Record<string, (connection: CalendarConnection) => PromiseLike<unknown>>> = {
      create: needs.create.call,
      update: needs.update.call,
      delete: needs.delete.call,
      cancel: needs.cancel.call,
      move: needs.move.call,
      respond: needs.respond.call,
      addAttendees: needs.attendees.call,
      removeAttendees: ({ events }) =>
        events.removeAttendees({ ...target, ...everyone, addresses: ['ben@tidewater.example'] }),
      'attachments.add': ({ events }) => events.attachments.add({ ...target, attachment }),
      'attachments.remove': ({ events }) => events.attachments.remove({ ...target, attachmentId: 'an-attachment' }),
    };

    test('of reading lets nothing be written, and nothing is sent', async () => {
      const reader = await company.subject().connect('ada', { calendars: 'read' });
      await reader.events.list({ window: writingWindow }).toArray();
      const before = company.subject().requestCount?.();
      for (const call of Object.values(writes)) {
        // What the service cannot do at all may be said first.
        await expectCode(['policyDenied', 'unsupported'], () => call(reader));
      }
      expect(company.subject().requestCount?.()).toBe(before);
      await reader.close();
    });

    company.test('of reading denies what the service could do', ['create', 'update', 'delete'], async () => {
      const reader = await company.subject().connect('ada', { calendars: 'read' });
      const { verbs } = reader.capabilities.events.writes;
      for (const verb of verbs) {
        if (verb !== 'attachments') await expectCode('policyDenied', () => needs[verb].call(reader));
      }
      await reader.close();
    });

    company.test('of free/busy answers that, and opens no event', ['freeBusy'], async () => {
      const guest = await company.subject().connect('ada', { calendars: 'freeBusy' });
      const window = { start: '2026-06-01T00:00:00Z', end: '2026-06-02T00:00:00Z' };
      const { schedules } = await guest.freeBusy.query({ mailboxes: ['ben@tidewater.example'], window });
      expect(schedules).toMatchObject([{ kind: 'known' }]);
      await expectCode('policyDenied', () => guest.events.list({ window: writingWindow }).toArray());
      // What the service cannot do at all may be said first.
      await expectCode(['policyDenied', 'unsupported'], () =>
        guest.events.create({ event: { time: timed('2026-06-01') }, notify: 'nobody' }),
      );
      await guest.close();
    });
  });
}
