import { Secret, createPkcePair, systemRandom } from '@kalends/core';
import type { CalendarConnection, OAuthProvider } from '@kalends/core';
import { calendarEventSchema } from '@kalends/core/schemas';
import { demoEntraClient, graphFaults, manualClock, startGraphEmulator } from '@kalends/testing';
import type { Company, GraphEmulator, GraphEmulatorOptions, ManualClock } from '@kalends/testing';
import { afterEach, describe, expect, it, test } from 'vitest';
import { graph } from '../src/index.ts';

const [redirectUri = ''] = demoEntraClient.redirectUris;

const harbour: Company = {
  name: 'Harbour Office',
  domain: 'harbour.example',
  timeZone: 'Europe/Berlin',
  people: [
    { id: 'ada', name: 'Ada Quay', address: 'ada@harbour.example', timeZone: 'Europe/Berlin', password: 'tide-1' },
    { id: 'bo', name: 'Bo Marsh', address: 'bo@harbour.example', timeZone: 'America/New_York', password: 'tide-2' },
  ],
  rooms: [
    { id: 'pier', name: 'Pier room', address: 'pier@harbour.example', capacity: 6, building: 'Main', floor: '1' },
  ],
  meetings: [
    {
      id: 'berths',
      title: 'Berth planning',
      description: 'Who lies where',
      organizer: 'ada',
      invitees: [
        { who: 'bo', response: 'tentative' },
        { who: 'pier', response: 'accepted' },
      ],
      when: { kind: 'timed', start: '2026-03-23T09:00:00', end: '2026-03-23T09:30:00', timeZone: 'Europe/Berlin' },
      series: {
        rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4',
        deleted: ['2026-04-06T09:00:00'],
        exceptions: [
          {
            originalStart: '2026-03-30T09:00:00',
            title: 'Berth planning, later',
            when: {
              kind: 'timed',
              start: '2026-03-31T11:00:00',
              end: '2026-03-31T11:30:00',
              timeZone: 'Europe/Berlin',
            },
          },
        ],
      },
      conferenceUrl: 'https://teams.microsoft.com/l/meetup-join/berths',
    },
    {
      id: 'regatta',
      title: 'Regatta',
      organizer: 'ada',
      when: { kind: 'allDay', start: '2026-03-28', end: '2026-03-30' },
      busyStatus: 'free',
    },
  ],
};

const march = { start: '2026-03-20T00:00:00Z', end: '2026-04-20T00:00:00Z' };

interface Setup extends AsyncDisposable {
  readonly emulator: GraphEmulator;
  readonly clock: ManualClock;
  readonly provider: OAuthProvider;
  readonly connect: (person: string) => CalendarConnection;
}

const open: Setup[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

async function setUp(options: GraphEmulatorOptions = {}): Promise<Setup> {
  const clock = manualClock('2026-03-20T08:00:00Z');
  const emulator = await startGraphEmulator({ clock, company: harbour, ...options });
  const provider = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    authority: emulator.authority,
    graphBaseUrl: emulator.graphBaseUrl,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime: { clock },
  });
  const setup: Setup = {
    emulator,
    clock,
    provider,
    connect: (person) => {
      const { refreshToken = '', scope } = emulator.issueTokens({ person, isChallengeCapable: true });
      return provider.connect({
        credential: {
          kind: 'oauth',
          provider: 'graph',
          account: {
            id: emulator.objectIdOf(person),
            address: `${person}@harbour.example`,
            tenantId: emulator.tenantId,
          },
          scopes: scope.split(' '),
          refreshToken: new Secret(refreshToken),
          issuedAt: '2026-03-20T08:00:00Z',
        },
      });
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  open.push(setup);
  return setup;
}

/** Fills in the sign-in page as a person would and returns where the browser is sent. */
async function walkThroughPage(url: string, decision: 'accept' | 'deny'): Promise<URL> {
  const page = await (await fetch(url)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const answer = await fetch(new URL(action, url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username: 'ada@harbour.example', password: 'tide-1', decision }),
  });
  return new URL(answer.headers.get('location') ?? '');
}

