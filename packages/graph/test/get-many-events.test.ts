import type { CalendarEvent, Outcome } from '@kalends/core';
import { graphFaults } from '@kalends/testing';
import type { Fault, RecordedRequest } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { directoryTests } from './support/directory.ts';
import type { DirectorySetup } from './support/directory.ts';
import { march } from './support/harbour.ts';

const start = directoryTests();

interface Known {
  readonly setup: DirectorySetup;
  readonly connection: ReturnType<DirectorySetup['open']>;
  /** Ids of occurrences and single events. */
  readonly ids: readonly string[];
  readonly masterId: string;
}

/** A connection that knows the ids of everything in the calendar. */
async function known(setup: DirectorySetup, connection: Known['connection'] = setup.open()): Promise<Known> {
  const events = await connection.events.list({ window: march }).toArray();
  const occurrence = events.find(({ kind }) => kind === 'occurrence');
  const masterId = occurrence?.kind === 'occurrence' ? occurrence.masterId : '';
  setup.forget();
  return { setup, connection, ids: events.map(({ id }) => id), masterId };
}

const kindsOf = (outcomes: readonly Outcome<CalendarEvent>[]): readonly string[] =>
  outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.value.kind : outcome.error.code));

const isPart =
  (id: string) =>
  ({ path }: RecordedRequest): boolean =>
    path.endsWith(encodeURIComponent(id));

/** Changes the answers of the next batch. */
function rewriteResponses(change: (responses: Record<string, unknown>[]) => unknown): Fault {
  return {
    when: ({ path }) => path.endsWith('/$batch'),
    action: {
      kind: 'rewrite',
      change: (response) => ({
        ...response,
        body: JSON.stringify({ responses: change(JSON.parse(String(response.body)).responses) }),
      }),
    },
  };
}

