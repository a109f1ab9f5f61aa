import { expect } from 'vitest';
import { expectCode } from '../expect-code.ts';
import type { InCompany } from '../fresh-company.ts';
import { conformanceWindow } from '../expected-events.ts';

const contentBase64 = btoa('Gate 7, quay 9\n');
const attachment = { name: 'gate "7" & <quay>.txt', contentType: 'text/plain', contentBase64 };

/** Small files with events. */
export function describeAttachments(inCompany: InCompany): void {
  inCompany('events.attachments', (company) => {
    const keepsFiles = (): boolean => company.writes().maxAttachmentBytes > 0;

    company.test('lists what is attached', ['attachments'], async () => {
      const { events } = company.as('ada');
      const all = await events.list({ window: conformanceWindow, timeZone: 'Europe/Berlin' }).toArray();
      const nightTrain = all.find(({ title }) => title === 'Night train');
      const dentist = all.find(({ title }) => title === 'Dentist');
      const listed = await events.attachments.list({ eventId: nightTrain?.id ?? '' });
      expect(listed.map(({ name }) => name)).toEqual(['ticket.pdf']);
      expect(listed.every(({ id }) => id !== '')).toBe(true);
      expect(await events.attachments.list({ eventId: dentist?.id ?? '' })).toEqual([]);
      const read = events.attachments.get({ eventId: nightTrain?.id ?? '', attachmentId: listed[0]?.id ?? '' });
      if (keepsFiles()) expect((await read).contentBase64).toMatch(/^[\w+/]+=*$/);
      else await expectCode('unsupported', () => read);
    });

    company.test('keeps a file byte by byte', ['create', 'attachments'], async () => {
      const { id: eventId } = await company.create({ title: 'With a file' });
      const { attachments } = company.as('ada').events;
      if (!keepsFiles()) return company.refused(() => attachments.add({ eventId, attachment }));
      const added = await attachments.add({ eventId, attachment });
      expect(added).toMatchObject({ name: attachment.name });
      const listed = await attachments.list({ eventId });
      expect(listed).toMatchObject([{ id: added.id, name: attachment.name, contentType: 'text/plain' }]);
      expect('contentBase64' in (listed[0] ?? {})).toBe(false);
      expect(await attachments.get({ eventId, attachmentId: added.id })).toMatchObject({ contentBase64 });
      expect(await company.one('With a file')).toMatchObject({ hasAttachments: true });
    });

    company.test('takes a file off again, the others stay', ['create', 'attachments'], async () => {
      const { id: eventId } = await company.create({ title: 'With two files' });
      const { attachments } = company.as('ada').events;
      if (!keepsFiles()) return;
      const first = await attachments.add({ eventId, attachment });
      await attachments.add({ eventId, attachment: { ...attachment, name: 'second.txt' } });
      await attachments.remove({ eventId, attachmentId: first.id });
      await attachments.remove({ eventId, attachmentId: first.id });
      const left = await attachments.list({ eventId });
      expect(left.map(({ name }) => name)).toEqual(['second.txt']);
      await expectCode(['notFound', 'invalidArgument'], () => attachments.get({ eventId, attachmentId: first.id }));
      await attachments.remove({ eventId, attachmentId: left[0]?.id ?? '' });
      expect(await company.one('With two files')).toMatchObject({ hasAttachments: false });
    });

    company.test('refuses what is too large or no file', ['create', 'attachments'], async () => {
      const { id: eventId } = await company.create({ title: 'Too large' });
      const { attachments } = company.as('ada').events;
      const tooLarge = 'AAAA'.repeat(1_048_577);
      const wrong = [
        { contentBase64: tooLarge },
        { contentBase64: 'no base64!' },
        { name: '' },
        { contentType: 'text' },
      ];
      for (const change of wrong) {
        await company.unchanged('invalidArgument', () =>
          attachments.add({ eventId, attachment: { ...attachment, ...change } }),
        );
      }
    });

    company.test('finds nothing at an event that is not there', ['create', 'delete', 'attachments'], async () => {
      const { id: eventId } = await company.create({ title: 'Gone with its files' });
      await company.as('ada').events.delete({ eventId, notify: 'nobody' });
      await expectCode('notFound', () => company.as('ada').events.attachments.list({ eventId }));
    });
  });
}