describe('sign-in against the emulator', () => {
  it('leads from the page to a connection that reads', async () => {
    const { provider } = await setUp();
    const { codeChallenge, codeVerifier } = await createPkcePair(systemRandom);
    const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 'state-1', codeChallenge });
    const callback = await walkThroughPage(url, 'accept');
    expect(callback.searchParams.get('state')).toBe('state-1');

    const exchange = { code: callback.searchParams.get('code') ?? '', codeVerifier, redirectUri };
    const credential = await provider.signIn.exchangeCode(exchange);

    expect(credential.account).toMatchObject({ address: 'ada@harbour.example', name: 'Ada Quay' });
    expect(credential.scopes).toContain('Calendars.Read');
    const calendars = await provider.connect({ credential }).calendars.list().toArray();
    expect(calendars.filter((calendar) => calendar.isPrimary)).toHaveLength(1);
    // A code works once.
    await expect(provider.signIn.exchangeCode(exchange)).rejects.toMatchObject({ code: 'signInRefused' });
  });

  it('names a refusal on the page', async () => {
    const { provider } = await setUp();
    const { codeChallenge } = await createPkcePair(systemRandom);
    const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 's', codeChallenge });
    const callback = await walkThroughPage(url, 'deny');
    expect(['signInRefused', 'consentRequired']).toContain(
      codeOf(provider.signIn.callbackError(callback.searchParams)),
    );
  });

  it('refuses another verifier and another secret', async () => {
    const { provider, emulator } = await setUp();
    const { codeChallenge } = await createPkcePair(systemRandom);
    const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 's', codeChallenge });
    const code = (await walkThroughPage(url, 'accept')).searchParams.get('code') ?? '';
    const { codeVerifier } = await createPkcePair(systemRandom);
    await expect(provider.signIn.exchangeCode({ code, codeVerifier, redirectUri })).rejects.toMatchObject({
      code: 'signInRefused',
    });
    const misconfigured = graph({
      clientId: demoEntraClient.clientId,
      clientSecret: 'wrong',
      authority: emulator.authority,
      graphBaseUrl: emulator.graphBaseUrl,
      allowInsecureLoopback: true,
    });
    await expect(misconfigured.signIn.exchangeCode({ code, codeVerifier, redirectUri })).rejects.toMatchObject({
      code: 'invalidConfiguration',
      vendorCode: 'AADSTS7000215',
    });
  });
});

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

describe('events against the emulator', () => {
  it('lists a series across the change of clocks: one deleted, one moved', async () => {
    const { connect } = await setUp();
    const events = await connect('ada').events.list({ window: march, pageSize: 2 }).toArray();

    for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
    const series = events.filter((event) => event.kind !== 'single');
    expect(
      series.map((event) => [
        event.kind,
        event.recurrenceId,
        event.time.kind === 'timed' && event.time.start.instant,
        event.title,
      ]),
    ).toEqual([
      ['occurrence', '2026-03-23T08:00:00Z', '2026-03-23T08:00:00Z', 'Berth planning'],
      ['exception', '2026-03-30T07:00:00Z', '2026-03-31T09:00:00Z', 'Berth planning, later'],
      ['occurrence', '2026-04-13T07:00:00Z', '2026-04-13T07:00:00Z', 'Berth planning'],
    ]);
    expect(series[0]).toMatchObject({
      time: { start: { dateTime: '2026-03-23T09:00:00', timeZone: 'Europe/Berlin' } },
      organizer: { address: 'ada@harbour.example', isSelf: true },
      conference: { url: 'https://teams.microsoft.com/l/meetup-join/berths', service: 'teams' },
    });
    const attendees = series[0]?.attendees.map(({ address, kind, participationStatus }) => [
      address,
      kind,
      participationStatus,
    ]);
    expect(attendees).toEqual([
      ['bo@harbour.example', 'individual', 'tentative'],
      ['pier@harbour.example', 'resource', 'accepted'],
    ]);
    expect(events.find((event) => event.title === 'Regatta')).toMatchObject({
      kind: 'single',
      time: { kind: 'allDay', startDate: '2026-03-28', endDate: '2026-03-30' },
      busyStatus: 'free',
    });
  });

  it('reads the master with its deleted occurrence', async () => {
    const { connect } = await setUp();
    const connection = connect('ada');
    const events = await connection.events.list({ window: march }).toArray();
    const occurrence = events.find((event) => event.kind === 'occurrence');
    const master = await connection.events.get({ eventId: occurrence?.masterId ?? '' });
    expect(master).toMatchObject({
      kind: 'master',
      time: { start: { dateTime: '2026-03-23T09:00:00', timeZone: 'Europe/Berlin' } },
      recurrence: {
        rules: [{ frequency: 'weekly', byDay: [{ day: 'mo' }], end: { kind: 'count', count: 4 } }],
        excluded: ['2026-04-06T07:00:00Z'],
      },
    });
  });

  it('shows the invitee their own copy', async () => {
    const { connect } = await setUp();
    const [first] = await connect('bo').events.list({ window: march }).toArray();
    expect(first).toMatchObject({
      organizer: { address: 'ada@harbour.example', isSelf: false, participationStatus: 'accepted' },
      participationStatus: 'tentative',
    });
    const addresses = first?.attendees.map((attendee) => attendee.address);
    expect(addresses).not.toContain('ada@harbour.example');
    expect(first?.attendees.find((attendee) => attendee.isSelf)).toMatchObject({
      address: 'bo@harbour.example',
      participationStatus: 'tentative',
    });
  });

  it('leaves an exception without a key when the service does not say which occurrence it was', async () => {
    const { connect } = await setUp({ omitOriginalStart: true });
    const events = await connect('ada').events.list({ window: march }).toArray();
    const exception = events.find((event) => event.kind === 'exception');
    expect(exception).toMatchObject({ title: 'Berth planning, later' });
    expect(exception).not.toHaveProperty('recurrenceId');
  });
});

