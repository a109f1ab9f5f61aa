import { describe, expect, it } from 'vitest';
import { googleFaults } from '../../src/google/google-faults.ts';
import { meeting, startKit, withMeetings } from './google-kit.ts';
import type { ErrorBody, Kit, Query } from './google-kit.ts';

const weekly = meeting({ id: 'weekly', series: { rule: 'FREQ=WEEKLY;COUNT=4' } });
const company = withMeetings(meeting({ id: 'one' }), meeting({ id: 'two' }), weekly);
const dayMs = 86_400_000;

async function syncToken(kit: Kit, query: Query = {}): Promise<string> {
  const { nextSyncToken } = await kit.list(query);
  if (nextSyncToken === undefined) throw new Error('The list gave no sync token');
  return nextSyncToken;
}

async function refusal(kit: Kit, query: Query): Promise<string> {
  const { status, body } = await kit.api<ErrorBody>('calendars/primary/events', query);
  return `${status} ${body.error.errors[0]?.reason}`;
}

describe('a delta', () => {
  it('is empty when nothing changed, and carries the next token', async () => {
    await using kit = await startKit(company);
    const delta = await kit.list({ syncToken: await syncToken(kit) });
    expect(delta.items).toEqual([]);
    expect(await kit.list({ syncToken: delta.nextSyncToken ?? '' })).toMatchObject({ items: [] });
  });

  it('holds what was added, changed and deleted since, deletions as bare tombstones', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit);
    await kit.clock.advance(60_000);
    kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId('two'), summary: 'changed' });
    kit.emulator.removeEvent('ada', 'primary', kit.emulator.eventId('one'));
    kit.emulator.seed(withMeetings(meeting({ id: 'new' })));
    const { items } = await kit.list({ syncToken: token });
    expect(items.map(({ status, summary }) => [status, summary])).toEqual([
      ['confirmed', 'changed'],
      ['cancelled', undefined],
      ['confirmed', 'new'],
    ]);
    expect(Object.keys(items[1] ?? {}).sort()).toEqual(['etag', 'id', 'kind', 'status']);
    expect(items[0]?.updated).toBe('2026-03-01T08:01:00.000Z');
    const detailed = await kit.list({ syncToken: token, showDeleted: true });
    expect(detailed.items[1]).toMatchObject({ status: 'cancelled', summary: 'one' });
    // An older token replays.
    expect((await kit.list({ syncToken: token })).items).toHaveLength(3);
  });

  it('names the slot of a deleted occurrence', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit);
    const id = kit.emulator.eventId('weekly');
    kit.emulator.removeEvent('ada', 'primary', `${id}_20260309T090000Z`);
    expect((await kit.list({ syncToken: token })).items).toEqual([
      {
        kind: 'calendar#event',
        etag: expect.any(String),
        id: `${id}_20260309T090000Z`,
        status: 'cancelled',
        recurringEventId: id,
        originalStartTime: { dateTime: '2026-03-09T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      },
    ]);
  });

  it('of single events repeats every instance of a touched series', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit, { singleEvents: true });
    kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId('weekly'), summary: 'new' });
    expect((await kit.list({ singleEvents: true, syncToken: token })).items.map(({ summary }) => summary)).toEqual([
      'new',
      'new',
      'new',
      'new',
    ]);
    kit.emulator.removeEvent('ada', 'primary', kit.emulator.eventId('weekly'));
    const gone = await kit.list({ singleEvents: true, syncToken: token });
    expect(gone.items.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
  });

  it('is not bound to the window of the first sync', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit, { timeMin: '2026-03-02T00:00:00Z', timeMax: '2026-03-03T00:00:00Z' });
    const day = (date: string) => ({ date });
    kit.emulator.putEvent('ada', 'primary', { start: day('2027-01-01'), end: day('2027-01-02'), summary: 'far' });
    expect((await kit.list({ syncToken: token })).items.map(({ summary }) => summary)).toEqual(['far']);
  });

  it('pages with both tokens and loses nothing that changes meanwhile', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit);
    for (const id of ['one', 'two'])
      kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId(id), summary: 'x' });
    const first = await kit.list({ syncToken: token, maxResults: 1 });
    expect(first.items.map(({ id }) => id)).toEqual([kit.emulator.eventId('one')]);
    kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId('one'), summary: 'y' });
    const seen = [];
    let page = first;
    while (page.nextPageToken !== undefined) {
      page = await kit.list({ syncToken: token, maxResults: 1, pageToken: page.nextPageToken });
      seen.push(...page.items.map(({ summary }) => summary));
    }
    expect(seen).toEqual(['x', 'y']);
    expect((await kit.list({ syncToken: page.nextSyncToken ?? '' })).items.map(({ summary }) => summary)).toEqual([
      'y',
    ]);
  });
});

