import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { occurrence, watchedRigs, wednesday } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();

const notes = { name: 'Notizen ü.txt', contentType: 'text/plain', contentBase64: btoa('Low water at six') };

async function event(rig: WriteRig): Promise<{ readonly eventId: string }> {
  const { id } = await rig.ada.events.create({ event: wednesday, notify: 'everyone' });
  rig.writes();
  return { eventId: id };
}

describe('events.attachments', () => {
  it('adds, lists, reads and removes a file', async () => {
    const rig = await startRig();
    const target = await event(rig);
    const { attachments } = rig.ada.events;
    const added = await attachments.add({ ...target, attachment: notes });
    expect(added).toMatchObject({ name: notes.name, contentType: 'text/plain', sizeBytes: 16 });
    expect(await attachments.list(target)).toEqual([added]);
    expect(await attachments.get({ ...target, attachmentId: added.id })).toEqual({
      ...added,
      contentBase64: notes.contentBase64,
    });
    expect(await rig.ada.events.get(target)).toMatchObject({ hasAttachments: true });
    await attachments.remove({ ...target, attachmentId: added.id });
    await attachments.remove({ ...target, attachmentId: added.id });
    expect(await attachments.list(target)).toEqual([]);
    await expect(attachments.get({ ...target, attachmentId: added.id })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('lists without contents', async () => {
    const rig = await startRig();
    const target = await event(rig);
    await rig.ada.events.attachments.add({ ...target, attachment: notes });
    await rig.ada.events.attachments.list(target);
    const { request, response } = rig.emulator.exchanges.at(-1) ?? {};
    expect(request?.query.get('$select')).toBe('id,name,contentType,size');
    expect(response?.body).not.toContain(notes.contentBase64);
  });

  it('goes to one occurrence of a series', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-04-13T07:00:00Z');
    const target = { masterId, recurrenceId: '2026-04-13T07:00:00Z' };
    await rig.ada.events.attachments.add({ ...target, attachment: notes });
    expect(await rig.ada.events.attachments.list(target)).toHaveLength(1);
    expect(await rig.ada.events.attachments.list({ eventId: masterId })).toEqual([]);
  });

  it('takes as much as one request carries', async () => {
    const rig = await startRig();
    const target = await event(rig);
    const limit = rig.ada.capabilities.events.writes.maxAttachmentBytes;
    const file = (bytes: number): typeof notes => ({
      ...notes,
      contentBase64: Buffer.alloc(bytes, 7).toString('base64'),
    });
    const { id } = await rig.ada.events.attachments.add({ ...target, attachment: file(limit) });
    const { contentBase64 } = await rig.ada.events.attachments.get({ ...target, attachmentId: id });
    expect(contentBase64 === file(limit).contentBase64).toBe(true);
    rig.writes();
    const larger = rig.ada.events.attachments.add({ ...target, attachment: file(limit + 1) });
    await expect(larger).rejects.toMatchObject({ code: 'unsupported' });
    expect(rig.writes()).toEqual([]);
  });

  it('reads no links, no items and no large files', async () => {
    const rig = await startRig();
    const target = await event(rig);
    const { accessToken } = rig.emulator.issueTokens({ person: 'ada', scopes: ['Calendars.ReadWrite'] });
    const post = async (path: string, body: unknown): Promise<Response> =>
      fetch(`${rig.emulator.graphBaseUrl}/me/events/${target.eventId}/attachments${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
          prefer: 'IdType="ImmutableId"',
        },
        body: JSON.stringify(body),
      });
    await post('', { '@odata.type': '#microsoft.graph.referenceAttachment', name: 'Link' });
    await post('', {
      '@odata.type': '#microsoft.graph.itemAttachment',
      name: 'Item',
      item: { '@odata.type': 'microsoft.graph.message', subject: 'Mail' },
    });
    const size = 4 * 1_048_576;
    const session = await post('/createUploadSession', {
      AttachmentItem: { attachmentType: 'file', name: 'Big', size },
    });
    const { uploadUrl } = (await session.json()) as { readonly uploadUrl: string };
    for (const [from, to] of [
      [0, size / 2],
      [size / 2, size],
    ] as const) {
      await fetch(uploadUrl, {
        method: 'PUT',
        headers: { 'content-range': `bytes ${from}-${to - 1}/${size}` },
        body: new Uint8Array(to - from),
      });
    }
    const codes = new Map([
      ['Link', 'unsupported'],
      ['Item', 'unsupported'],
      ['Big', 'responseTooLarge'],
    ]);
    const listed = await rig.ada.events.attachments.list(target);
    expect(new Set(listed.map(({ name }) => name))).toEqual(new Set(codes.keys()));
    for (const { id, name = '' } of listed) {
      const read = rig.ada.events.attachments.get({ ...target, attachmentId: id });
      await expect(read).rejects.toMatchObject({ code: codes.get(name) });
    }
  });

  test.each([
    ['lost', graphFaults.lostAnswer()],
    ['late', graphFaults.lateGatewayTimeout()],
    ['cut', graphFaults.connectionCut()],
    ['throttled', graphFaults.throttled(3)],
  ] as const)('adds a file once, beside another of the same name, when the answer is %s', async (_name, fault) => {
    const rig = await startRig();
    const target = await event(rig);
    const { attachments } = rig.ada.events;
    await attachments.add({ ...target, attachment: notes });
    rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
    const { id } = await attachments.add({ ...target, attachment: notes });
    const ids = (await attachments.list(target)).map((each) => each.id);
    expect([ids.length, ids.includes(id)]).toEqual([2, true]);
    rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
    await attachments.remove({ ...target, attachmentId: id });
    expect(await attachments.list(target)).toHaveLength(1);
  });
});
