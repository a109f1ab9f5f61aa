import { calendar } from '@googleapis/calendar';
import type { CalendarConnection, Runtime } from '@kalends/core';
import { googleFaults } from '@kalends/testing';
import type { GoogleFaultScope } from '@kalends/testing';
import { OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import { page } from './support/fake-google.ts';
import { impatientClock } from './support/impatient-clock.ts';
import { everyScope, openedGoogle, watchContract } from './support/opened-google.ts';
import type { OpenedGoogle } from './support/opened-google.ts';
import { primaryPath, rejection, setup } from './support/setup.ts';

const contract = watchContract();
const batchPath = '/batch/calendar/v3';
let kit: OpenedGoogle;
let connection: CalendarConnection;
let planning: string;
let standup: string;

beforeEach(async () => {
  kit = await openedGoogle();
  contract.watch(kit.emulator);
  const runtime: Partial<Runtime> = { ...kit.common.runtime, clock: impatientClock(kit.clock) };
  connection = kit.open('ada', { retry: { maxAttempts: 3 }, runtime });
  planning = kit.emulator.eventId('planning');
  standup = kit.emulator.eventId('standup');
});
afterEach(async () => {
  await connection.close();
  await kit.emulator.close();
});

const batches = () => kit.emulator.exchanges.filter(({ request }) => request.path === batchPath);
const partsOf = (body: string | undefined): number => body?.match(/^GET /gm)?.length ?? 0;
const isEvent =
  (id: string) =>
  ({ path }: { path: string }) =>
    path.endsWith(`/events/${id}`);

describe('events.getMany', () => {
  it('reads what events.get reads, in two rounds', async () => {
    const expected = [
      { kind: 'done', value: await connection.events.get({ eventId: standup }) },
      { kind: 'done', value: await connection.events.get({ eventId: planning }) },
      { kind: 'done', value: await connection.events.get({ eventId: standup }) },
    ];
    const before = kit.emulator.exchanges.length;
    const outcomes = await connection.events.getMany({ eventIds: [standup, planning, standup] });
    expect(outcomes).toEqual(expected);
    expect(outcomes[0]).toMatchObject({ value: { recurrence: { excluded: ['2026-11-09T08:00:00Z'] } } });
    expect(kit.emulator.exchanges.length - before).toBe(2);
    expect(batches().map(({ request }) => partsOf(request.body))).toEqual([2, 1]);
  });

  it('judges each by itself', async () => {
    kit.emulator.removeEvent('ada', 'primary', planning);
    const eventIds = ['nobody', planning, standup, '..', 'a\uD800', 'x\r\n\r\nGET /calendar/v3/users/me/calendarList'];
    const outcomes = await connection.events.getMany({ eventIds });
    expect(outcomes).toMatchObject([
      { kind: 'failed', error: { code: 'notFound', operation: 'events.getMany', provider: 'google' } },
      { kind: 'failed', error: { code: 'notFound' } },
      { kind: 'done', value: { id: standup } },
      { kind: 'failed', error: { code: 'invalidArgument' } },
      { kind: 'failed', error: { code: 'notFound' } },
      { kind: 'failed', error: { code: 'notFound' } },
    ]);
    expect(JSON.stringify(outcomes)).not.toContain('calendarList');
  });

  it('reads from another calendar, and what is included', async () => {
    const calendarId = kit.emulator.calendarId('ada', 'side');
    const { id = '' } = kit.emulator.putEvent('ada', calendarId, {
      summary: 'Side',
      description: '<b>bold</b>',
      start: { dateTime: '2026-11-16T10:00:00Z' },
      end: { dateTime: '2026-11-16T11:00:00Z' },
    });
    expect(await connection.events.getMany({ calendarId, eventIds: [id], include: ['body'] })).toMatchObject([
      { kind: 'done', value: { calendarId, body: { content: '<b>bold</b>' } } },
    ]);
    expect(await connection.events.getMany({ eventIds: [id] })).toMatchObject([
      { kind: 'failed', error: { code: 'notFound' } },
    ]);
  });

  it('puts fifty into a request', async () => {
    const eventIds = [...Array.from({ length: 120 }, (_, index) => `nobody${index}`), planning];
    const outcomes = await connection.events.getMany({ eventIds });
    expect(outcomes.map(({ kind }) => kind)).toEqual([...Array.from({ length: 120 }, () => 'failed'), 'done']);
    expect(new Set(batches().map(({ request }) => partsOf(request.body)))).toEqual(new Set([50, 21]));
  });

  it.each([
    ['a quota', (scope: GoogleFaultScope) => googleFaults.rateLimitExceeded(scope)],
    ['too many at once', (scope: GoogleFaultScope) => googleFaults.tooManyRequests(scope)],
    ['a failure', (scope: GoogleFaultScope) => googleFaults.backendError(503, scope)],
  ])('sends a part that %s hit again, alone', async (_what, fault) => {
    kit.emulator.faults.add(fault({ when: isEvent(planning) }));
    const outcomes = await connection.events.getMany({ eventIds: [planning, 'nobody'] });
    expect(outcomes).toMatchObject([{ kind: 'done' }, { kind: 'failed', error: { code: 'notFound' } }]);
    expect(batches().map(({ request }) => partsOf(request.body))).toEqual([2, 1]);
  });

  it('gives a part up that fails for good, or that asks for too long a wait', async () => {
    kit.emulator.faults.add({ ...googleFaults.backendError(503, { when: isEvent(planning) }), times: Infinity });
    kit.emulator.faults.add(googleFaults.forbidden({ when: isEvent('nobody') }));
    expect(await connection.events.getMany({ eventIds: [planning, 'nobody', standup] })).toMatchObject([
      { kind: 'failed', error: { code: 'serviceUnavailable' } },
      { kind: 'failed', error: { code: 'accessDenied' } },
      { kind: 'done' },
    ]);
    kit.emulator.faults.clear();
    kit.emulator.faults.add(googleFaults.tooManyRequests({ when: isEvent(planning), retryAfterSeconds: 3_600 }));
    expect(await connection.events.getMany({ eventIds: [planning, 'nobody'] })).toMatchObject([
      { kind: 'failed', error: { code: 'rateLimited', retryAfterMs: 3_600_000 } },
      { kind: 'failed', error: { code: 'notFound' } },
    ]);
  });

  it('fails a series whose deleted occurrences cannot be told', async () => {
    kit.emulator.faults.add(
      googleFaults.forbidden({ when: ({ path, query }) => path.endsWith('/events') && query.has('iCalUID') }),
    );
    expect(await connection.events.getMany({ eventIds: [standup, planning] })).toMatchObject([
      { kind: 'failed', error: { code: 'accessDenied' } },
      { kind: 'done' },
    ]);
  });

  it('replaces an access token that the parts refuse', async () => {
    await connection.events.getMany({ eventIds: [planning] });
    kit.emulator.expireAccessTokens();
    expect(await connection.events.getMany({ eventIds: [planning, 'nobody'] })).toMatchObject([{ kind: 'done' }, {}]);
    kit.emulator.expireAccessTokens();
    kit.emulator.revokeGrants('ada');
    expect(await rejection(connection.events.getMany({ eventIds: [planning] }))).toMatchObject({
      code: 'reauthorizationRequired',
      operation: 'events.getMany',
    });
  });

  it('fails when nothing could be asked', async () => {
    const when = ({ path }: { path: string }): boolean => path === batchPath;
    await connection.calendars.list();
    kit.emulator.faults.add({ when, times: Infinity, action: { kind: 'respond', status: 503, body: 'x' } });
    expect(await rejection(connection.events.getMany({ eventIds: [planning] }))).toMatchObject({
      code: 'serviceUnavailable',
    });
    kit.emulator.faults.clear();
    kit.emulator.faults.add({
      when,
      action: { kind: 'respond', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
    });
    expect(await rejection(connection.events.getMany({ eventIds: [planning] }))).toMatchObject({
      code: 'invalidResponse',
    });
    const signal = AbortSignal.abort();
    expect(await rejection(connection.events.getMany({ eventIds: [planning], signal }))).toMatchObject({
      code: 'aborted',
    });
    const narrow = kit.oauth().connect({
      credential: { ...(await kit.credential('ada')) },
      policy: { calendars: 'freeBusy', contacts: 'none' },
    });
    const before = kit.emulator.exchanges.length;
    expect(await rejection(narrow.events.getMany({ eventIds: [planning] }))).toMatchObject({ code: 'policyDenied' });
    expect(kit.emulator.exchanges).toHaveLength(before);
  });

  it('keeps the other batches when one of them fails', async () => {
    const eventIds = [...Array.from({ length: 50 }, (_, index) => `nobody${index}`), planning];
    kit.emulator.faults.add({
      when: ({ path, body }) => path === batchPath && body.includes('nobody0'),
      times: Infinity,
      action: { kind: 'reset', when: 'beforeHandling' },
    });
    const outcomes = await connection.events.getMany({ eventIds });
    expect(outcomes[0]).toMatchObject({ kind: 'failed', error: { code: 'networkError' } });
    expect(outcomes[50]).toMatchObject({ kind: 'done' });
  });

  it('reads one by one over a client that the application has', async () => {
    const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes: everyScope });
    const auth = new OAuth2Client();
    auth.setCredentials({ access_token: accessToken });
    const client = calendar({ version: 'v3', auth, rootUrl: `${kit.emulator.origin}/` });
    const account = { id: 'ada', address: 'ada@tidewater.example' };
    await using over = googleConnectionFromClient({ client, account, runtime: { clock: kit.clock } });
    const eventIds = [standup, 'nobody', planning];
    expect(await over.events.getMany({ eventIds })).toEqual(await connection.events.getMany({ eventIds }));
    const closed = rejection(over.events.getMany({ eventIds, signal: AbortSignal.abort() }));
    expect(await closed).toMatchObject({ code: 'aborted' });
  });

  it('finds answers in another order, and misses those that are missing', async () => {
    const { service, connection: scripted } = setup();
    const answer = (index: number, id: string): string =>
      `--b\r\nContent-Type: application/http\r\nContent-ID: <response-item${index}>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n` +
      `${JSON.stringify({ id, start: { date: '2026-11-16' } })}\r\n`;
    service.on(batchPath, page(`${answer(2, 'c')}${answer(0, 'a')}--b--`, 200, 'multipart/mixed; boundary=b'));
    const outcomes = await scripted.events.getMany({ eventIds: ['a', 'b', 'c'] });
    expect(outcomes).toMatchObject([
      { kind: 'done', value: { id: 'a' } },
      { kind: 'failed', error: { code: 'invalidResponse', message: expect.stringContaining('unanswered') } },
      { kind: 'done', value: { id: 'c' } },
    ]);
    expect(service.sentTo(primaryPath)).toHaveLength(1);
    const [sent] = service.sentTo(batchPath);
    expect(sent?.headers.get('authorization')).toBe('Bearer access-1');
    expect(sent?.url.origin).toBe('https://www.googleapis.com');
  });
});
