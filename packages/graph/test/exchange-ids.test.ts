import { graphFaults } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import { directoryTests } from './support/directory.ts';
import { march } from './support/harbour.ts';

const start = directoryTests();

describe('exchangeIds', () => {
  it('leads from the ids of Exchange Web Services to those of this package and back', async () => {
    const { open } = await start();
    const connection = open();
    const ids = (await connection.events.list({ window: march }).toArray()).map(({ id }) => id);
    const toEws = await connection.exchangeIds.toEws({ ids });
    const ewsIds = toEws.map((outcome) => (outcome.kind === 'done' ? outcome.value : ''));
    expect(ewsIds).toHaveLength(ids.length);
    expect(ewsIds.filter((id) => ids.includes(id) || id === '')).toEqual([]);
    expect(await connection.exchangeIds.toGraph({ ids: ewsIds })).toEqual(
      ids.map((value) => ({ kind: 'done', value })),
    );
  });

  it('takes up the changing ids of Graph too', async () => {
    const { open, emulator } = await start();
    const connection = open();
    const [stored] = emulator.storedEvents('ada').filter(({ kind }) => kind === 'single');
    const [outcome] = await connection.exchangeIds.toGraph({ ids: [stored?.id ?? ''], kind: 'restId' });
    const eventId = outcome?.kind === 'done' ? outcome.value : '';
    expect((await connection.events.get({ eventId })).title).toBe(stored?.subject);
  });

  it('judges each id by itself, in the order they were asked about', async () => {
    const { open } = await start();
    const connection = open();
    const [event] = await connection.events.list({ window: march }).toArray();
    const good = event?.id ?? '';
    const outcomes = await connection.exchangeIds.toEws({ ids: ['no id', good, '</a>', good] });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'done', 'failed', 'done']);
    expect(outcomes[0]).toMatchObject({
      error: { code: 'notFound', vendorCode: 'ErrorInvalidIdMalformed', operation: 'exchangeIds.toEws' },
    });
    expect(JSON.stringify(outcomes)).not.toContain('</a>');
  });

  it('sends a thousand to a request, each id once', async () => {
    const { open, requests } = await start();
    const ids = Array.from({ length: 2_500 }, (_, index) => `id-${index % 1_250}`);
    const outcomes = await open().exchangeIds.toGraph({ ids });
    expect(outcomes).toHaveLength(2_500);
    const bodies: { InputIds: string[] }[] = requests().map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ InputIds: sent }) => sent.length)).toEqual([1_000, 250]);
    expect(bodies[0]).toMatchObject({ SourceIdType: 'ewsId', TargetIdType: 'restImmutableEntryId' });
  });

  it('an id that the service says nothing about has failed', async () => {
    const { open, emulator } = await start();
    emulator.faults.add({
      when: ({ path }) => path.endsWith('/translateExchangeIds'),
      action: { kind: 'respond', status: 200, body: '{"value":[{"sourceId":null},{"targetId":"x"}]}' },
    });
    expect(await open().exchangeIds.toGraph({ ids: ['a'] })).toMatchObject([
      { kind: 'failed', error: { code: 'invalidResponse' } },
    ]);
  });

  it('a request that fails takes no other with it; all that fail are the failure of the call', async () => {
    const { open, emulator } = await start();
    const ids = Array.from({ length: 1_001 }, (_, index) => `id-${index}`);
    emulator.faults.add(graphFaults.internalServerError({ when: ({ body }) => body.includes('"id-1000"'), times: 9 }));
    const outcomes = await open().exchangeIds.toGraph({ ids });
    expect(outcomes.at(0)).toMatchObject({ error: { code: 'notFound' } });
    expect(outcomes.at(1_000)).toMatchObject({ error: { code: 'serviceUnavailable' } });
    emulator.faults.add(graphFaults.throttled(7_200));
    await expect(open().exchangeIds.toGraph({ ids: ['a'] })).rejects.toMatchObject({ code: 'rateLimited' });
  });

  it('is under the policy and its options are checked, before anything is sent', async () => {
    const { open, requests } = await start();
    const narrow = open({ policy: { calendars: 'freeBusy', contacts: 'none' } });
    await expect(narrow.exchangeIds.toEws({ ids: ['a'] })).rejects.toMatchObject({ code: 'policyDenied' });
    for (const ids of [[], [''], Array.from({ length: 10_001 }, () => 'a')]) {
      await expect(open().exchangeIds.toEws({ ids })).rejects.toMatchObject({ code: 'invalidArgument' });
    }
    expect(requests()).toEqual([]);
  });

  it('asks nothing more once it has failed as a whole', async () => {
    const { open, emulator, requests } = await start();
    const connection = open({ settings: { traffic: { perMailbox: 1 } } });
    emulator.faults.add(graphFaults.mailboxNotEnabled());
    const ids = Array.from({ length: 3_000 }, (_, index) => `id-${index}`);
    await expect(connection.exchangeIds.toGraph({ ids })).rejects.toMatchObject({ code: 'mailboxUnavailable' });
    await connection.calendars.list();
    expect(requests().map(({ path }) => path.replace(/^.*\//, ''))).toEqual(['translateExchangeIds', 'calendars']);
  });
});
