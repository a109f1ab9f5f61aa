import { existsSync, readFileSync } from 'node:fs';
import { discardingAudit, Secret, silentLogger, systemClock } from '@kalends/core';
import type { Fetch } from '@kalends/core';
import { calendarAccounts, memoryAccountStores } from '@kalends/core/accounts';
import { credentialCipher, generateKey, keyRing } from '@kalends/crypto';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Agenda } from '../src/agenda/agenda.ts';
import { agendaQuery } from '../src/agenda/agenda-query.ts';
import { loadAgenda } from '../src/agenda/load-agenda.ts';
import { team } from '../src/connections/team.ts';

const folder = new URL('../../../../shared/recorded/', import.meta.url);
const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const listSchema = z.looseObject({ items: z.array(z.looseObject({ recurrence: z.unknown().optional() })) });

/** Answers as the live services did; every other address is a mistake of ours. */
const replay: Fetch = (input) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const path = decodeURIComponent(url.pathname);
  const answer = (body: unknown): Promise<Response> => Promise.resolve(Response.json(body));
  if (path.endsWith('/token')) {
    return answer({ token_type: 'Bearer', access_token: 'replayed', expires_in: 3600, scope: 'Calendars.Read' });
  }
  if (path === '/v1.0/me/calendars') return answer(recorded('graph/calendars.json'));
  if (path.endsWith('/calendarView'))
    return answer({ value: path.includes('AAAiyQAA') ? [recorded('graph/event_single.json')] : [] });
  if (path.endsWith('/users/me/calendarList')) return answer(recorded('google/calendars.json'));
  if (path.endsWith('/events')) {
    const list = listSchema.parse(recorded('google/events_list.json'));
    // The recording lists masters; the agenda asks for instances, where the service leaves masters out.
    return answer({ ...list, items: list.items.filter((item) => item.recurrence === undefined) });
  }
  return Promise.reject(new Error(`Nothing was recorded for ${url.host}${path}`));
};

async function recordedAgenda(timeZone: string): Promise<Agenda> {
  const runtime = { fetch: replay };
  const registration = { clientId: 'client', clientSecret: 'secret', runtime };
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  await using accounts = calendarAccounts({
    stores: memoryAccountStores({ clock: systemClock }),
    cipher: credentialCipher(ring),
    providers: [graph(registration), google(registration)],
    audit: discardingAudit,
  });
  const people = team(accounts, systemClock);
  for (const [provider, scopes] of grants) {
    await people.connect({
      kind: 'oauth',
      provider,
      account: { id: 'testuser', address: 'testuser@example.test', name: 'Test User' },
      scopes,
      refreshToken: new Secret('replayed'),
      issuedAt: new Date(systemClock.now()).toISOString(),
    });
  }
  const query = agendaQuery({ from: '2026-08-01', to: '2026-08-10', tz: timeZone }, { timeZone, nowMs: 0 });
  return await loadAgenda(query, { team: people, clock: systemClock, logger: silentLogger });
}

const googleScopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'];
const grants: readonly (readonly [provider: string, scopes: readonly string[]])[] = [
  ['graph', ['Calendars.Read']],
  ['google', googleScopes.map((name) => `https://www.googleapis.com/auth/${name}`)],
];

describe.skipIf(!existsSync(folder))(
  'recorded answers of the live services (skipped where they are not beside the checkout)',
  () => {
    test.each([
      ['Europe/Amsterdam', '2026-08-04T14:00:00', '2026-08-03T10:00:00'],
      ['America/New_York', '2026-08-04T08:00:00', '2026-08-03T04:00:00'],
      ['Asia/Kolkata', '2026-08-04T17:30:00', '2026-08-03T13:30:00'],
    ])('reach the agenda unharmed in %s', async (timeZone, atGraph, atGoogle) => {
      const agenda = await recordedAgenda(timeZone);
      expect(agenda.sources).toEqual([
        { person: 'Test User', provider: 'microsoft', outcome: 'complete' },
        { person: 'Test User', provider: 'google', outcome: 'complete' },
      ]);
      const starts = Object.fromEntries(
        agenda.events.map((event) => [
          event.title,
          event.time.kind === 'timed' ? event.time.start.dateTime : event.time.startDate,
        ]),
      );
      expect(starts).toMatchObject({
        'PIM fixture: one-off meeting': atGraph,
        'Fixture: single meeting': atGoogle,
        'Fixture: all day': '2026-08-05',
      });
      const meet = agenda.events.find((event) => event.title === 'Fixture: meet call');
      expect(meet?.meetingUrl).toBe('https://meet.google.com/aaa-bbbb-ccc');
      const single = agenda.events.find((event) => event.title === 'PIM fixture: one-off meeting');
      expect(single).toMatchObject({
        description: 'A single timed event.',
        participants: [
          { name: 'Test User', role: 'organizer', participationStatus: 'accepted' },
          { name: 'Bob', role: 'required', participationStatus: 'needsAction' },
        ],
      });
      expect(JSON.stringify(agenda)).not.toContain('example.test');
    });
  },
);
