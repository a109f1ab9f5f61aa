import { describe, expect, it } from 'vitest';
import { graphFaults } from '../../src/graph/graph-faults.ts';
import { eventBody, startWriteRig } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';

interface Item {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly id?: string; readonly start?: unknown; readonly error?: { readonly code: string } };
}

const json = { 'Content-Type': 'application/json' };

/** Sends a batch and gives the answers by id. */
async function batch(rig: WriteRig, requests: readonly unknown[]): Promise<ReadonlyMap<string, Item>> {
  const reply = await rig.post('/$batch', { requests });
  expect(reply.status).toBe(200);
  // An answer of a batch has these members; a test that misses one fails.
  const responses = reply.body.responses as unknown as readonly Item[];
  return new Map(responses.map((item) => [item.id, item]));
}

function get(id: string, url = '/me/events', more = {}): unknown {
  return { id, method: 'GET', url, ...more };
}

function create(id: string, more = {}): unknown {
  return { id, method: 'POST', url: '/me/events', headers: json, body: eventBody({ subject: id }), ...more };
}

describe('$batch', () => {
  it('judges each item alone and answers in another order', async () => {
    await using rig = await startWriteRig();
    const reply = await rig.post('/$batch', {
      requests: [create('a'), get('b', '/me/events/x'), get('c', '/me/events/$count')],
    });
    expect(reply.body.responses.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    const items = await batch(rig, [create('d'), get('e', '/me/events/x'), get('f', '/me/calendar?$select=name')]);
    expect(['d', 'e', 'f'].map((id) => items.get(id)?.status)).toEqual([201, 400, 200]);
    expect(items.get('e')?.body.error?.code).toBe('ErrorInvalidIdMalformed');
    expect(rig.emulator.storedEvents('ada')).toHaveLength(2);
  });

  it('hands nothing of the outer request down but the token', async () => {
    await using rig = await startWriteRig();
    await rig.post('/me/events', eventBody());
    const requests = [
      get('plain'),
      get('zoned', '/me/events', { headers: { Prefer: 'outlook.timezone="Europe/Amsterdam"' } }),
    ];
    const headers = { prefer: 'outlook.timezone="Asia/Tokyo"' };
    const reply = await rig.send('POST', '/$batch', { body: { requests }, headers });
    const zones = reply.body.responses.map(({ id, body }) => [id, body.value[0].start.timeZone]);
    expect(Object.fromEntries(zones)).toEqual({ plain: 'UTC', zoned: 'Europe/Amsterdam' });
    expect(reply.headers.get('preference-applied')).toBeNull();
  });

  it('guards each item by its own If-Match', async () => {
    await using rig = await startWriteRig();
    const { id, '@odata.etag': etag } = (await rig.post('/me/events', eventBody())).body;
    const patch = (name: string, dependsOn?: readonly string[]) => ({
      id: name,
      method: 'PATCH',
      url: `/me/events/${id}`,
      headers: { ...json, 'If-Match': etag },
      body: { subject: name },
      ...(dependsOn === undefined ? {} : { dependsOn }),
    });
    const items = await batch(rig, [
      patch('first'),
      patch('second', ['first']),
      get('third', '/me/events', { dependsOn: ['second'] }),
    ]);
    expect(['first', 'second', 'third'].map((name) => items.get(name)?.status)).toEqual([200, 412, 424]);
    expect((await rig.only('ada')).subject).toBe('first');
  });

  it.each([
    ['21 items', Array.from({ length: 21 }, (_, index) => get(String(index)))],
    ['no items', []],
    ['one id twice, in another case', [get('a'), get('A')]],
    ['an item without an id', [{ method: 'GET', url: '/me/events' }]],
    ['a dependency that is not there', [get('a', '/me/events', { dependsOn: ['b'] })]],
    ['a circle', [get('a', '/me/events', { dependsOn: ['b'] }), get('b', '/me/events', { dependsOn: ['a'] })]],
  ])('is refused as a whole for %s', async (_name, requests) => {
    await using rig = await startWriteRig();
    expect((await rig.post('/$batch', { requests }, { isWrong: true })).status).toBe(400);
  });

  it.each([
    ['an absolute url', { url: 'https://graph.microsoft.com/v1.0/me/events' }],
    ['a batch in a batch', { url: '/$batch', method: 'POST' }],
    ['a body without a type', { method: 'POST', body: eventBody() }],
    ['no method', { method: '' }],
  ])('refuses only the item with %s', async (_name, change) => {
    await using rig = await startWriteRig();
    const requests = [{ id: '1', method: 'GET', url: '/me/events', ...change }, get('2')];
    const { body } = await rig.post('/$batch', { requests }, { isWrong: true });
    expect(Object.fromEntries(body.responses.map(({ id, status }) => [id, status]))).toEqual({ 1: 400, 2: 200 });
  });

  it('takes a token like everything else', async () => {
    await using rig = await startWriteRig();
    expect((await batch(rig, [get('a')])).get('a')?.status).toBe(200);
    expect((await rig.post('/$batch', { requests: [get('a')] }, { token: 'x' })).status).toBe(401);
  });

  it('keeps to four at a time in one mailbox, and two batches at once do not', async () => {
    await using rig = await startWriteRig({ mailboxConcurrency: { limit: 4 } });
    const requests = Array.from({ length: 12 }, (_, index) => get(String(index)));
    const alone = await batch(rig, requests);
    expect([...alone.values()].every(({ status }) => status === 200)).toBe(true);
    const both = (await Promise.all([batch(rig, requests), batch(rig, requests)])).flatMap((items) => [
      ...items.values(),
    ]);
    const throttled = both.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    expect(throttled[0]).toMatchObject({
      headers: { 'Retry-After': '1' },
      body: { error: { code: 'ApplicationThrottled' } },
    });
  });

  it('meets faults item by item', async () => {
    await using rig = await startWriteRig();
    const { faults } = rig.emulator;
    faults.add(graphFaults.nthWrite(2, graphFaults.throttled(7)));
    faults.add(graphFaults.nthWrite(3, graphFaults.lostAnswer()));
    faults.add(graphFaults.nthWrite(4, graphFaults.connectionCut()));
    faults.add(graphFaults.nthWrite(5, graphFaults.lateGatewayTimeout()));
    const items = await batch(
      rig,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => create(id)),
    );
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => items.get(id)?.status)).toEqual([201, 429, 504, 504, 504, 201]);
    expect(items.get('b')?.headers).toMatchObject({ 'Retry-After': '7' });
    expect(rig.emulator.storedEvents('ada').map(({ subject }) => subject)).toEqual(['a', 'c', 'e', 'f']);
  });
});
