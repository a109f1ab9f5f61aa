import { describe, expect, it } from 'vitest';
import { startKit } from './google-kit.ts';
import type { ErrorBody } from './google-kit.ts';

interface Entry {
  readonly id: string;
  readonly primary?: boolean;
  readonly [field: string]: unknown;
}
interface Entries {
  readonly items: Entry[];
  readonly nextPageToken?: string;
  readonly nextSyncToken?: string;
}

describe('calendar list', () => {
  it('holds the primary calendar, named by the address, and the extra ones', async () => {
    await using kit = await startKit();
    const { body } = await kit.api<Entries>('users/me/calendarList');
    expect(body.items.map(({ id, primary, summary }) => ({ id, primary, summary }))).toEqual([
      { id: 'ada@tidewater.example', primary: true, summary: 'ada@tidewater.example' },
      { id: 'c_ada.sailing@group.calendar.google.com', primary: undefined, summary: 'Sailing' },
    ]);
    expect(body.items[1]).toMatchObject({
      backgroundColor: '#16a765',
      colorId: '8',
      dataOwner: 'ada@tidewater.example',
    });
    expect(body.nextSyncToken).toBeDefined();
  });

  it('pages, and syncs what was added since', async () => {
    await using kit = await startKit();
    const first = await kit.api<Entries>('users/me/calendarList', { maxResults: 1 });
    expect(first.body.items).toHaveLength(1);
    expect(first.body.nextSyncToken).toBeUndefined();
    const pageToken = first.body.nextPageToken ?? '';
    const last = await kit.api<Entries>('users/me/calendarList', { maxResults: 1, pageToken });
    expect(last.body.items.map(({ id }) => id)).toEqual([kit.emulator.calendarId('ada', 'sailing')]);
    const delta = await kit.api<Entries>('users/me/calendarList', { syncToken: last.body.nextSyncToken ?? '' });
    expect(delta.body.items).toEqual([]);
    const refused = await kit.api<ErrorBody>('users/me/calendarList', {
      syncToken: delta.body.nextSyncToken ?? '',
      minAccessRole: 'owner',
    });
    expect(refused.body.error.errors[0]?.reason).toBe('syncTokenWithRequestRestrictions');
    const other = await kit.api<ErrorBody>('users/me/calendarList', { maxResults: 2, pageToken });
    expect(other.status).toBe(400);
  });

  it('answers one entry by id, by its encoded id and as primary', async () => {
    await using kit = await startKit();
    for (const id of ['primary', 'ada@tidewater.example', 'ada%40tidewater.example', 'ADA%40tidewater.example']) {
      const { body } = await kit.api<Entry>(`users/me/calendarList/${id}`);
      expect(body).toMatchObject({ id: 'ada@tidewater.example', accessRole: 'owner', timeZone: 'Europe/Berlin' });
    }
  });
});

describe('calendars, settings and colours', () => {
  it('shows own calendars and hides those of others, rooms included', async () => {
    await using kit = await startKit();
    const own = await kit.api<Entry>('calendars/primary');
    expect(own.body).toMatchObject({ kind: 'calendar#calendar', timeZone: 'Europe/Berlin' });
    for (const id of ['bo@tidewater.example', 'harbour@tidewater.example', 'nobody']) {
      const { status, body } = await kit.api<ErrorBody>(`calendars/${encodeURIComponent(id)}`);
      expect(status).toBe(404);
      expect(body.error.errors[0]).toMatchObject({ domain: 'global', reason: 'notFound' });
      expect((await kit.api(`calendars/${encodeURIComponent(id)}/events`)).status).toBe(404);
    }
  });

  it('lists settings and answers one', async () => {
    await using kit = await startKit();
    const one = await kit.api<Entry>('users/me/settings/timezone', {}, { person: 'bo' });
    expect(one.body).toMatchObject({ kind: 'calendar#setting', id: 'timezone', value: 'America/New_York' });
    const all = await kit.api<Entries>('users/me/settings');
    expect(all.body.items.map(({ id }) => id)).toContain('weekStart');
    expect((await kit.api('users/me/settings/nonsense')).status).toBe(404);
  });

  it('has 24 calendar and 11 event colours', async () => {
    await using kit = await startKit();
    const { body } = await kit.api<{ calendar: Record<string, unknown>; event: Record<string, unknown> }>('colors');
    expect(Object.keys(body.calendar)).toHaveLength(24);
    expect(Object.keys(body.event)).toHaveLength(11);
    expect(body.event['11']).toEqual({ background: '#dc2127', foreground: '#1d1d1d' });
  });
});
