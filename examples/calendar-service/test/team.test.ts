import { discardingAudit, Secret } from '@kalends/core';
import type { OAuthCredential } from '@kalends/core';
import { calendarAccounts, memoryAccountStores } from '@kalends/core/accounts';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { credentialCipher, generateKey, keyRing } from '@kalends/crypto';
import { google } from '@kalends/google';
import { manualClock } from '@kalends/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { agendaQuery } from '../src/agenda/agenda-query.ts';
import { team, teamId } from '../src/connections/team.ts';
import type { Team } from '../src/connections/team.ts';
import { agendaPage } from '../src/web/agenda-page.ts';

const now = '2026-03-20T08:00:00.000Z';
const clock = manualClock(now);
const scopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'];
let accounts: CalendarAccounts;
let people: Team;

beforeEach(async () => {
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  accounts = calendarAccounts({
    stores: memoryAccountStores({ clock }),
    cipher: credentialCipher(ring),
    // Nothing here gets as far as a request.
    providers: [
      google({ clientId: 'id', clientSecret: 'secret', runtime: { fetch: () => Promise.reject(new Error()) } }),
    ],
    audit: discardingAudit,
    runtime: { clock },
  });
  people = team(accounts, clock);
});

const credentialOf = (id: string, others: Partial<OAuthCredential> = {}): OAuthCredential => ({
  kind: 'oauth',
  provider: 'google',
  account: { id, address: `${id}.smith@example.com` },
  scopes: scopes.map((name) => `https://www.googleapis.com/auth/${name}`),
  refreshToken: new Secret('refresh'),
  issuedAt: now,
  ...others,
});
const names = async (): Promise<readonly string[]> => (await people.list()).map(({ name }) => name);

describe('team', () => {
  test('lists people in the order they came, without their addresses', async () => {
    const ids = ['zoe', 'ada', 'mia', 'ben', 'kim', 'lea', 'uma'];
    for (const id of ids) await people.connect(credentialOf(id));
    expect(await names()).toEqual([
      'Zoe Smith',
      'Ada Smith',
      'Mia Smith',
      'Ben Smith',
      'Kim Smith',
      'Lea Smith',
      'Uma Smith',
    ]);
    // Who connects again has come last.
    await people.connect(credentialOf('ada'));
    expect((await names()).at(-1)).toBe('Ada Smith');
    expect(JSON.stringify(await people.list())).not.toContain('@');
  });

  test('has an account once that connects twice at once', async () => {
    await Promise.allSettled([people.connect(credentialOf('ada')), people.connect(credentialOf('ada'))]);
    expect(await names()).toEqual(['Ada Smith']);
  });

  test('is people: rooms are none of its business, and stay when everybody is disconnected', async () => {
    const room = await accounts.connect({
      ownerId: teamId,
      role: 'room',
      credential: credentialOf('room'),
      actor: 'test',
    });
    await people.connect(credentialOf('ada'));
    expect(await names()).toEqual(['Ada Smith']);
    expect(await people.find(room.id)).toBeUndefined();
    expect(await people.disconnect(room.id, { actor: 'test' })).toMatchObject({ wasConnected: false });
    for (const { id } of await people.list()) await people.disconnect(id, { actor: 'test' });
    expect((await accounts.list()).map(({ id, status }) => [id, status.state])).toEqual([[room.id, 'active']]);
  });
});

describe('a connection that ends', () => {
  test.each([
    ['2026-04-03T08:00:00.000Z', '2026-04-03T08:00:00.000Z'],
    ['2026-04-03T08:00:01.000Z', undefined],
  ])('on %s is said to: %s', async (refreshExpiresAt, endsAt) => {
    await people.connect(credentialOf('ada', { refreshExpiresAt }));
    expect((await people.list()).map((person) => person.endsAt)).toEqual([endsAt]);
  });

  test('has a notice on the page, with the way to connect again', async () => {
    const { id } = await people.connect(credentialOf('ada', { refreshExpiresAt: '2026-03-25T08:00:00.000Z' }));
    const query = agendaQuery({}, { timeZone: 'UTC', nowMs: clock.now() });
    const page = await agendaPage({
      agenda: { from: '', to: '', timeZone: 'UTC', isComplete: true, sources: [], events: [] },
      query,
      people: await people.list(),
      slots: [],
      today: '2026-03-20',
      formToken: 'token',
      isAdminConsentWanted: false,
    });
    expect(page.toString()).toContain('The connection of Ada Smith to Google Calendar ends on 2026-03-25.');
    expect(page.toString()).toContain(`href="/connect/google?account=${id}"`);
  });
});
