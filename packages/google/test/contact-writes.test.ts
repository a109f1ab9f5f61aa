import type { CalendarConnection, ContactContent, Runtime } from '@kalends/core';
import { contactSchema } from '@kalends/core/schemas';
import { googleFaults } from '@kalends/testing';
import type { Fault } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { impatientClock } from './support/impatient-clock.ts';
import { everythingOpen, openedGoogle, watchContract } from './support/opened-google.ts';
import type { OpenedGoogle } from './support/opened-google.ts';
import { rejection } from './support/setup.ts';

const contract = watchContract();
const everything: ContactContent = {
  displayName: 'Grace Hopper',
  givenName: 'Grace',
  familyName: 'Hopper',
  company: 'Acme',
  jobTitle: 'CTO',
  addresses: ['grace@example.com', 'hopper@example.com'],
  phoneNumbers: ['+1 202 555 0100'],
};
let kit: OpenedGoogle;
let connection: CalendarConnection;

beforeEach(async () => {
  kit = await openedGoogle();
  contract.watch(kit.emulator);
  connection = open();
});
afterEach(async () => {
  await connection.close();
  await kit.emulator.close();
});

/** A connection whose waits are over at once. */
function open(person = 'ada'): CalendarConnection {
  const runtime: Partial<Runtime> = { ...kit.common.runtime, clock: impatientClock(kit.clock) };
  return kit.open(person, { ...everythingOpen, retry: { maxAttempts: 3 }, runtime });
}

const stored = () => kit.emulator.storedContacts('ada');
const writes = () =>
  kit.emulator.exchanges
    .filter(({ request }) => request.path.startsWith('/v1/') && request.method !== 'GET')
    .map(({ request }) => request);

describe('contacts.create', () => {
  it('keeps everything that can be said of a contact', async () => {
    const created = await connection.contacts.create({ contact: everything });
    expect(contactSchema.parse(created)).toEqual({
      ...everything,
      id: created.id,
      version: created.version,
      source: 'personal',
    });
    expect(await connection.contacts.get({ contactId: created.id })).toEqual(created);
  });

  it.each<[string, Partial<ContactContent>, string | undefined]>([
    ['a display name alone', { displayName: 'The Admiral' }, 'The Admiral'],
    ['a part of a name', { familyName: 'Hopper' }, 'Hopper'],
    ['no name', { addresses: ['a@example.com'] }, undefined],
    ['hostile text', { displayName: '<b>&"\' 🎉‮ \\ {}', company: 'é'.repeat(1_000) }, '<b>&"\' 🎉‮ \\ {}'],
  ])('makes one of %s', async (_what, contact, displayName) => {
    const created = await connection.contacts.create({ contact });
    expect(created).toMatchObject({ ...contact, addresses: contact.addresses ?? [] });
    expect(created.displayName).toBe(displayName);
  });

  it.each<[string, Partial<ContactContent>, string]>([
    ['a display name that would be lost', { displayName: 'Amazing Grace', givenName: 'Grace' }, 'unsupported'],
    ['nothing', { givenName: '', addresses: [] }, 'invalidArgument'],
    ['half a character', { company: 'a\uD800' }, 'invalidArgument'],
    ['half a character in a list', { phoneNumbers: ['\uDC00'] }, 'invalidArgument'],
    ['no address', { addresses: ['nobody'] }, 'invalidArgument'],
  ])('refuses %s before anything is sent', async (_what, contact, code) => {
    const error = await rejection(connection.contacts.create({ contact }));
    expect(error).toMatchObject({ code, operation: 'contacts.create' });
    expect(String(error)).not.toContain('Amazing');
    expect(kit.emulator.exchanges).toEqual([]);
  });

  it('makes one contact under one key, whoever asks in this process', async () => {
    const options = { contact: { givenName: 'Grace' }, idempotencyKey: 'key-1' };
    const [one, other] = await Promise.all([connection.contacts.create(options), connection.contacts.create(options)]);
    expect(other.id).toBe(one.id);
    expect(stored()).toHaveLength(1);
    const third = await connection.contacts.create({ ...options, idempotencyKey: 'key-2' });
    expect(third.id).not.toBe(one.id);
    expect(stored()).toHaveLength(2);
  });

  it('finds what another process made under the key once the lists know it', async () => {
    const options = { contact: { givenName: 'Grace' }, idempotencyKey: 'key-1' };
    const one = await connection.contacts.create(options);
    await kit.clock.advance(15_000);
    await using another = open();
    expect((await another.contacts.create(options)).id).toBe(one.id);
    await using bobs = open('bob');
    expect((await bobs.contacts.create(options)).id).not.toBe(one.id);
    expect(stored()).toHaveLength(1);
  });

  it('says that what was made under the key was deleted since', async () => {
    const options = { contact: { givenName: 'Grace' }, idempotencyKey: 'key-1' };
    const { id } = await connection.contacts.create(options);
    await connection.contacts.delete({ contactId: id });
    expect(await rejection(connection.contacts.create(options))).toMatchObject({ code: 'conflict' });
    expect(stored()).toHaveLength(0);
  });

  it.each<[string, () => Fault]>([
    ['lost answer', () => googleFaults.lostAnswer()],
    ['late gateway timeout', () => googleFaults.lateGatewayTimeout()],
    ['cut answer', () => googleFaults.nthWrite(1, { action: { kind: 'truncate', bytes: 10 } })],
  ])('makes no second contact after a %s', async (_what, fault) => {
    kit.emulator.faults.add(fault());
    const created = await connection.contacts.create({ contact: { givenName: 'Grace' } });
    expect(stored()).toMatchObject([{ resourceName: created.id, displayName: 'Grace' }]);
    expect(writes()).toHaveLength(1);
  });

  it('does not send a second time what lists do not show: they may show it later', async () => {
    kit.emulator.faults.add(googleFaults.connectionCut());
    const options = { contact: { givenName: 'Grace' }, idempotencyKey: 'key-1' };
    expect(await rejection(connection.contacts.create(options))).toMatchObject({
      code: 'outcomeUnknown',
      operation: 'contacts.create',
      cure: { text: expect.stringContaining('idempotencyKey') },
    });
    expect(writes()).toHaveLength(1);
    expect(stored()).toEqual([]);
    await connection.contacts.create(options);
    expect(stored()).toHaveLength(1);
  });

  it('waits as long as it is told when there were too many requests, and not beyond reason', async () => {
    const fault = { when: ({ method }: { method: string }) => method === 'POST' };
    kit.emulator.faults.add(googleFaults.tooManyRequests({ ...fault, when: isCreate, retryAfterSeconds: 20 }));
    await connection.contacts.create({ contact: { givenName: 'Grace' } });
    expect(stored()).toHaveLength(1);
    kit.emulator.faults.add(googleFaults.tooManyRequests({ when: isCreate, retryAfterSeconds: 3_600 }));
    expect(await rejection(connection.contacts.create({ contact: { givenName: 'Ada' } }))).toMatchObject({
      code: 'rateLimited',
      retryAfterMs: 3_600_000,
    });
    expect(stored()).toHaveLength(1);
  });
});

