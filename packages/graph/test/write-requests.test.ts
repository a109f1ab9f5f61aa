import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { setUp } from './support/harbour.ts';
import { watchedRigs, wednesday } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;

describe('a write', () => {
  it('is sent once more with a fresh token, and done once', async () => {
    const { ada, emulator, writes } = await startRig();
    await ada.calendars.list();
    emulator.faults.add(graphFaults.nthWrite(1, graphFaults.claimsChallenge()));
    await ada.events.create({ event: wednesday, ...everyone });
    expect(writes().map(({ headers }) => headers['authorization']?.slice(0, 7))).toEqual(['Bearer ', 'Bearer ']);
    expect(emulator.storedEvents('ada').filter(({ subject }) => subject === 'Tide tables')).toHaveLength(1);
  });

  it('asks for no more of an event than is wanted, also when it has to be looked for', async () => {
    const { ada, emulator } = await startRig({ onlineMeetingDelayMs: 1 });
    emulator.faults.add(graphFaults.nthWrite(1, graphFaults.lostAnswer()));
    const conference = { kind: 'create', service: 'teams' } as const;
    const omit = ['attendees', 'description'] as const;
    const event = await ada.events.create({ event: { ...wednesday, conference }, omit, ...everyone });
    expect(event).toMatchObject({ attendees: [], attendeesOmitted: true, conference: { service: 'teams' } });
    const reads = emulator.exchanges.filter(({ request }) =>
      /GET .*\/events/.test(`${request.method} ${request.path}`),
    );
    const selected = reads.map(({ request }) => new URL(request.url, 'http://x').searchParams.get('$select') ?? '');
    expect(selected.length).toBeGreaterThan(1);
    for (const select of selected) {
      expect(select).toContain('subject');
      expect(select.split(',')).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:attendees|body.*)$/)]));
    }
  });

  it('is not sent again when its permission is missing', async () => {
    const { credentialOf, provider, emulator } = await setUp();
    const connection = provider.connect({
      credential: credentialOf('ada', ['Calendars.Read']),
      policy: { calendars: 'readWrite', contacts: 'none' },
    });
    const error: unknown = await connection.events
      .create({ event: wednesday, ...everyone })
      .then(undefined, (e: unknown) => e);
    expect(error).toMatchObject({ provider: 'graph', operation: 'events.create' });
    expect(emulator.storedEvents('ada')).toHaveLength(2);
  });

  test.each([
    ['a right', graphFaults.accessDenied(), { code: 'accessDenied', status: 403, vendorCode: 'ErrorAccessDenied' }],
    ['a mailbox', graphFaults.mailboxNotEnabled(), { code: 'mailboxUnavailable', status: 404 }],
  ])('without %s is refused with the service’s code and request id', async (_name, fault, expected) => {
    const { ada, emulator, writes } = await startRig();
    emulator.faults.add(graphFaults.nthWrite(1, fault));
    const error: unknown = await ada.events
      .create({ event: wednesday, ...everyone })
      .then(undefined, (e: unknown) => e);
    expect(error).toMatchObject({ ...expected, requestId: expect.any(String), retryable: false });
    expect(JSON.stringify(error)).not.toContain('Tide');
    expect(writes()).toHaveLength(1);
  });

  it('names what is wrong with an occurrence that crosses its neighbour', async () => {
    const { ada } = await startRig();
    const { items } = await ada.events.list({ window: { start: '2026-04-13T00:00:00Z', end: '2026-04-14T00:00:00Z' } });
    const start = { dateTime: '2026-03-20T09:00:00', timeZone: 'Europe/Berlin' };
    const patch = { time: { kind: 'timed', start, end: start } } as const;
    await expect(ada.events.update({ eventId: items[0]?.id ?? '', patch, ...everyone })).rejects.toMatchObject({
      code: 'invalidArgument',
      vendorCode: 'ErrorOccurrenceCrossingBoundary',
      cure: { text: expect.stringContaining('neighbours') },
    });
  });

  it('keeps texts as they are, however hostile', async () => {
    const { ada } = await startRig();
    const title = '\'"><script>alert(1)</script> \u202E\u0007 ${x} {{y}} %00 \\u0000 🗓️ 日本語';
    const made = await ada.events.create({
      event: {
        ...wednesday,
        title,
        locations: [{ name: `${title} at` }],
        categories: [title],
        properties: { a: title },
        attendees: [{ address: "o'brien+x@elsewhere.example", name: title }],
      },
      ...everyone,
      idempotencyKey: "' or 1 eq 1 --",
    });
    const event = await ada.events.get({ eventId: made.id, include: ['properties'] });
    expect(event).toMatchObject({
      title,
      locations: [{ name: `${title} at` }],
      categories: [title],
      properties: { a: title },
      attendees: [{ address: "o'brien+x@elsewhere.example", name: title }],
    });
    for (const eventId of ['..', '../../me', '\u0000', 'a/b?c#d']) {
      const deleting = ada.events.update({ eventId, patch: { title: 'x' }, ...everyone });
      await expect(deleting).rejects.toMatchObject({ provider: 'graph' });
    }
  });

  it('of many keeps to four at a time for one mailbox, over all connections of a provider', async () => {
    const { emulator, provider, credentialOf } = await setUp({ mailboxConcurrency: { limit: 4, serviceTimeMs: 2 } });
    const open = (): ReturnType<typeof provider.connect> =>
      provider.connect({
        credential: credentialOf('ada', ['Calendars.ReadWrite']),
        policy: { calendars: 'readWrite', contacts: 'none' },
      });
    const connections = [open(), open(), open()];
    const made = await Promise.all(
      Array.from({ length: 18 }, (_, index) =>
        (connections[index % 3] ?? open()).events.create({
          event: { ...wednesday, title: `Tide ${index}` },
          ...everyone,
        }),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(18);
    expect(emulator.exchanges.filter(({ response }) => response?.status === 429)).toEqual([]);
  });

  test.each<readonly [Readonly<Record<string, number>>, string]>([
    [{ perMailbox: 0 }, 'traffic.perMailbox'],
    [{ perApplication: 1.5 }, 'traffic.perApplication'],
    [{ perPerson: 3 }, 'perPerson'],
  ])('limits of traffic are checked: %j', async (traffic, name) => {
    const { providerWith } = await setUp();
    expect(() => providerWith({ traffic: { ...traffic } })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});