describe('events.getMany', () => {
  it('asks nothing more once it has failed as a whole', async () => {
    const { setup, connection } = await known(await start());
    setup.emulator.faults.add(graphFaults.mailboxNotEnabled());
    const eventIds = Array.from({ length: 60 }, (_, index) => `id-${index}`);
    await expect(connection.events.getMany({ eventIds })).rejects.toMatchObject({ code: 'mailboxUnavailable' });
    await connection.calendars.list();
    expect(setup.requests().map(({ path }) => path.replace(/^.*\//, ''))).toEqual(['$batch', 'calendars']);
  });

  it('gives the same as reading each by itself, in the order of the ids', async () => {
    const { setup, connection, ids, masterId } = await known(await start());
    const eventIds = [masterId, ...ids, masterId];
    const include = ['body', 'properties'] as const;
    const outcomes = await connection.events.getMany({ eventIds, include });
    const paths = setup.requests().map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual(['POST /v1.0/$batch', 'POST /v1.0/$batch']);
    const single = await Promise.all(eventIds.map((eventId) => connection.events.get({ eventId, include })));
    expect(outcomes).toEqual(single.map((value) => ({ kind: 'done', value })));
    expect(kindsOf(outcomes).toSorted().join(' ')).toBe('exception master master occurrence occurrence single');
  });

  it('judges each event by itself', async () => {
    const { connection, ids } = await known(await start());
    const [first = ''] = ids;
    const gone = `${first.slice(0, -4)}AAAA`;
    const eventIds = [first, gone, '..', 'not an id', 'half of a pair \ud800', first];
    const outcomes = await connection.events.getMany({ eventIds });
    expect(kindsOf(outcomes)).toEqual([
      'occurrence',
      'notFound',
      'invalidArgument',
      'invalidArgument',
      'invalidArgument',
      'occurrence',
    ]);
    expect(outcomes[1]).toMatchObject({
      error: { provider: 'graph', operation: 'events.getMany', vendorCode: 'ErrorItemNotFound', status: 404 },
    });
    expect(outcomes[1]).toMatchObject({ error: { requestId: expect.any(String) } });
  });

  it('sends twenty to a request, and asks for ids that last in every part', async () => {
    const { setup, connection, masterId } = await known(await start());
    const eventIds = Array.from({ length: 45 }, (_, index) => `${masterId}${index}`);
    await connection.events.getMany({ eventIds });
    const batches: { requests: { headers: unknown; url: string; method: string }[] }[] = setup
      .requests()
      .map(({ body }) => JSON.parse(body));
    expect(batches.map(({ requests }) => requests.length)).toEqual([20, 20, 5]);
    for (const { headers, method, url } of batches.flatMap(({ requests }) => requests)) {
      expect([headers, method]).toEqual([{ Prefer: 'IdType="ImmutableId"' }, 'GET']);
      expect(url).toMatch(/^\/me\/calendars\/[^/?]+\/events\/[^/?]+\?\$select=[\w%]+$/);
    }
  });

  it('keeps to four requests at a time, batches and other calls taken together', async () => {
    const setup = await start({ mailboxConcurrency: { limit: 4, serviceTimeMs: 1 } });
    const { connection, ids } = await known(setup, setup.open({ settings: { retry: { maxAttempts: 1 } } }));
    const [one, two] = await Promise.all([
      connection.events.getMany({ eventIds: ids }),
      connection.events.getMany({ eventIds: ids }),
      ...ids.map((eventId) => connection.events.get({ eventId })),
    ]);
    expect([...kindsOf(one), ...kindsOf(two)]).not.toContain('rateLimited');
    const answers = setup.emulator.exchanges.map(({ response }) => response?.body ?? '');
    expect(answers.filter((body) => body.includes('MailboxConcurrency'))).toEqual([]);
  });

  test.each<[string, Fault, number]>([
    ['was throttled', graphFaults.throttled(7), 7_000],
    ['met a broken backend', graphFaults.serviceUnavailable(7), 7_000],
    ['ran out of time at the gateway', graphFaults.gatewayTimeout(), 0],
    ['met a token that had ended', graphFaults.claimsChallenge(), 0],
  ])('reads a part that %s again, alone and not too early', async (_case, fault, waitMs) => {
    const setup = await start();
    const { connection, ids } = await known(setup);
    const hit = ids[1] ?? '';
    const before = setup.clock.now();
    setup.emulator.faults.add({ ...fault, when: isPart(hit) });
    const outcomes = await connection.events.getMany({ eventIds: ids });
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    const [batch, alone, ...others] = setup.requests();
    expect([batch?.path, isPart(hit)({ path: '', ...alone } as RecordedRequest), others]).toEqual([
      '/v1.0/$batch',
      true,
      [],
    ]);
    expect(setup.clock.now() - before).toBeGreaterThanOrEqual(waitMs);
  });

  it('a part that stays throttled fails alone, with the wait it was asked for', async () => {
    const setup = await start();
    const { connection, ids } = await known(setup);
    setup.emulator.faults.add(graphFaults.throttled(7_200, { when: isPart(ids[0] ?? '') }));
    const outcomes = await connection.events.getMany({ eventIds: ids });
    expect(outcomes[0]).toMatchObject({ kind: 'failed', error: { code: 'rateLimited', retryAfterMs: 7_200_000 } });
    expect(outcomes.slice(1).every(({ kind }) => kind === 'done')).toBe(true);
    expect(setup.requests()).toHaveLength(1);
  });

  test.each<[string, (responses: Record<string, unknown>[]) => unknown, number]>([
    ['in another order', (responses) => responses.toReversed(), 1],
    ['without one of them', (responses) => responses.slice(1), 2],
    ['with one twice', (responses) => [...responses, responses[0]], 1],
    ['with one nobody asked for', (responses) => [...responses, { id: 'x', status: 200, body: {} }], 1],
    [
      'with one that has no body',
      (responses) => responses.map((one, index) => (index === 0 ? { id: one['id'], status: 503 } : one)),
      2,
    ],
    ['with headers of no kind', (responses) => responses.map((one) => ({ ...one, headers: { 'a b': 1, c: '\n' } })), 1],
  ])('takes answers %s', async (_case, change, requests) => {
    const setup = await start();
    const { connection, ids } = await known(setup);
    setup.emulator.faults.add(rewriteResponses(change));
    const outcomes = await connection.events.getMany({ eventIds: ids });
    expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.value.id)).toEqual(ids);
    expect(setup.requests()).toHaveLength(requests);
  });

  it('an answer that cannot be understood fails alone', async () => {
    const setup = await start();
    const { connection, ids } = await known(setup);
    setup.emulator.faults.add(
      rewriteResponses((responses) =>
        responses.map((one) => (one['id'] === '0' ? { ...one, body: { id: 'x', subject: 'Secret' } } : one)),
      ),
    );
    const outcomes = await connection.events.getMany({ eventIds: ids });
    expect(outcomes[0]).toMatchObject({ kind: 'failed', error: { code: 'invalidResponse' } });
    expect(JSON.stringify(outcomes[0])).not.toContain('Secret');
    expect(outcomes.slice(1).every(({ kind }) => kind === 'done')).toBe(true);
  });

  it('a whole batch that fails takes no other with it', async () => {
    const setup = await start();
    const { connection, masterId } = await known(setup);
    const eventIds = Array.from({ length: 25 }, (_, index) => `${masterId}${index}`);
    setup.emulator.faults.add(
      graphFaults.internalServerError({ when: ({ body }) => body.includes(`${masterId}24`), times: 9 }),
    );
    const codes = kindsOf(await connection.events.getMany({ eventIds }));
    expect([codes.slice(0, 20), codes.slice(20)]).toEqual([
      Array.from({ length: 20 }, () => 'invalidArgument'),
      Array.from({ length: 5 }, () => 'serviceUnavailable'),
    ]);
  });

  it('fails as a whole when nothing could be asked', async () => {
    const setup = await start();
    const { connection, ids, masterId } = await known(setup);
    setup.emulator.faults.add(graphFaults.throttled(7_200, { times: 9 }));
    const busy = connection.events.getMany({ eventIds: ids });
    await expect(busy).rejects.toMatchObject({ code: 'rateLimited', operation: 'events.getMany' });
    setup.emulator.faults.clear();
    const { events } = setup.open({ policy: { calendars: 'freeBusy', contacts: 'none' } });
    setup.forget();
    await expect(events.getMany({ eventIds: ids, calendarId: 'c' })).rejects.toMatchObject({ code: 'policyDenied' });
    for (const options of [
      { eventIds: [] },
      { eventIds: Array.from({ length: 1_001 }, () => masterId) },
      { eventIds: ids, calendarId: '..' },
    ]) {
      await expect(setup.open().events.getMany(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    }
    expect(setup.requests()).toEqual([]);
  });
});
