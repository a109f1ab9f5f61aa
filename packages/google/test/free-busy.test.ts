import { calendar } from '@googleapis/calendar';
import type { Runtime } from '@kalends/core';
import { googleFaults } from '@kalends/testing';
import type { Fault } from '@kalends/testing';
import { OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import { impatientClock } from './support/impatient-clock.ts';
import { calendarScope, rejection } from './support/setup.ts';
import { everyScope, everythingOpen, openedGoogle, watchContract } from './support/opened-google.ts';
import type { OpenedGoogle } from './support/opened-google.ts';

const contract = watchContract();
const path = '/calendar/v3/freeBusy';
const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-18T00:00:00Z' };
const ada = 'ada@tidewater.example';
const bob = 'bob@tidewater.example';
const room = 'room4@tidewater.example';
let kit: OpenedGoogle;

beforeEach(async () => {
  kit = await openedGoogle();
  contract.watch(kit.emulator);
  for (const calendarId of [bob, room]) kit.emulator.shareCalendar({ calendarId, with: ada, role: 'freeBusyReader' });
});
afterEach(() => kit.emulator.close());

/** The bodies of the questions that were asked. */
function questions(): { timeMin: string; timeMax: string; items: { id: string }[] }[] {
  return (
    kit.emulator.exchanges
      .filter(({ request }) => request.path === path)
      // They were checked against the contract.
      .map(({ request }) => JSON.parse(request.body) as ReturnType<typeof questions>[number])
  );
}

describe('freeBusy.query', () => {
  it('tells when people and rooms are taken, in the order they were asked about', async () => {
    await using connection = kit.open('ada');
    expect(connection.capabilities.freeBusy).toEqual({ query: true });
    const answer = await connection.freeBusy.query({ mailboxes: [room, bob, ada, room], window });
    const planning = { start: '2026-11-16T09:00:00Z', end: '2026-11-16T10:00:00Z', kind: 'busy' };
    const standup = { start: '2026-11-17T08:30:00Z', end: '2026-11-17T08:45:00Z', kind: 'busy' };
    expect(answer).toEqual({
      schedules: [
        { kind: 'known', mailbox: room, busy: [planning] },
        { kind: 'known', mailbox: bob, busy: [planning] },
        { kind: 'known', mailbox: ada, busy: [planning, standup] },
        { kind: 'known', mailbox: room, busy: [planning] },
      ],
      isComplete: true,
    });
    expect(questions()).toHaveLength(1);
    expect(questions()[0]?.items).toHaveLength(3);
  });

  it('gives names back as they were asked, whatever their case', async () => {
    await using connection = kit.open('ada');
    const { schedules } = await connection.freeBusy.query({ mailboxes: ['ADA@Tidewater.example', ada], window });
    expect(schedules).toMatchObject([
      { kind: 'known', mailbox: 'ADA@Tidewater.example', busy: [{}, {}] },
      { kind: 'known', mailbox: ada, busy: [{}, {}] },
    ]);
    expect(questions()[0]?.items).toHaveLength(1);
  });

  it('cuts taken time to the window, and is free where nothing is', async () => {
    await using connection = kit.open('ada');
    const half = { start: '2026-11-16T09:30:00+00:00', end: '2026-11-16T09:45:00Z' };
    expect(await connection.freeBusy.query({ mailboxes: [ada], window: half })).toMatchObject({
      schedules: [{ busy: [{ start: '2026-11-16T09:30:00Z', end: '2026-11-16T09:45:00Z' }] }],
    });
    const empty = { start: '2026-11-16T12:00:00Z', end: '2026-11-16T13:00:00Z' };
    expect(await connection.freeBusy.query({ mailboxes: [ada], window: empty })).toEqual({
      schedules: [{ kind: 'known', mailbox: ada, busy: [] }],
      isComplete: true,
    });
  });

  it('never calls somebody free who is unknown', async () => {
    await using connection = kit.open('ada');
    kit.emulator.failFreeBusy(bob, 'internalError');
    kit.emulator.failFreeBusy(room, 'missing');
    const mailboxes = [ada, 'nobody@elsewhere.example', bob, room];
    const { schedules, isComplete } = await connection.freeBusy.query({ mailboxes, window });
    expect(isComplete).toBe(false);
    expect(schedules).toMatchObject([
      { kind: 'known' },
      { kind: 'unknown', mailbox: 'nobody@elsewhere.example', reason: 'notFound' },
      { kind: 'unknown', mailbox: bob, reason: 'serviceFailed' },
      { kind: 'unknown', mailbox: room, reason: 'invalidResponse', error: { code: 'invalidResponse' } },
    ]);
  });

  it('asks about more than fifty mailboxes in parts, and joins long windows', async () => {
    await using connection = kit.open('ada');
    const strangers = Array.from({ length: 60 }, (_, index) => `stranger${index}@elsewhere.example`);
    const year = { start: '2026-03-01T00:00:00Z', end: '2027-03-01T00:00:00Z' };
    const { schedules } = await connection.freeBusy.query({ mailboxes: [...strangers, ada], window: year });
    expect(schedules.slice(0, 60).every((schedule) => schedule.kind === 'unknown')).toBe(true);
    const own = schedules[60];
    // Six standups less one, one planning, one holiday.
    expect(own).toMatchObject({ kind: 'known', mailbox: ada });
    expect(own?.kind === 'known' ? own.busy.length : 0).toBeGreaterThanOrEqual(6);
    const asked = questions();
    expect(asked).toHaveLength(10);
    expect(Math.max(...asked.map(({ items }) => items.length))).toBe(50);
    const starts = [...new Set(asked.map(({ timeMin }) => timeMin))].toSorted();
    const ends = [...new Set(asked.map(({ timeMax }) => timeMax))].toSorted();
    expect(starts[0]).toBe('2026-03-01T00:00:00Z');
    expect(ends.at(-1)).toBe('2027-03-01T00:00:00Z');
    expect(starts.slice(1)).toEqual(ends.slice(0, -1));
  });

  it('tells a group’s time as that of its members together, and only when all of theirs is known', async () => {
    await using connection = kit.open('ada');
    kit.emulator.addGroup({ address: 'team@tidewater.example', members: [ada, bob] });
    kit.emulator.addGroup({ address: 'board@tidewater.example', members: [ada, 'nobody@elsewhere.example'] });
    const members = Array.from({ length: 101 }, (_, index) => `m${index}@tidewater.example`);
    kit.emulator.addGroup({ address: 'all@tidewater.example', members });
    const mailboxes = ['team@tidewater.example', 'board@tidewater.example', 'all@tidewater.example'];
    const { schedules } = await connection.freeBusy.query({ mailboxes, window });
    expect(schedules).toMatchObject([
      { kind: 'known', busy: [{ start: '2026-11-16T09:00:00Z' }, { start: '2026-11-17T08:30:00Z' }] },
      { kind: 'unknown', reason: 'notFound' },
      { kind: 'unknown', reason: 'tooManyMembers' },
    ]);
  });

  it('asks again about whoever had no room beside the members of a group', async () => {
    await using connection = kit.open('ada');
    const members = Array.from({ length: 50 }, () => ada).map((_, index) => `m${index}@tidewater.example`);
    kit.emulator.addGroup({ address: 'crowd@tidewater.example', members });
    const { schedules } = await connection.freeBusy.query({ mailboxes: ['crowd@tidewater.example', ada, bob], window });
    expect(schedules).toMatchObject([
      { kind: 'unknown', reason: 'notFound' },
      { kind: 'known', mailbox: ada },
      { kind: 'known', mailbox: bob },
    ]);
  });

  it('needs free/busy of the policy and nothing more', async () => {
    await using connection = kit.open('ada', { policy: { calendars: 'freeBusy', contacts: 'none' } });
    expect(await connection.freeBusy.query({ mailboxes: [ada], window })).toMatchObject({ isComplete: true });
  });

  it('says which scope is missing without asking', async () => {
    const scopes = [`${calendarScope}.events`, `${calendarScope}.calendarlist.readonly`];
    await using connection = kit.open('ada', everythingOpen, scopes);
    expect(connection.capabilities.freeBusy).toEqual({ query: false });
    expect(await rejection(connection.freeBusy.query({ mailboxes: [ada], window }))).toMatchObject({
      code: 'consentRequired',
      operation: 'freeBusy.query',
      missingScopes: [`${calendarScope}.freebusy`],
    });
    expect(questions()).toEqual([]);
  });

  it('refuses what is no question', async () => {
    await using connection = kit.open('ada');
    const long = { start: '2026-01-01T00:00:00Z', end: '2027-06-01T00:00:00Z' };
    for (const wrong of [
      { mailboxes: [], window },
      { mailboxes: ['x'], window },
      { mailboxes: [ada], window: long },
    ]) {
      expect(await rejection(connection.freeBusy.query(wrong))).toMatchObject({ code: 'invalidArgument' });
    }
    expect(questions()).toEqual([]);
  });

  it('works over a client that the application has', async () => {
    const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes: everyScope });
    const auth = new OAuth2Client();
    auth.setCredentials({ access_token: accessToken });
    const client = calendar({ version: 'v3', auth, rootUrl: `${kit.emulator.origin}/` });
    await using connection = googleConnectionFromClient({
      client,
      account: { id: 'ada' },
      runtime: { clock: kit.clock },
    });
    expect(await connection.freeBusy.query({ mailboxes: [ada], window })).toMatchObject({
      schedules: [{ kind: 'known', busy: [{}, {}] }],
    });
  });
});