describe('a sync token', () => {
  it.each([
    ['orderBy', { orderBy: 'updated' }],
    ['q', { q: 'one' }],
    ['iCalUID', { iCalUID: 'x' }],
    ['updatedMin', { updatedMin: '2026-03-01T00:00:00Z' }],
    ['an extended property', { privateExtendedProperty: 'a=b' }],
  ])('is not given to a query with %s', async (_, query) => {
    await using kit = await startKit(company);
    expect(await kit.list(query)).not.toHaveProperty('nextSyncToken');
  });

  it.each([
    { timeMin: '2026-03-02T00:00:00Z' },
    { timeMax: '2026-03-02T00:00:00Z' },
    { orderBy: 'updated' },
    { q: 'x' },
    { iCalUID: 'x' },
    { updatedMin: '2026-03-01T00:00:00Z' },
    { sharedExtendedProperty: 'a=b' },
    { showDeleted: false },
  ] as Query[])('is refused together with %j', async (query) => {
    await using kit = await startKit(company);
    const token = await syncToken(kit);
    expect(await refusal(kit, { ...query, syncToken: token })).toBe('400 syncTokenWithRequestRestrictions');
  });

  it('is refused with other parameters than it was obtained with', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit, { singleEvents: true });
    expect(await refusal(kit, { syncToken: token })).toBe('400 invalid');
    expect((await kit.list({ syncToken: token, singleEvents: true, maxResults: 7 })).items).toEqual([]);
  });

  it('is gone when corrupt, of another calendar or person, expired or invalidated', async () => {
    await using kit = await startKit(company);
    const token = await syncToken(kit);
    const gone = '410 fullSyncRequired';
    expect(await refusal(kit, { syncToken: 'CPDAlvWDx70CEPDAlvWDx70CGAU=' })).toBe(gone);
    expect(await refusal(kit, { syncToken: `A${token.slice(1)}` })).toBe(gone);
    const other = await kit.api('calendars/primary/events', { syncToken: token }, { person: 'bo' });
    expect(other.status).toBe(410);
    kit.emulator.invalidateSyncTokens('ada');
    expect(await refusal(kit, { syncToken: token })).toBe(gone);
    const fresh = await syncToken(kit);
    await kit.clock.advance(29 * dayMs);
    kit.emulator.expireAccessTokens();
    const { accessToken } = kit.emulator.issueTokens({
      person: 'ada',
      scopes: ['https://www.googleapis.com/auth/calendar.events.readonly'],
    });
    const expired = await kit.api<ErrorBody>(
      'calendars/primary/events',
      { syncToken: fresh },
      { headers: { authorization: `Bearer ${accessToken}` } },
    );
    expect(expired.body.error.errors[0]?.reason).toBe('fullSyncRequired');
  });

  it('can be lost in the middle of paging', async () => {
    await using kit = await startKit(company);
    const { nextPageToken = '' } = await kit.list({ maxResults: 1 });
    kit.emulator.faults.add(googleFaults.fullSyncRequired({ when: ({ query }) => query.has('pageToken') }));
    expect(await refusal(kit, { maxResults: 1, pageToken: nextPageToken })).toBe('410 fullSyncRequired');
  });
});

describe('updatedMin', () => {
  it('filters by change and always shows deletions since', async () => {
    await using kit = await startKit(company);
    await kit.clock.advance(60_000);
    kit.emulator.putEvent('ada', 'primary', { id: kit.emulator.eventId('two'), summary: 'changed' });
    kit.emulator.removeEvent('ada', 'primary', kit.emulator.eventId('one'));
    const { items } = await kit.list({ updatedMin: '2026-03-01T08:01:00Z' });
    expect(items.map(({ id, status }) => [id, status])).toEqual([
      [kit.emulator.eventId('one'), 'cancelled'],
      [kit.emulator.eventId('two'), 'confirmed'],
    ]);
  });
});
