import type { CalendarConnection } from '@kalends/core';
import { googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejection } from './support/setup.ts';
import { daily, plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
let eventId: string;
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
  const event = plain('Meet', { attendees: [{ address: 'guest@outside.example' }] });
  ({ id: eventId } = await kit.ada.events.create({ event, notify: 'nobody' }));
  kit.forget();
});
afterEach(() => kit.emulator.close());

type Verb = (connection: CalendarConnection) => Promise<unknown>;
const verbs: readonly (readonly [string, Verb])[] = [
  ['create', ({ events }) => events.create({ event: plain('New'), notify: 'everyone' })],
  ['update', ({ events }) => events.update({ eventId, patch: { title: 'II' }, notify: 'everyone' })],
  ['delete', ({ events }) => events.delete({ eventId, notify: 'everyone' })],
  ['cancel', ({ events }) => events.cancel({ eventId })],
  [
    'addAttendees',
    ({ events }) =>
      events.addAttendees({ eventId, attendees: [{ address: 'new@outside.example' }], notify: 'everyone' }),
  ],
  [
    'removeAttendees',
    ({ events }) => events.removeAttendees({ eventId, addresses: ['guest@outside.example'], notify: 'everyone' }),
  ],
];
/** All there are, with those that a policy has to stop as well. */
const everyVerb: readonly (readonly [string, Verb])[] = [
  ...verbs,
  ['move', ({ events }) => events.move({ eventId, toCalendarId: 'team', notify: 'nobody' })],
  ['respond', ({ events }) => events.respond({ eventId, response: 'accepted', notifyOrganizer: false })],
  ['attachments.remove', ({ events }) => events.attachments.remove({ eventId, attachmentId: 'a' })],
  [
    'update following',
    ({ events }) =>
      events.update({
        masterId: 'm',
        recurrenceId: '2026-11-20T08:00:00Z',
        scope: 'following',
        patch: {},
        notify: 'nobody',
      }),
  ],
  ['create a series', ({ events }) => events.create({ event: plain('A', { recurrence: daily(2) }), notify: 'nobody' })],
];

describe.each(verbs)('events.%s', (_name, verb) => {
  it.each(['lostAnswer', 'lateGatewayTimeout'] as const)('happens once when there was %s', async (fault) => {
    kit.emulator.faults.add(googleFaults[fault]());
    await verb(kit.ada);
    expect(kit.writes()).toHaveLength(1);
    expect(new Set(kit.emulator.sentMails.map(({ to, kind }) => `${to} ${kind}`)).size).toBe(
      kit.emulator.sentMails.length,
    );
  });

  it.each([
    ['a cut connection', googleFaults.connectionCut(), 2, 0],
    ['an answer cut short', { when: isWrite, action: { kind: 'truncate', bytes: 20 } }, 1, 0],
    ['503', googleFaults.backendError(503, { when: isWrite }), 2, 0],
    ['a proxy’s page', googleFaults.htmlAnswer({ when: isWrite }), 2, 0],
    ['429 with Retry-After', googleFaults.tooManyRequests({ when: isWrite, retryAfterSeconds: 9 }), 2, 9_000],
    ['a used-up quota of the minute', googleFaults.rateLimitExceeded({ when: isWrite }), 2, 0],
    ['an expired token', googleFaults.invalidCredentials({ when: isWrite }), 2, 0],
  ] as const)('survives %s', async (_what, fault, sent, waitMs) => {
    const before = kit.clock.now();
    kit.emulator.faults.add(fault);
    await verb(kit.ada);
    expect(kit.writes()).toHaveLength(sent);
    expect(kit.clock.now() - before).toBeGreaterThanOrEqual(waitMs);
  });

  it.each([
    ['quotaExceeded', googleFaults.quotaExceeded({ when: isWrite }), 'quotaExceeded'],
    ['forbidden', googleFaults.forbidden({ when: isWrite }), 'accessDenied'],
    ['a wait that is too long', googleFaults.tooManyRequests({ when: isWrite, retryAfterSeconds: 120 }), 'rateLimited'],
  ] as const)('leaves %s to its caller', async (_what, fault, code) => {
    kit.emulator.faults.add(fault);
    expect(await rejection(verb(kit.ada))).toMatchObject({ code, provider: 'google' });
    expect(kit.writes()).toHaveLength(1);
  });

  it('says so when its outcome cannot be found out', async () => {
    kit.emulator.faults.add(googleFaults.lostAnswer());
    const isAfter = (): boolean => kit.writes().length > 0;
    kit.emulator.faults.add(
      googleFaults.backendError(503, { when: ({ method }) => method === 'GET' && isAfter(), times: 99 }),
    );
    expect(await rejection(verb(kit.ada))).toMatchObject({ code: 'outcomeUnknown', retryable: false });
    expect(kit.writes()).toHaveLength(1);
  });
});

describe.each(everyVerb)('events.%s', (_name, verb) => {
  it('is stopped by a policy that only reads, before anything is sent', async () => {
    const connection = kit.open('ada', { policy: { calendars: 'read', contacts: 'none' } });
    const sent = kit.emulator.exchanges.length;
    expect(await rejection(verb(connection))).toMatchObject({ code: 'policyDenied', provider: 'google' });
    expect(kit.emulator.exchanges).toHaveLength(sent);
  });

  it('is stopped on a closed connection', async () => {
    const connection = kit.open('ada');
    await connection.close();
    expect(await rejection(verb(connection))).toMatchObject({ code: 'disposed' });
    expect(kit.requests()).toEqual([]);
  });
});

describe('without the scopes to write', () => {
  const scopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'].map(
    (name) => `https://www.googleapis.com/auth/${name}`,
  );

  it('nothing is declared, and Google says what is missing', async () => {
    const connection = kit.open('ada', { scopes });
    expect(connection.capabilities.events.writes.verbs).toEqual([]);
    expect(kit.ada.capabilities.events.writes.verbs).toContain('create');
    expect(await rejection(connection.events.create({ event: plain('A'), notify: 'nobody' }))).toMatchObject({
      code: 'consentRequired',
    });
  });
});

describe('requests at once', () => {
  it('are as many as the setting says, for all connections of a provider', async () => {
    const provider = kit.oauth({ traffic: { perMailbox: 2 } });
    const credential = await kit.credential('ada', provider);
    const policy = { calendars: 'read', contacts: 'none' } as const;
    const connections = [1, 2, 3].map(() => provider.connect({ credential, policy }));
    await Promise.all(connections.map(({ calendars }) => calendars.list()));
    const held = kit.emulator.holdAnswers();
    const going = connections.flatMap(({ events }) => [1, 2].map(() => events.get({ calendarId: 'primary', eventId })));
    await held.arrived(2);
    expect(held.waiting).toBe(2);
    held.release();
    await Promise.all(going);
  });
});

function isWrite({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method !== 'GET' && path.startsWith('/calendar/');
}
