import type { CalendarEvent, Outcome } from '@kalends/core';
import { exchangeFaults } from '@kalends/testing';
import type { ExchangeEmulatorOptions } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { directoryEmulator, service } from './support/directory-emulator.ts';
import type { DirectoryEmulator } from './support/directory-emulator.ts';
import {
  answerOf,
  failure,
  fakeExchange,
  fault,
  folderAnswer,
  itemMessage,
  requestedIds,
} from './support/fake-exchange.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const window = { start: '2026-03-23T00:00:00Z', end: '2026-04-06T00:00:00Z' };
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<DirectoryEmulator> {
  const started = await directoryEmulator((emulator) => contract.watch(emulator), options);
  running.push(started);
  return started;
}

const codesOf = (outcomes: readonly Outcome<CalendarEvent>[]): readonly string[] =>
  outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.value.id : outcome.error.code));

describe('events.getMany', () => {
  it.each(['15.2.2562.46', '14.3'] as const)('reads what get reads, of every kind, at version %s', async (version) => {
    const { connect, sent } = await start({ version });
    const { events } = connect('ada');
    const listed = await events.list({ window }).toArray();
    const masters = listed.flatMap((event) => ('masterId' in event ? event.masterId : []));
    const eventIds = [...new Set([...listed.map(({ id }) => id), ...masters])];
    const before = sent('GetItem').length;
    const outcomes = await events.getMany({ eventIds, include: ['body'] });
    // The items, and the masters of their series.
    expect(sent('GetItem')).toHaveLength(before + 2);
    const one = [];
    for (const eventId of eventIds) one.push(await events.get({ eventId, include: ['body'] }));
    expect(outcomes).toEqual(one.map((value) => ({ kind: 'done', value })));
    expect(new Set(one.map(({ kind }) => kind))).toEqual(new Set(['single', 'master', 'occurrence', 'exception']));
  });

  it('judges each id by itself, and gives each again that is asked for again', async () => {
    const { connect, sent } = await start();
    const { events, contacts } = connect('ada');
    const [first, second] = (await events.list({ window })).items.map(({ id }) => id);
    const contact = await contacts.create({ contact: { displayName: 'Tanja' } });
    const eventIds = [first, 'garbage', contact.id, second, 'a\u0001b', first, '<&">'].map((id) => id ?? '');
    const outcomes = await events.getMany({ eventIds });
    expect(codesOf(outcomes)).toEqual([
      first,
      'invalidArgument',
      'notFound',
      second,
      'invalidArgument',
      first,
      'invalidArgument',
    ]);
    expect(outcomes[1]).toMatchObject({ error: { provider: 'ews', operation: 'events.getMany' } });
    expect(JSON.stringify(outcomes[1])).not.toContain('garbage');
    expect(sent('GetItem').at(-1)).not.toContain('a\u0001b');
  });

  it('reads more than one request takes', async () => {
    const { connect, sent } = await start();
    const { events } = connect('ada');
    const ids = (await events.list({ window })).items.map(({ id }) => id);
    const eventIds = Array.from({ length: 120 }, (_, at) => ids[at] ?? `gone${at}`);
    const before = sent('GetItem').length;
    expect(codesOf(await events.getMany({ eventIds })).slice(0, ids.length)).toEqual(ids);
    const references = sent('GetItem')
      .slice(before)
      .map((body) => body.match(/<t:ItemId /g)?.length ?? 0);
    expect(references).toEqual([50, 50, 20, 0]);
  });

  it.each([
    ['rateLimited', exchangeFaults.tooManyRequests(3_600)],
    ['serviceUnavailable', exchangeFaults.unavailable(0)],
    ['networkError', exchangeFaults.connectionCut()],
    ['invalidResponse', exchangeFaults.truncatedXml(2_000)],
  ] as const)('loses only the batch that fails: %s', async (code, broken) => {
    const { connect, emulator } = await start();
    const { events } = connect('ada', { traffic: { perMailbox: 1 } });
    // One whose series nobody has to ask for: after such a refusal the gate lets nothing through.
    const known = (await events.list({ window })).items.find(({ kind }) => kind === 'single')?.id ?? '';
    const eventIds = [known, ...Array.from({ length: 99 }, (_, at) => `gone${at}`)];
    // The second batch of 50 begins with gone49.
    emulator.faults.add({ ...broken, when: ({ body }) => body.includes('Id="gone70"') });
    const codes = codesOf(await events.getMany({ eventIds }));
    expect(codes[0]).toBe(known);
    expect(new Set(codes.slice(1, 50))).toEqual(new Set(['invalidArgument']));
    expect(new Set(codes.slice(50))).toEqual(new Set([code]));
  });

  it('fails when nothing can be asked', async () => {
    const { connect, emulator } = await start();
    const { events } = connect('ada');
    await expect(events.getMany({ eventIds: [] })).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(events.getMany({ eventIds: ['x'], signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    const least = connect('ada', {}, { policy: { calendars: 'freeBusy', contacts: 'none' } });
    await expect(least.events.getMany({ eventIds: ['x'] })).rejects.toMatchObject({ code: 'policyDenied' });
    expect(emulator.exchanges).toHaveLength(0);
    emulator.setBlocked(true);
    await expect(events.getMany({ eventIds: ['x'] })).rejects.toMatchObject({ code: 'serviceDisabled' });
  });

  it('reads nothing of another mailbox', async () => {
    const { connect, sent } = await start({
      serviceAccounts: [service],
      permissions: ['ada', 'ben'].map((mailbox) => ({ mailbox, grantee: service.id, level: 'Owner' as const })),
    });
    const ada = connect(service.id, {}, { mailbox: 'ada@tidewater.example' }).events;
    const ben = connect(service.id, {}, { mailbox: 'ben@tidewater.example' }).events;
    const ids = async (events: typeof ada): Promise<readonly string[]> =>
      (await events.list({ window })).items.map(({ id }) => id);
    const own = await ids(ben);
    const foreign = await ids(ada);
    const before = sent('FindFolder').length;
    const outcomes = await ben.getMany({ eventIds: [...foreign, ...own] });
    expect(codesOf(outcomes)).toEqual([...foreign.map(() => 'notFound'), ...own]);
    // The calendars are looked for once, and not for each id.
    expect(sent('FindFolder').length - before).toBeLessThanOrEqual(6);
  });
});

describe('events.getMany with odd answers', () => {
  it('asks again about those that failed in passing or were not tried, and about no others', async () => {
    const fake = fakeExchange(
      (request, index) => {
        if (request.operation === 'GetFolder') return folderAnswer();
        const codes: Readonly<Record<string, string>> =
          index === 0
            ? { b: 'ErrorMailboxStoreUnavailable', c: 'ErrorItemNotFound', d: 'ErrorBatchProcessingStopped' }
            : {};
        return answerOf(
          'GetItem',
          requestedIds(request).map((id) => {
            const code = codes[id];
            return code === undefined ? itemMessage(id) : failure('GetItem', code);
          }),
        );
      },
      { retry: { maxAttempts: 2 } },
    );
    const many = fake.connection.events.getMany({ eventIds: ['a', 'b', 'c', 'd'], calendarId: 'c' });
    while (fake.requests.length < 2) await fake.clock.advance(1_000);
    expect(codesOf(await many)).toEqual(['a', 'b', 'notFound', 'd']);
    expect(fake.requests.slice(0, 2).map(requestedIds)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'd'],
    ]);
  });

  it('keeps what was answered when one is refused to the end', async () => {
    const fake = fakeExchange((request) =>
      answerOf(
        'GetItem',
        requestedIds(request).map((id) => (id === 'b' ? failure('GetItem', 'ErrorServerBusy') : itemMessage(id))),
      ),
    );
    expect(codesOf(await fake.connection.events.getMany({ eventIds: ['a', 'b'], calendarId: 'c' }))).toEqual([
      'a',
      'rateLimited',
    ]);
  });

  it('asks for fewer at once when the answer is too large', async () => {
    const fake = fakeExchange(
      (request) => {
        const ids = requestedIds(request);
        return answerOf('GetItem', [
          ...ids.map((id) => itemMessage(id)),
          ...(ids.length > 3 ? [' '.repeat(20_000)] : []),
        ]);
      },
      { maxResponseBytes: 10_000 },
    );
    const eventIds = Array.from({ length: 10 }, (_, at) => `id${at}`);
    expect(codesOf(await fake.connection.events.getMany({ eventIds, calendarId: 'c' }))).toEqual(eventIds);
  });

  it('goes down to the schema version that the mailbox’s server takes', async () => {
    const fake = fakeExchange((request) => {
      if (request.version === 'Exchange2013_SP1') return fault('ErrorInvalidServerVersion');
      const ids = requestedIds(request);
      if (request.version === 'Exchange2013') {
        return answerOf(
          'GetItem',
          ids.map(() => failure('GetItem', 'ErrorInvalidSchemaVersionForMailboxVersion')),
        );
      }
      return answerOf(
        'GetItem',
        ids.map((id) => itemMessage(id)),
      );
    });
    expect(codesOf(await fake.connection.events.getMany({ eventIds: ['a'], calendarId: 'c' }))).toEqual(['a']);
  });

  it('loses only the occurrences of a series that cannot be read', async () => {
    const occurrence = (uid: string): string =>
      `<t:UID>${uid}</t:UID><t:Start>2026-03-24T08:00:00Z</t:Start><t:End>2026-03-24T09:00:00Z</t:End><t:CalendarItemType>Occurrence</t:CalendarItemType>`;
    const fake = fakeExchange((request) =>
      answerOf(
        'GetItem',
        requestedIds(request).map((id) => {
          if (id === 'master:a') return failure('GetItem', 'ErrorAccessDenied');
          if (id === 'master:b')
            return itemMessage('m', '<t:UID>b</t:UID><t:CalendarItemType>RecurringMaster</t:CalendarItemType>');
          return itemMessage(id, id === 'c' ? '' : occurrence(id));
        }),
      ),
    );
    expect(codesOf(await fake.connection.events.getMany({ eventIds: ['a', 'b', 'c'], calendarId: 'c' }))).toEqual([
      'accessDenied',
      'b',
      'c',
    ]);
  });

  it('gives an occurrence whose series the mailbox has not for a single event, as get does', async () => {
    const exception =
      '<t:UID>u</t:UID><t:Start>2026-03-24T08:00:00Z</t:Start><t:End>2026-03-24T09:00:00Z</t:End><t:CalendarItemType>Exception</t:CalendarItemType>';
    const fake = fakeExchange((request) =>
      answerOf(
        'GetItem',
        requestedIds(request).map((id) =>
          id.startsWith('master:')
            ? failure('GetItem', 'ErrorCalendarCannotUseIdForRecurringMasterId')
            : itemMessage(id, `<t:ParentFolderId Id="c"/>${exception}`),
        ),
      ),
    );
    const [outcome] = await fake.connection.events.getMany({ eventIds: ['a'], calendarId: 'c' });
    const value = await fake.connection.events.get({ eventId: 'a', calendarId: 'c' });
    expect(outcome).toEqual({ kind: 'done', value });
    expect(value.kind).toBe('single');
  });

  it('fails an item alone that cannot be understood', async () => {
    const fake = fakeExchange((request) =>
      answerOf(
        'GetItem',
        requestedIds(request).map((id) =>
          id === 'a' ? itemMessage(id, '<t:CalendarItemType>Single</t:CalendarItemType>') : itemMessage(id),
        ),
      ),
    );
    expect(codesOf(await fake.connection.events.getMany({ eventIds: ['a', 'b'], calendarId: 'c' }))).toEqual([
      'invalidResponse',
      'b',
    ]);
  });
});
