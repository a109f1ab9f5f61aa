import { graphFaults, personalAccountTenantId } from '@kalends/testing';
import type { Fault, RecordedRequest } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { directoryTests, officeOf } from './support/directory.ts';

const start = directoryTests();
const ada = 'ada@harbour.example';
const bo = 'bo@harbour.example';
const pier = 'pier@harbour.example';
const window = { start: '2026-03-20T00:00:00Z', end: '2026-04-20T00:00:00Z' };
const day = { start: '2026-03-23T00:00:00Z', end: '2026-03-24T00:00:00Z' };

const isAbout =
  (address: string) =>
  ({ body, path }: RecordedRequest): boolean =>
    path.endsWith('/getSchedule') && body.includes(address);

/** Changes what the answers say of one schedule. */
function rewriteSchedules(change: (schedule: Record<string, unknown>) => unknown): Fault {
  return {
    when: ({ path }) => path.endsWith('/getSchedule'),
    times: Number.POSITIVE_INFINITY,
    action: {
      kind: 'rewrite',
      change(response) {
        const answer: { value: Record<string, unknown>[] } = JSON.parse(String(response.body));
        return { ...response, body: JSON.stringify({ ...answer, value: answer.value.map(change) }) };
      },
    },
  };
}

describe('freeBusy.query', () => {
  it('says when people and rooms are taken, in the order they were asked about, duplicates included', async () => {
    const { open } = await start();
    const answer = await open().freeBusy.query({ mailboxes: [bo, 'PIER@harbour.example', ada, bo], window });
    expect(answer.isComplete).toBe(true);
    const weekly = (kind: string) => [
      { start: '2026-03-23T08:00:00Z', end: '2026-03-23T08:30:00Z', kind },
      { start: '2026-03-31T09:00:00Z', end: '2026-03-31T09:30:00Z', kind },
      { start: '2026-04-13T07:00:00Z', end: '2026-04-13T07:30:00Z', kind },
    ];
    const workday = (timeZone: string) => ({
      timeZone,
      periods: ['mo', 'tu', 'we', 'th', 'fr'].map((name) => ({ day: name, from: '08:00', to: '17:00' })),
    });
    const ofBo = { kind: 'known', mailbox: bo, busy: weekly('tentative'), workingHours: workday('America/New_York') };
    expect(answer.schedules).toEqual([
      ofBo,
      {
        kind: 'known',
        mailbox: 'PIER@harbour.example',
        busy: weekly('busy'),
        workingHours: workday('Europe/Berlin'),
      },
      { kind: 'known', mailbox: ada, busy: weekly('busy'), workingHours: workday('Europe/Berlin') },
      ofBo,
    ]);
  });

  it('asks for each mailbox once, and for nothing but what it needs', async () => {
    const { open, requests } = await start();
    await open().freeBusy.query({ mailboxes: [bo, bo.toUpperCase()], window: day });
    expect(requests().map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [
        '/v1.0/me/calendar/getSchedule',
        {
          Schedules: [bo],
          StartTime: { dateTime: '2026-03-23T00:00:00', timeZone: 'UTC' },
          EndTime: { dateTime: '2026-03-24T00:00:00', timeZone: 'UTC' },
          AvailabilityViewInterval: 30,
        },
      ],
    ]);
  });

  it('cuts taken time to the window, to whole seconds', async () => {
    const { open } = await start();
    const answer = await open().freeBusy.query({
      mailboxes: [ada],
      window: { start: '2026-03-23T09:10:00.250+01:00', end: '2026-03-23T08:20:00.250Z' },
    });
    expect(answer.schedules).toMatchObject([
      { busy: [{ start: '2026-03-23T08:10:00Z', end: '2026-03-23T08:20:01Z', kind: 'busy' }] },
    ]);
  });

  it('asks about a year and many rooms in parts that the service takes, and joins them', async () => {
    const company = officeOf(45);
    const { open, requests, emulator } = await start({ company, mailboxConcurrency: { limit: 4, serviceTimeMs: 1 } });
    // Across the border of two parts.
    emulator.seed({
      ...company,
      rooms: [],
      meetings: [
        {
          id: 'refit',
          title: 'Refit',
          organizer: 'ada',
          when: { kind: 'timed', start: '2026-02-10T12:00:00', end: '2026-02-12T12:00:00', timeZone: 'UTC' },
        },
      ],
    });
    const mailboxes = [...(company.rooms ?? []).map(({ address }) => address), ada];
    const answer = await open().freeBusy.query({
      mailboxes,
      window: { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
    });
    expect(answer.isComplete).toBe(true);
    expect(answer.schedules.map(({ mailbox }) => mailbox)).toEqual(mailboxes);
    expect(answer.schedules.at(-1)).toMatchObject({
      busy: [{ start: '2026-02-10T12:00:00Z', end: '2026-02-12T12:00:00Z', kind: 'busy' }],
    });
    expect(requests()).toHaveLength(9 * 3);
  });

  it('knows nothing of who cannot be found and who does not share, and all of the others', async () => {
    const { open, emulator } = await start();
    emulator.setFreeBusySharing('bo', 'none');
    const answer = await open().freeBusy.query({ mailboxes: ['nobody@harbour.example', bo, ada], window: day });
    expect(answer.isComplete).toBe(false);
    expect(answer.schedules).toMatchObject([
      {
        kind: 'unknown',
        mailbox: 'nobody@harbour.example',
        reason: 'notFound',
        error: { code: 'notFound', vendorCode: 'ErrorMailRecipientNotFound', requestId: expect.any(String) },
      },
      { kind: 'unknown', mailbox: bo, reason: 'accessDenied', error: { code: 'accessDenied', provider: 'graph' } },
      { kind: 'known', mailbox: ada },
    ]);
    expect(JSON.stringify(answer.schedules[0])).not.toContain('could not be resolved');
  });

  it('knows nothing of a mailbox when one part of its window failed, whatever the others said', async () => {
    const { open, emulator } = await start();
    const isSecondPart = (request: RecordedRequest): boolean =>
      isAbout(bo)(request) && !request.body.includes('"StartTime":{"dateTime":"2026-03-20');
    emulator.faults.add(graphFaults.serviceUnavailable(undefined, { when: isSecondPart, times: 9 }));
    const answer = await open().freeBusy.query({
      mailboxes: [bo],
      window: { start: '2026-03-20T00:00:00Z', end: '2026-06-20T00:00:00Z' },
    });
    expect(answer).toMatchObject({
      isComplete: false,
      schedules: [{ kind: 'unknown', reason: 'serviceFailed', error: { code: 'serviceUnavailable', status: 503 } }],
    });
  });

  test.each<[string, Fault, string]>([
    ['throttling beyond any patience', graphFaults.throttled(7_200), 'rateLimited'],
    ['a broken backend', graphFaults.internalServerError({ times: 9 }), 'serviceFailed'],
    ['a refusal', graphFaults.accessDenied(), 'accessDenied'],
    ['a proxy page', graphFaults.htmlAnswer({ times: 9 }), 'serviceFailed'],
    ['a page in place of JSON', { action: { kind: 'respond', status: 200, body: '<html>' } }, 'invalidResponse'],
    ['an answer without schedules', { action: { kind: 'respond', status: 200, body: '{}' } }, 'invalidResponse'],
  ])('%s makes the mailboxes of its request unknown and no others', async (_case, fault, reason) => {
    const company = officeOf(21);
    const { open, emulator } = await start({ company });
    const isFirst = isAbout('room-0@harbour.example');
    emulator.faults.add({ ...fault, when: (request) => isFirst(request) && (fault.when?.(request) ?? true) });
    const answer = await open({ settings: { traffic: { perMailbox: 1 } } }).freeBusy.query({
      mailboxes: (company.rooms ?? []).map(({ address }) => address).toReversed(),
      window: day,
    });
    const known = answer.schedules.filter(({ kind }) => kind === 'known').map(({ mailbox }) => mailbox);
    expect(known).toHaveLength(20);
    expect(answer.schedules.at(-1)).toMatchObject({ kind: 'unknown', mailbox: 'room-0@harbour.example', reason });
    expect(answer.isComplete).toBe(false);
  });

  it('carries the wait that a throttled part was asked for', async () => {
    const { open, emulator } = await start();
    emulator.faults.add(graphFaults.throttled(7_200));
    const answer = await open().freeBusy.query({ mailboxes: [bo], window: day });
    expect(answer.schedules).toMatchObject([{ reason: 'rateLimited', error: { retryAfterMs: 7_200_000 } }]);
  });

  it('waits as long as it is asked to and asks again', async () => {
    const { open, emulator, clock } = await start();
    emulator.faults.add(graphFaults.throttled(10));
    const before = clock.now();
    expect(await open().freeBusy.query({ mailboxes: [bo], window: day })).toMatchObject({ isComplete: true });
    expect(clock.now() - before).toBeGreaterThanOrEqual(10_000);
  });

  it('a part that never ends is unknown with a timeout', async () => {
    const { open, emulator, clock } = await start();
    const reached = Promise.withResolvers<undefined>();
    emulator.faults.add({
      when(request) {
        if (!isAbout(bo)(request)) return false;
        reached.resolve(undefined);
        return true;
      },
      action: { kind: 'hang' },
    });
    const asked = open({ settings: { retry: { maxAttempts: 1 } } }).freeBusy.query({ mailboxes: [bo], window: day });
    await reached.promise;
    await clock.advance(30_000);
    expect(await asked).toMatchObject({ isComplete: false, schedules: [{ kind: 'unknown', reason: 'timeout' }] });
  });

  it('asks one by one when the service cannot take a request as a whole', async () => {
    const { open, emulator } = await start();
    emulator.faults.add({
      when: isAbout(bo),
      times: 99,
      action: { kind: 'respond', status: 400, body: '{"error":{"code":"ErrorInvalidRequest","message":"m"}}' },
    });
    const answer = await open().freeBusy.query({ mailboxes: [ada, bo, pier], window: day });
    expect(answer.schedules).toMatchObject([
      { kind: 'known', mailbox: ada },
      { kind: 'unknown', mailbox: bo, reason: 'serviceFailed', error: { code: 'invalidArgument' } },
      { kind: 'known', mailbox: pier },
    ]);
  });

  it('asks about shorter times when a mailbox has more entries than an answer holds', async () => {
    const { open, emulator } = await start();
    const sizes: number[] = [];
    emulator.faults.add({
      when(request) {
        if (!isAbout(ada)(request)) return false;
        const { StartTime: from, EndTime: until } = JSON.parse(request.body);
        const hours = (Date.parse(`${until.dateTime}Z`) - Date.parse(`${from.dateTime}Z`)) / 3_600_000;
        sizes.push(hours);
        return hours > 12;
      },
      times: 99,
      action: {
        kind: 'respond',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value: [{ scheduleId: ada, error: { responseCode: '5006', message: 'too many' } }] }),
      },
    });
    const answer = await open().freeBusy.query({ mailboxes: [ada], window: day });
    expect(sizes).toEqual([24, 12, 12]);
    expect(answer.schedules).toMatchObject([{ kind: 'known', busy: [{ start: '2026-03-23T08:00:00Z' }] }]);
  });

  test.each<[string, (schedule: Record<string, unknown>) => unknown, unknown]>([
    ['a member missing', () => ({}), { kind: 'unknown', reason: 'invalidResponse' }],
    [
      'neither entries nor a view',
      ({ scheduleId }) => ({ scheduleId }),
      { kind: 'unknown', reason: 'invalidResponse' },
    ],
    [
      'a view of unknown signs',
      (schedule) => ({ ...schedule, scheduleItems: [], availabilityView: '00?0' }),
      { kind: 'unknown', reason: 'invalidResponse' },
    ],
    [
      'entries in a zone that does not exist',
      (schedule) => ({
        ...schedule,
        scheduleItems: [{ status: 'busy', start: { dateTime: 'x', timeZone: 'Nowhere' }, end: { dateTime: 'y' } }],
      }),
      { kind: 'unknown', reason: 'invalidResponse' },
    ],
    [
      'taken slots and no entries',
      (schedule) => ({ ...schedule, scheduleItems: null, availabilityView: `0012${'0'.repeat(44)}` }),
      {
        kind: 'known',
        busy: [
          { start: '2026-03-23T01:00:00Z', end: '2026-03-23T01:30:00Z', kind: 'tentative' },
          { start: '2026-03-23T01:30:00Z', end: '2026-03-23T02:00:00Z', kind: 'busy' },
        ],
      },
    ],
    [
      'a group that is too large',
      ({ scheduleId }) => ({ scheduleId, error: { responseCode: 'ErrorFreeBusyDLLimitReached' } }),
      { kind: 'unknown', reason: 'tooManyMembers' },
    ],
    [
      'an error that nobody has heard of',
      ({ scheduleId }) => ({ scheduleId, error: { responseCode: 'Error <b>of</b> {ada}' } }),
      { kind: 'unknown', reason: 'serviceFailed' },
    ],
    [
      'its address in other letters',
      (schedule) => ({ ...schedule, scheduleId: 'ADA@Harbour.example' }),
      { kind: 'known', busy: [{ start: '2026-03-23T08:00:00Z' }] },
    ],
    [
      'an error that is none',
      ({ scheduleId }) => ({ scheduleId, error: { responseCode: null } }),
      { kind: 'unknown', reason: 'serviceFailed' },
    ],
    [
      'working hours that make no sense',
      (schedule) => ({ ...schedule, workingHours: { daysOfWeek: 'monday', startTime: 8 } }),
      { kind: 'known', busy: [{ start: '2026-03-23T08:00:00Z' }] },
    ],
  ])('reads a schedule with %s for what it is', async (_case, change, expected) => {
    const { open, emulator } = await start();
    emulator.faults.add(rewriteSchedules(change));
    const { schedules } = await open().freeBusy.query({ mailboxes: [ada], window: day });
    expect(schedules).toMatchObject([expected]);
    expect(JSON.stringify(schedules)).not.toContain('<b>');
  });

  it('fails as a whole when nothing could be asked', async () => {
    const { open, emulator, forget, requests } = await start();
    emulator.faults.add(graphFaults.claimsChallenge({ times: 9 }));
    await expect(open().freeBusy.query({ mailboxes: [bo], window: day })).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      operation: 'freeBusy.query',
    });
    emulator.faults.clear();
    forget();
    const leaving = AbortSignal.abort();
    await expect(open().freeBusy.query({ mailboxes: [bo], window: day, signal: leaving })).rejects.toMatchObject({
      code: 'aborted',
    });
    const closed = open();
    await closed.close();
    await expect(closed.freeBusy.query({ mailboxes: [bo], window: day })).rejects.toMatchObject({ code: 'disposed' });
    expect(requests()).toEqual([]);
  });

  it('asks nothing more once it has failed', async () => {
    const company = officeOf(90);
    const { open, emulator, requests } = await start({ company });
    emulator.faults.add(graphFaults.mailboxNotEnabled());
    const mailboxes = (company.rooms ?? []).map(({ address }) => address);
    const connection = open({ settings: { traffic: { perMailbox: 1 } } });
    await expect(connection.freeBusy.query({ mailboxes, window: day })).rejects.toMatchObject({
      code: 'mailboxUnavailable',
    });
    // Whatever waited for its turn before this has had it.
    await connection.calendars.list();
    expect(requests().map(({ path }) => path)).toEqual(['/v1.0/me/calendar/getSchedule', '/v1.0/me/calendars']);
  });

  it('needs no more of the policy than free and busy', async () => {
    const { open } = await start();
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    const connection = open({ policy, scopes: ['Calendars.ReadBasic'] });
    expect(await connection.freeBusy.query({ mailboxes: [bo], window: day })).toMatchObject({ isComplete: true });
  });

  it('does not ask about blocked mailboxes', async () => {
    const { open, requests } = await start();
    const connection = open({ settings: { blockedMailboxes: [bo] } });
    const answer = await connection.freeBusy.query({ mailboxes: ['BO@harbour.example', ada], window: day });
    expect(answer.schedules).toMatchObject([{ kind: 'unknown', reason: 'accessDenied' }, { kind: 'known' }]);
    expect(requests().map(({ body }) => body.includes('bo@'))).toEqual([false]);
  });

  it('is not offered to personal accounts, and says so without asking', async () => {
    const { open, requests } = await start();
    const connection = open({ tenantId: personalAccountTenantId });
    expect(connection.capabilities.freeBusy.query).toBe(false);
    await expect(connection.freeBusy.query({ mailboxes: [bo], window: day })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(requests()).toEqual([]);
  });

  it('tells a personal account that was not known as one by its refusal', async () => {
    const { open, emulator } = await start();
    emulator.faults.add(graphFaults.personalAccountUnsupported());
    await expect(open().freeBusy.query({ mailboxes: [bo], window: day })).rejects.toMatchObject({
      code: 'unsupported',
      status: 400,
    });
  });

  it.each([
    ['nobody', { mailboxes: [], window: day }],
    ['somebody without an address', { mailboxes: ['bo'], window: day }],
    ['more than a year', { mailboxes: [bo], window: { start: '2026-01-01T00:00:00Z', end: '2027-01-03T00:00:00Z' } }],
    ['time that runs backwards', { mailboxes: [bo], window: { start: day.end, end: day.start } }],
  ])('refuses to ask about %s', async (_case, options) => {
    const { open, requests } = await start();
    await expect(open().freeBusy.query(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(requests()).toEqual([]);
  });
});