describe('contacts.update', () => {
  it('changes what it names and keeps the rest', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    const updated = await connection.contacts.update({
      contactId: id,
      patch: { givenName: 'Grace B.', jobTitle: null, addresses: ['new@example.com', 'GRACE@example.com'] },
    });
    const { jobTitle: _, ...others } = everything;
    expect(updated).toMatchObject({
      ...others,
      givenName: 'Grace B.',
      displayName: 'Grace B. Hopper',
      addresses: ['new@example.com', 'GRACE@example.com'],
    });
    expect(updated).not.toHaveProperty('jobTitle');
    expect(await connection.contacts.get({ contactId: id })).toEqual(updated);
  });

  it('sends the parts that change and no others', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    await connection.contacts.update({ contactId: id, patch: { company: 'Bcme', givenName: 'Grace' } });
    const request = writes().at(-1);
    expect(request?.query.get('updatePersonFields')).toBe('organizations');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      etag: expect.any(String),
      metadata: { sources: [{ type: 'CONTACT', id: expect.any(String), etag: expect.any(String) }] },
      organizations: [{ name: 'Bcme', title: 'CTO' }],
    });
  });

  it('sends nothing when nothing changes', async () => {
    const created = await connection.contacts.create({ contact: everything });
    const { id: contactId } = created;
    for (const patch of [{}, { company: 'Acme' }, everything, { addresses: everything.addresses }]) {
      expect(await connection.contacts.update({ contactId, patch })).toEqual(created);
    }
    expect(writes()).toHaveLength(1);
  });

  it('clears every field', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    const patch = {
      displayName: null,
      givenName: null,
      familyName: null,
      company: null,
      jobTitle: null,
      phoneNumbers: null,
      addresses: null,
    };
    const cleared = await connection.contacts.update({ contactId: id, patch });
    expect(cleared).toEqual({ id, version: cleared.version, source: 'personal', addresses: [], phoneNumbers: [] });
  });

  it('refuses a display name that does not follow from the name', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    const error = await rejection(connection.contacts.update({ contactId: id, patch: { displayName: 'Amazing' } }));
    expect(error).toMatchObject({ code: 'unsupported', message: expect.stringContaining('displayName') });
    expect(await connection.contacts.get({ contactId: id })).toMatchObject({ displayName: 'Grace Hopper' });
  });

  it('changes a contact that another connection changed a moment ago', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    await using other = open();
    await Promise.all([
      connection.contacts.update({ contactId: id, patch: { company: 'Bcme' } }),
      other.contacts.update({ contactId: id, patch: { jobTitle: 'CEO' } }),
      other.contacts.update({ contactId: id, patch: { givenName: 'G.' } }),
    ]);
    expect(await connection.contacts.get({ contactId: id })).toMatchObject({
      company: 'Bcme',
      jobTitle: 'CEO',
      givenName: 'G.',
    });
  });

  it('keeps to the version that it is told', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    // The service goes on working on a new contact.
    await kit.clock.advance(15_000);
    const { version = '' } = await connection.contacts.get({ contactId: id });
    const changed = await connection.contacts.update({ contactId: id, patch: { company: 'B' }, ifVersion: version });
    expect(changed.version).not.toBe(version);
    const stale = { contactId: id, patch: { company: 'C' }, ifVersion: version };
    expect(await rejection(connection.contacts.update(stale))).toMatchObject({
      code: 'conflict',
      operation: 'contacts.update',
      message: expect.stringContaining('contact'),
    });
    expect(await connection.contacts.get({ contactId: id })).toMatchObject({ company: 'B' });
  });

  it('lets the service guard the version, for what happens between reading and writing', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    await kit.clock.advance(15_000);
    const { version = '' } = await connection.contacts.get({ contactId: id });
    kit.emulator.faults.add(conflictOnce());
    const late = connection.contacts.update({ contactId: id, patch: { company: 'C' }, ifVersion: version });
    expect(await rejection(late)).toMatchObject({ code: 'conflict', status: 400, vendorCode: 'FAILED_PRECONDITION' });
    const sent: { metadata: { sources: { etag: string }[] } } = JSON.parse(writes().at(-1)?.body ?? '');
    expect(sent.metadata.sources[0]?.etag).toBe(version);
    expect(await connection.contacts.get({ contactId: id })).toMatchObject({ company: 'Acme' });
  });

  describe.each<[string, () => Fault]>([
    ['lost answer', () => googleFaults.lostAnswer()],
    ['late gateway timeout', () => googleFaults.lateGatewayTimeout()],
    ['broken connection', () => googleFaults.connectionCut()],
    ['failure', () => googleFaults.contactsUnavailable({ when: ({ method }) => method === 'PATCH' })],
  ])('after a %s', (_what, fault) => {
    it.each([true, false])('comes to its end (told a version: %s)', async (isGuarded) => {
      const { id } = await connection.contacts.create({ contact: everything });
      await kit.clock.advance(15_000);
      const { version = '' } = await connection.contacts.get({ contactId: id });
      kit.emulator.faults.add(fault());
      const options = { contactId: id, patch: { company: 'Bcme' }, ...(isGuarded ? { ifVersion: version } : {}) };
      expect(await connection.contacts.update(options)).toMatchObject({ company: 'Bcme', jobTitle: 'CTO' });
      expect(await connection.contacts.get({ contactId: id })).toMatchObject({ company: 'Bcme', jobTitle: 'CTO' });
    });
  });

  it('says that it may have happened when nobody can tell any more', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    await kit.clock.advance(15_000);
    const isRead = ({ method, path }: { method: string; path: string }): boolean =>
      method === 'GET' && path === `/v1/${id}`;
    kit.emulator.faults.add(googleFaults.lostAnswer());
    // The contact is read once before and once after the write whose answer is lost, and then no more.
    kit.emulator.faults.add(googleFaults.contactsUnavailable({ when: isRead, skip: 2, times: Infinity }));
    const update = connection.contacts.update({ contactId: id, patch: { company: 'Bcme' } });
    expect(await rejection(update)).toMatchObject({ code: 'outcomeUnknown', operation: 'contacts.update' });
    kit.emulator.faults.clear();
    expect(await connection.contacts.get({ contactId: id })).toMatchObject({ company: 'Bcme' });
  });

  it('works the change out anew after a conflict, unless it was told a version', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    kit.emulator.faults.add(conflictOnce());
    expect(await connection.contacts.update({ contactId: id, patch: { company: 'B' } })).toMatchObject({
      company: 'B',
    });
    expect(writes().filter(({ method }) => method === 'PATCH')).toHaveLength(2);
  });

  it('gives up when somebody is always faster', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    kit.emulator.faults.add({ ...conflictOnce(), times: Infinity });
    const before = writes().length;
    expect(await rejection(connection.contacts.update({ contactId: id, patch: { company: 'B' } }))).toMatchObject({
      code: 'conflict',
    });
    expect(writes().length - before).toBe(5);
  });

  it('is for contacts of the account', async () => {
    const [bob] = (await connection.contacts.search({ text: 'bob', sources: ['directory'] })).contacts;
    const contactId = bob?.id ?? '';
    for (const change of [
      () => connection.contacts.update({ contactId, patch: { company: 'B' } }),
      () => connection.contacts.delete({ contactId }),
    ]) {
      expect(await rejection(change())).toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('directory'),
      });
    }
    expect(
      await rejection(connection.contacts.update({ contactId: 'people/c404', patch: { company: 'B' } })),
    ).toMatchObject({
      code: 'notFound',
    });
    expect(writes()).toEqual([]);
  });
});

