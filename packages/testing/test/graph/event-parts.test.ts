import { describe, expect, it } from 'vitest';
import { companyWith, meeting } from './fixture.ts';
import { ben, eventBody, guests, startWriteRig, weekly } from './write-rig.ts';

const file = { '@odata.type': '#microsoft.graph.fileAttachment', name: 'plan.txt', contentType: 'text/plain' };
const content = Buffer.from('plan').toString('base64');
const property = 'String {66f5a359-4659-4638-81a3-d1d2b2f5c5b4} Name acmeId';

describe('attachments', () => {
  it('are made, read and taken away, and move the change key', async () => {
    await using rig = await startWriteRig();
    const event = (await rig.post('/me/events', eventBody())).body;
    const path = `/me/events/${event.id}/attachments`;
    const made = await rig.post(path, { ...file, contentBytes: content });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...file, contentBytes: content, size: 4, isInline: false });
    const after = await rig.only('ada');
    expect([after.hasAttachments, after.changeKey === event.changeKey]).toEqual([true, false]);
    const [listed] = (await rig.read(`${path}?$select=name,size`)).body.value;
    expect(listed).toEqual({ '@odata.type': file['@odata.type'], id: made.body.id, name: 'plan.txt', size: 4 });
    const expanded = await rig.read(`/me/events/${event.id}?$select=subject&$expand=attachments`);
    expect(expanded.body).toMatchObject({ attachments: [{ id: made.body.id }] });
    expect((await rig.read(`${path}/$count`)).body.text).toBe('1');
    expect((await rig.read(`${path}/${made.body.id}`)).body.id).toBe(made.body.id);
    expect((await rig.remove(`${path}/${made.body.id}`)).status).toBe(204);
    expect((await rig.read(`${path}/${made.body.id}`)).status).toBe(404);
  });

  it('are of three kinds, and come with invitations', async () => {
    await using rig = await startWriteRig({ company: companyWith(meeting('seeded', { attachments: ['notes.txt'] })) });
    const seeded = await rig.only('ada');
    expect((await rig.read(`/me/events/${seeded.id}/attachments`)).body.value[0]).toMatchObject({
      name: 'notes.txt',
      size: 22,
    });
    const attachments = [
      { ...file, contentBytes: content, isInline: true, contentId: 'logo' },
      { '@odata.type': '#microsoft.graph.referenceAttachment', name: 'link' },
      {
        '@odata.type': '#microsoft.graph.itemAttachment',
        name: 'item',
        item: { '@odata.type': '#microsoft.graph.event', subject: 'x' },
      },
    ];
    const { id, hasAttachments } = (await rig.post('/me/events', eventBody({ attachments, attendees: guests(ben) })))
      .body;
    expect(hasAttachments).toBe(true);
    const copy = await rig.only('ben');
    const { value } = (await rig.read(`/me/events/${copy.id}/attachments`, { person: 'ben' })).body;
    expect(value.map((entry) => Object(entry)['@odata.type'])).toEqual(
      attachments.map((entry) => entry['@odata.type']),
    );
    const item = (await rig.read(`/me/events/${id}/attachments`)).body.value[2];
    expect(item).not.toHaveProperty('item');
    const whole = await rig.read(`/me/events/${id}/attachments/${item.id}?$expand=microsoft.graph.itemattachment/item`);
    expect(whole.body).toMatchObject({ item: { subject: 'x' } });
  });

  it.each([
    ['without a type', { name: 'x', contentBytes: content }, 400, 'RequestBodyRead'],
    ['without a name', { ...file, name: '' }, 400, 'ErrorPropertyValidationFailure'],
    ['of no Base64', { ...file, contentBytes: '%%%' }, 400, 'RequestBodyRead'],
    [
      'of 3 MB',
      { ...file, contentBytes: Buffer.alloc(3 * 1024 * 1024).toString('base64') },
      413,
      'RequestEntityTooLarge',
    ],
  ])('are refused %s', async (_name, body, status, code) => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody())).body;
    const refused = await rig.post(`/me/events/${id}/attachments`, body, { isWrong: true });
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  });

  it('of more than 3 MB go up in pieces, in order, without a token', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody())).body;
    const bytes = Buffer.alloc(3_500_000, 0xe9);
    const session = async (size: number) =>
      rig.post(`/me/events/${id}/attachments/createUploadSession`, {
        AttachmentItem: { attachmentType: 'file', name: 'big.bin', size },
      });
    expect((await session(1000)).body.error.code).toBe('ErrorAttachmentSizeShouldNotBeLessThanMinimumSize');
    expect((await session(151 * 1024 * 1024)).status).toBe(400);
    const { uploadUrl } = (await session(bytes.byteLength)).body;
    const put = async (from: number, to: number, headers = {}): Promise<Response> =>
      fetch(uploadUrl, {
        method: 'PUT',
        headers: { 'content-range': `bytes ${from}-${to - 1}/${bytes.byteLength}`, ...headers },
        body: bytes.subarray(from, to),
      });
    expect((await put(0, 2_000_000, { authorization: 'Bearer x' })).status).toBe(401);
    expect(await (await put(0, 2_000_000)).json()).toMatchObject({ NextExpectedRanges: ['2000000-'] });
    expect((await put(2_500_000, 3_500_000)).status).toBe(416);
    const shifted = { 'content-range': `bytes 2000001-3499999/${bytes.byteLength}` };
    expect((await put(2_000_000, 3_500_000, shifted)).status).toBe(416);
    const last = await put(2_000_000, 3_500_000);
    expect([last.status, last.headers.get('location')]).toEqual([201, expect.stringContaining('/attachments(')]);
    const [attachment] = (await rig.read(`/me/events/${id}/attachments`)).body.value;
    expect(attachment).toMatchObject({
      name: 'big.bin',
      size: bytes.byteLength,
      contentBytes: bytes.toString('base64'),
    });
    expect((await put(0, 10)).status).toBe(404);
  });

  it('in pieces are not for mailboxes of others, and not for ever', async () => {
    await using rig = await startWriteRig({
      mailboxPermissions: [{ mailbox: 'ada', delegate: 'ben', rights: ['FullAccess'] }],
    });
    const { id } = (await rig.post('/me/events', eventBody())).body;
    const body = { AttachmentItem: { attachmentType: 'file', name: 'big.bin', size: 4_000_000 } };
    const path = `events/${id}/attachments/createUploadSession`;
    expect((await rig.post(`/users/ada@tidewater.example/${path}`, body, { person: 'ben' })).status).toBe(403);
    const { uploadUrl } = (await rig.post(`/me/${path}`, body)).body;
    await rig.clock.advance(4 * 3_600_000);
    expect((await fetch(uploadUrl, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('extended properties', () => {
  it('are kept in silence, and read and searched by id', async () => {
    await using rig = await startWriteRig();
    const made = await rig.post(
      '/me/events',
      eventBody({ singleValueExtendedProperties: [{ id: property, value: 'A1' }] }),
    );
    expect(made.body).not.toHaveProperty('singleValueExtendedProperties');
    await rig.post('/me/events', eventBody({ subject: 'Other' }));
    const idFilter = (id: string): string => encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`);
    const spelledOtherwise = property.replace('String {66f5a359', 'string {66F5A359');
    const read = await rig.read(`/me/events/${made.body.id}?$expand=${idFilter(spelledOtherwise)}`);
    expect(read.body).toMatchObject({ singleValueExtendedProperties: [{ id: property, value: 'A1' }] });
    const found = async (id: string, value: string): Promise<readonly string[]> => {
      const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${id}' and ep/value eq '${value}')`;
      return (await rig.read(`/me/events?$filter=${encodeURIComponent(filter)}`)).body.value.map(
        ({ subject }) => subject,
      );
    };
    // The value is compared without its case, the name of the property with it.
    expect(await found(property, 'a1')).toEqual(['Planning']);
    expect(await found(property.replace('acmeId', 'ACMEID'), 'A1')).toEqual([]);
    expect(await found(property, 'A2')).toEqual([]);
    const list = await rig.read(`/me/events?$select=subject&$expand=${idFilter(property)}`);
    expect(list.body.value.map((event) => Object.keys(event).includes('singleValueExtendedProperties'))).toEqual([
      true,
      false,
    ]);
  });

  it('are added to those that are there, and stay out of invitations', async () => {
    await using rig = await startWriteRig();
    const singleValueExtendedProperties = [{ id: property, value: '1' }];
    const made = (await rig.post('/me/events', eventBody({ singleValueExtendedProperties, attendees: guests(ben) })))
      .body;
    const tag = 'StringArray {66f5a359-4659-4638-81a3-d1d2b2f5c5b4} Name tags';
    const changed = await rig.patch(`/me/events/${made.id}`, {
      multiValueExtendedProperties: [{ id: tag, value: ['a', 'b'] }],
    });
    expect(changed.body.changeKey).not.toBe(made.changeKey);
    const expand = `singleValueExtendedProperties($filter=id eq '${property}'),multiValueExtendedProperties($filter=id eq '${tag}')`;
    const read = await rig.read(`/me/events/${made.id}?$expand=${encodeURIComponent(expand)}`);
    expect(read.body).toMatchObject({
      singleValueExtendedProperties,
      multiValueExtendedProperties: [{ value: ['a', 'b'] }],
    });
    const copy = await rig.only('ben');
    const seen = await rig.read(`/me/events/${copy.id}?$expand=${encodeURIComponent(expand)}`, { person: 'ben' });
    expect(seen.body).not.toHaveProperty('singleValueExtendedProperties');
  });

  it.each(['acmeId', 'Text {66f5a359-4659-4638-81a3-d1d2b2f5c5b4} Name x', property.replace('String', 'StringArray')])(
    'refuse the id %s',
    async (id) => {
      await using rig = await startWriteRig();
      const refused = await rig.post('/me/events', eventBody({ singleValueExtendedProperties: [{ id, value: '1' }] }));
      expect([refused.status, refused.body.error.code]).toEqual([400, 'ErrorPropertyValidationFailure']);
    },
  );
});

describe('open extensions', () => {
  const extension = {
    '@odata.type': 'microsoft.graph.openTypeExtension',
    extensionName: 'com.acme.x',
    color: 'red',
    size: 1,
  };

  it('are made, read, changed and taken away', async () => {
    await using rig = await startWriteRig();
    const { id, changeKey } = (await rig.post('/me/events', eventBody())).body;
    const path = `/me/events/${id}/extensions`;
    const made = await rig.post(path, extension);
    expect([made.status, made.body.id]).toEqual([201, 'Microsoft.OutlookServices.OpenTypeExtension.com.acme.x']);
    expect((await rig.only('ada')).changeKey).not.toBe(changeKey);
    expect((await rig.post(path, extension)).status).toBe(409);
    expect((await rig.patch(`${path}/com.acme.x`, { size: 2 })).body).toMatchObject({ color: 'red', size: 2 });
    await rig.post(path, { ...extension, extensionName: 'com.acme.y' });
    const expand = encodeURIComponent("extensions($filter=id eq 'com.acme.x')");
    expect((await rig.read(`/me/events/${id}?$expand=${expand}`)).body).toMatchObject({ extensions: [{ size: 2 }] });
    expect((await rig.read(`/me/events/${id}?$expand=extensions`)).body).toMatchObject({
      extensions: [{ color: 'red' }, { size: 1 }],
    });
    expect((await rig.read(`${path}/${made.body.id}`)).body).toMatchObject({ size: 2 });
    expect((await rig.read(path)).body.value).toHaveLength(2);
    expect((await rig.remove(`${path}/com.acme.x`)).status).toBe(204);
    expect((await rig.read(`${path}/com.acme.x`)).status).toBe(404);
    expect((await rig.post(path, { extensionName: 'x' }, { isWrong: true })).status).toBe(400);
  });

  it('can come with the event', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody({ extensions: [extension], recurrence: weekly(2) }))).body;
    expect((await rig.read(`/me/events/${id}/extensions`)).body.value).toMatchObject([{ extensionName: 'com.acme.x' }]);
  });
});

describe('ids', () => {
  it('of the default form change with a move, immutable ones do not', async () => {
    await using rig = await startWriteRig();
    const { id, uid } = (await rig.post('/me/events', eventBody())).body;
    const headers = { prefer: 'IdType="ImmutableId"' };
    const translate = async (inputIds: readonly string[], sourceIdType: string, targetIdType: string) =>
      (await rig.post('/me/translateExchangeIds', { inputIds, sourceIdType, targetIdType })).body.value;
    const [{ targetId: immutable }] = await translate([id], 'restId', 'restImmutableEntryId');
    expect((await rig.read(`/me/events/${immutable}`, { headers })).body.id).toBe(immutable);
    rig.emulator.moveEvent('ada', uid, 'Side projects');
    const gone = await rig.read(`/me/events/${id}`);
    expect([gone.status, gone.body.error.code]).toEqual([404, 'ErrorItemNotFound']);
    expect((await rig.read(`/me/events/${immutable}`, { headers })).status).toBe(200);
    const [{ targetId: moved }] = await translate([immutable], 'restImmutableEntryId', 'restId');
    expect(moved).not.toBe(id);
    expect((await rig.read(`/me/events/${moved}`)).status).toBe(200);
    for (const form of ['entryId', 'ewsId', 'immutableEntryId']) {
      const [there] = await translate([moved], 'restId', form);
      expect((await translate([there.targetId], form, 'restId'))[0].targetId).toBe(moved);
    }
    const mixed = await translate([moved, 'nonsense'], 'restId', 'ewsId');
    expect(mixed.map((entry) => Object.keys(entry)[1])).toEqual(['targetId', 'errorDetails']);
    const many = { inputIds: Array.from({ length: 1001 }, () => id), sourceIdType: 'restId', targetIdType: 'ewsId' };
    expect((await rig.post('/me/translateExchangeIds', many)).status).toBe(400);
  });

  it('of EWS are those of REST in another alphabet', async () => {
    const meetings = Array.from({ length: 20 }, (_, index) => meeting(`m${index}`));
    await using rig = await startWriteRig({ company: companyWith(...meetings) });
    const inputIds = (await rig.read('/me/events?$top=20')).body.value.map(({ id }) => id);
    const translated = await rig.post('/me/translateExchangeIds', {
      inputIds,
      sourceIdType: 'restId',
      targetIdType: 'ewsId',
    });
    const ids = translated.body.value.map(({ targetId }) => targetId);
    expect(ids.map((id) => id.replaceAll('/', '-').replaceAll('+', '_'))).toEqual(inputIds);
    expect([inputIds, ids].map((list) => list.some((id) => /[-_]/.test(id)))).toEqual([true, false]);
  });

  it('are taken in the form of the request only', async () => {
    await using rig = await startWriteRig();
    const headers = { prefer: 'IdType="ImmutableId"' };
    const { id } = (await rig.post('/me/events', eventBody(), { headers })).body;
    expect((await rig.patch(`/me/events/${id}`, { subject: 'x' }, { headers })).status).toBe(200);
    expect((await rig.patch(`/me/events/${id}`, { subject: 'x' })).body.error.code).toBe('ErrorInvalidIdMalformed');
  });
});