describe('a connection that ends, against the emulator', () => {
  it('renews expired access tokens by itself', async () => {
    const { connect, emulator } = await setUp();
    const connection = connect('ada');
    await connection.calendars.list();
    emulator.expireAccessTokens();
    expect((await connection.calendars.list()).items).not.toEqual([]);
  });

  it('asks for a sign-in when the sessions were revoked', async () => {
    const { connect, emulator } = await setUp();
    const connection = connect('ada');
    await connection.calendars.list();
    emulator.revokeSessions('ada');
    await expect(connection.calendars.list()).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      vendorCode: 'AADSTS50173',
      cure: { text: expect.stringContaining('sessions were ended') },
    });
  });

  it('asks for consent when it was withdrawn', async () => {
    const { connect, emulator } = await setUp();
    const connection = connect('ada');
    emulator.withdrawConsent('ada');
    await expect(connection.calendars.list()).rejects.toMatchObject({
      code: 'consentRequired',
      vendorCode: 'AADSTS65001',
    });
  });
});

describe('faults of the service, by the emulator', () => {
  test.each([
    [
      'claims challenge that a fresh token does not meet',
      graphFaults.claimsChallenge({ times: 2 }),
      'reauthorizationRequired',
    ],
    ['401 that is not about the token', graphFaults.emptyUnauthorized({ times: 2 }), 'accessDenied'],
    ['source that personal accounts lack', graphFaults.personalAccountUnsupported(), 'invalidArgument'],
    ['missing mailbox', graphFaults.mailboxNotEnabled(), 'mailboxUnavailable'],
    ['access policy', graphFaults.accessPolicyDenied(), 'accessDenied'],
    ['broken backend', graphFaults.internalServerError(), 'serviceUnavailable'],
    ['proxy page', graphFaults.htmlAnswer(), 'serviceUnavailable'],
  ])('a %s has its own code', async (_case, fault, code) => {
    const { connect, emulator } = await setUp();
    emulator.faults.add(fault);
    await expect(connect('ada').calendars.list()).rejects.toMatchObject({ code, provider: 'graph' });
  });

  it('a claims challenge is met silently', async () => {
    const { connect, emulator } = await setUp();
    emulator.faults.add(graphFaults.claimsChallenge());
    expect((await connect('ada').calendars.list()).items).not.toEqual([]);
  });

  it('throttling carries the wait that was asked for', async () => {
    const { connect, emulator } = await setUp();
    emulator.faults.add(graphFaults.throttled(90));
    await expect(connect('ada').calendars.list()).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 90_000 });
  });
});

describe('a broken way to the emulator', () => {
  test.each([
    ['a reset connection', { kind: 'reset', when: 'beforeHandling' } as const, 'networkError'],
    ['a cut-off answer', { kind: 'truncate', bytes: 40 } as const, /networkError|invalidResponse/],
    ['a gateway’s page', { kind: 'respond', status: 502, body: '<html>' } as const, 'serviceUnavailable'],
  ])('%s has its own error', async (_case, action, code) => {
    const { connect, emulator } = await setUp();
    emulator.faults.add({ when: (request) => request.path.startsWith('/v1.0/'), action });
    const error: unknown = await connect('ada')
      .calendars.list()
      .then(undefined, (reason: unknown) => reason);
    expect(error instanceof Error ? codeOf(error) : undefined).toEqual(expect.stringMatching(code));
  });

  it('a server that never answers ends with a timeout by the injected clock', async () => {
    const { connect, emulator, clock } = await setUp();
    const reached = Promise.withResolvers<undefined>();
    emulator.faults.add({
      when: (request) => {
        if (!request.path.startsWith('/v1.0/')) return false;
        reached.resolve(undefined);
        return true;
      },
      action: { kind: 'hang' },
    });
    const failed = connect('ada')
      .calendars.list()
      .then(undefined, (reason: unknown) => reason);
    await reached.promise;
    await clock.advance(30_000);
    expect(await failed).toMatchObject({ code: 'timeout', retryable: true });
  });
});