describe('contacts.delete', () => {
  it('deletes, and finds nothing wrong with what is gone', async () => {
    const { id: contactId } = await connection.contacts.create({ contact: everything });
    await connection.contacts.delete({ contactId });
    expect(stored()).toEqual([]);
    expect(await rejection(connection.contacts.get({ contactId }))).toMatchObject({ code: 'notFound' });
    await connection.contacts.delete({ contactId });
  });

  it.each<[string, () => Fault]>([
    ['lost answer', () => googleFaults.lostAnswer()],
    ['broken connection', () => googleFaults.connectionCut()],
    ['failure', () => googleFaults.contactsUnavailable({ when: ({ method }) => method === 'DELETE' })],
  ])('comes to its end after a %s', async (_what, fault) => {
    const { id: contactId } = await connection.contacts.create({ contact: everything });
    kit.emulator.faults.add(fault());
    await connection.contacts.delete({ contactId });
    expect(stored()).toEqual([]);
  });
});

describe('contacts.changes', () => {
  it('tells everything first, then what changed and what is gone', async () => {
    const { id } = await connection.contacts.create({ contact: everything });
    const { id: gone } = await connection.contacts.create({ contact: { givenName: 'Ada' } });
    await kit.clock.advance(15_000);
    const first = await connection.contacts.changes();
    expect(first).toMatchObject({ isFull: true, changes: [{ kind: 'changed' }, { kind: 'changed' }] });
    const quiet = await connection.contacts.changes({ cursor: first.cursor });
    expect(quiet).toEqual({ isFull: false, changes: [], cursor: expect.any(String) });
    await connection.contacts.update({ contactId: id, patch: { company: 'B' } });
    await connection.contacts.delete({ contactId: gone });
    await kit.clock.advance(15_000);
    const delta = await connection.contacts.changes({ cursor: quiet.cursor });
    expect(delta.isFull).toBe(false);
    expect(delta.changes).toEqual([
      { kind: 'changed', contact: await connection.contacts.get({ contactId: id }) },
      { kind: 'removed', contactId: gone },
    ]);
  });

  it('ends with a typed error when the cursor is too old', async () => {
    const { cursor } = await connection.contacts.changes();
    await kit.clock.advance(8 * 86_400_000);
    expect(await rejection(connection.contacts.changes({ cursor }))).toMatchObject({
      code: 'cursorExpired',
      operation: 'contacts.changes',
      vendorCode: 'EXPIRED_SYNC_TOKEN',
    });
    expect(await connection.contacts.changes()).toMatchObject({ isFull: true });
  });

  it('takes no cursor of somebody else', async () => {
    const { cursor } = await connection.contacts.changes();
    await using bobs = open('bob');
    for (const wrong of [cursor, 'x', `${cursor}x`]) {
      expect(await rejection(bobs.contacts.changes({ cursor: wrong }))).toMatchObject({
        code: 'invalidArgument',
        message: expect.stringContaining('cursor'),
      });
    }
  });
});

function isCreate({ path }: { path: string }): boolean {
  return path === '/v1/people:createContact';
}

function conflictOnce(): Fault {
  return {
    when: ({ path }) => path.endsWith(':updateContact'),
    action: {
      kind: 'respond',
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        error: { code: 400, status: 'FAILED_PRECONDITION', message: 'Request person.etag is different' },
      }),
    },
  };
}