describe('a part of a question that fails', () => {
  const strangers = Array.from({ length: 50 }, (_, index) => `stranger${index}@elsewhere.example`);
  const isTheirs = ({ path: asked, body }: { path: string; body: string }): boolean =>
    asked === path && body.includes('stranger0@');

  it.each<[string, Fault, object]>([
    ['a failure of the service', googleFaults.backendError(503, { when: isTheirs }), { reason: 'serviceFailed' }],
    [
      'a wait longer than anybody waits',
      googleFaults.tooManyRequests({ when: isTheirs, retryAfterSeconds: 3_600 }),
      { reason: 'rateLimited', error: { code: 'rateLimited', retryAfterMs: 3_600_000 } },
    ],
    [
      'a used up quota',
      googleFaults.quotaExceeded({ when: isTheirs }),
      { reason: 'rateLimited', error: { code: 'quotaExceeded' } },
    ],
    ['a refusal', googleFaults.forbidden({ when: isTheirs }), { reason: 'accessDenied' }],
    [
      'an answer that is cut off',
      { when: isTheirs, action: { kind: 'truncate', bytes: 40 } },
      { error: { message: expect.stringMatching(/cut off|reached|connection/i) } },
    ],
    [
      'an answer that is none',
      {
        when: isTheirs,
        action: { kind: 'respond', status: 200, headers: { 'content-type': 'application/json' }, body: '[]' },
      },
      { reason: 'invalidResponse' },
    ],
    [
      'a broken connection',
      { when: isTheirs, action: { kind: 'reset', when: 'beforeHandling' } },
      { reason: 'serviceFailed', error: { code: 'networkError' } },
    ],
  ])('%s makes those in it unknown, and nobody else', async (_what, fault, expected) => {
    await using connection = kit.open('ada');
    kit.emulator.faults.add(fault);
    const { schedules, isComplete } = await connection.freeBusy.query({ mailboxes: [...strangers, ada], window });
    expect(isComplete).toBe(false);
    expect(schedules[0]).toMatchObject({ kind: 'unknown', mailbox: strangers[0], ...expected });
    expect(new Set(schedules.slice(0, 50).map(({ kind }) => kind))).toEqual(new Set(['unknown']));
    expect(JSON.stringify(schedules)).not.toContain('access_token');
  });

  it('leaves a mailbox unknown for the whole window when it hangs', async () => {
    await using connection = kit.open('ada');
    kit.emulator.faults.add({
      when: ({ path: asked, body }) => asked === path && body.includes('"timeMin":"2026-10'),
      action: { kind: 'hang' },
    });
    const long = { start: '2026-10-01T00:00:00Z', end: '2027-03-01T00:00:00Z' };
    const asking = connection.freeBusy.query({ mailboxes: [ada], window: long });
    while (questions().length < 2) await new Promise((resolve) => setImmediate(resolve));
    await kit.clock.advance(30_000);
    expect((await asking).schedules).toEqual([
      { kind: 'unknown', mailbox: ada, reason: 'timeout', error: expect.objectContaining({ code: 'timeout' }) },
    ]);
  });

  it('is asked again when that may help', async () => {
    await using connection = kit.open('ada', { retry: { maxAttempts: 2 }, runtime: impatient() });
    kit.emulator.faults.add(googleFaults.backendError(503, { when: ({ path: asked }) => asked === path }));
    expect(await connection.freeBusy.query({ mailboxes: [ada], window })).toMatchObject({ isComplete: true });
    expect(questions()).toHaveLength(2);
  });

  it('is the failure of the call when nobody could ask anything', async () => {
    const mailboxes = [ada];
    await using connection = kit.open('ada');
    const signal = AbortSignal.abort();
    expect(await rejection(connection.freeBusy.query({ mailboxes, window, signal }))).toMatchObject({
      code: 'aborted',
    });
    kit.emulator.revokeGrants('ada');
    expect(await rejection(connection.freeBusy.query({ mailboxes, window }))).toMatchObject({
      code: 'reauthorizationRequired',
      operation: 'freeBusy.query',
    });
    expect(questions()).toEqual([]);
    await connection.close();
    expect(await rejection(connection.freeBusy.query({ mailboxes, window }))).toMatchObject({ code: 'disposed' });
  });

  it('is the failure of the call when the token endpoint is down', async () => {
    await using connection = kit.open('ada');
    kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable());
    expect(await rejection(connection.freeBusy.query({ mailboxes: [ada], window }))).toMatchObject({
      code: 'serviceUnavailable',
    });
    expect(questions()).toEqual([]);
  });
});

/** Surroundings in which waits are over at once. */
function impatient(): Partial<Runtime> {
  return { ...kit.common.runtime, clock: impatientClock(kit.clock) };
}
