import { CalendarError, Secret } from '@kalends/core';
import type { BasicCredential, CalendarConnection, EventInstance } from '@kalends/core';
import { calendarEventSchema, calendarSchema } from '@kalends/core/schemas';
import {
  conformanceCompany,
  conformanceNow,
  exchangeFaults,
  manualClock,
  startExchangeEmulator,
  throwawayCa,
} from '@kalends/testing';
import type { ExchangeEmulator, ExchangeEmulatorOptions, ExchangeFaults } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { ews } from '../src/index.ts';
import type { EwsSettings } from '../src/index.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const window = { start: '2026-03-23T00:00:00Z', end: '2026-04-06T00:00:00Z' };
const ada = { username: 'ada@tidewater.example', password: 'ada-password-9c1f' };
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

const credentialOf = (
  who: { readonly username: string; readonly password: string },
  address = who.username,
): BasicCredential => ({
  kind: 'basic',
  provider: 'ews',
  account: { id: address, address },
  username: new Secret(who.username),
  password: new Secret(who.password),
  issuedAt: conformanceNow,
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const emulator = await startExchangeEmulator({
    clock: manualClock(conformanceNow),
    company: conformanceCompany,
    ...options,
  });
  running.push(emulator);
  contract.watch(emulator);
  return emulator;
}

function connect(
  emulator: ExchangeEmulator,
  credential = credentialOf(ada),
  settings: Partial<EwsSettings> = {},
): CalendarConnection {
  const connection = ews({
    url: emulator.ewsUrl,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    ...settings,
  }).connect({ credential });
  running.push(connection);
  return connection;
}

const list = (connection: CalendarConnection, more: object = {}): Promise<EventInstance[]> =>
  connection.events.list({ window, timeZone: 'Europe/Berlin', ...more }).toArray();
const titled = (events: readonly EventInstance[], title: string): readonly EventInstance[] =>
  events.filter((event) => event.title === title);

async function codeOf(call: PromiseLike<unknown>): Promise<string> {
  return Promise.resolve(call).then(
    () => 'no error',
    (error: unknown) => (CalendarError.is(error) ? error.code : String(error)),
  );
}

describe('against an Exchange server', () => {
  it('signs in, and the credential opens the mailbox', async () => {
    const emulator = await start();
    const provider = ews({ url: emulator.ewsUrl, allowInsecureLoopback: true });
    const credential = await provider.signIn.verify(ada);
    expect(credential.account).toEqual({ id: ada.username, address: ada.username, name: 'Ada Brandt' });
    await using connection = provider.connect({ credential });
    expect((await connection.calendars.list()).items.map(({ name }) => name)).toContain('Garden');
    const wrong = provider.signIn.verify({ ...ada, password: 'guess' });
    expect(await codeOf(wrong)).toBe('authenticationFailed');
  });

  it.each(['15.2.2562.46', '15.1.2507.72', '15.0.1497', '14.3'] as const)(
    'reads the same from version %s',
    async (version) => {
      const emulator = await start({ version });
      const connection = connect(emulator);
      const events = await list(connection);
      for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
      expect(titled(events, 'Offsite').map(({ time }) => time)).toEqual([
        { kind: 'allDay', startDate: '2026-04-02', endDate: '2026-04-04' },
      ]);
      expect(titled(events, 'Standup').map(({ time, kind }) => [kind, time.kind === 'timed' && time.start])).toEqual([
        ['occurrence', { dateTime: '2026-03-23T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-23T08:00:00Z' }],
        ['exception', { dateTime: '2026-03-25T10:30:00', timeZone: 'Europe/Berlin', instant: '2026-03-25T09:30:00Z' }],
        ['occurrence', { dateTime: '2026-04-01T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-04-01T07:00:00Z' }],
      ]);
      for (const calendar of (await connection.calendars.list()).items)
        expect(calendarSchema.parse(calendar)).toEqual(calendar);
    },
  );

  it('loses and repeats nothing when the server returns few items at once', async () => {
    const whole = await list(connect(await start()));
    const cut = await list(connect(await start({ findLimit: 4 })));
    const keys = (events: readonly EventInstance[]): string[] =>
      events.map((event) => JSON.stringify([event.title, event.time])).sort();
    expect(keys(cut)).toEqual(keys(whole));
  });

  it.each(['tzone://Microsoft/Custom', 'Customized Time Zone'])(
    'knows the zone called %s by what Windows shows for it, and keeps instants and days',
    async (zone) => {
      const events = await list(connect(await start({ zoneIdOf: () => zone })));
      expect(titled(events, 'Night train')[0]?.time).toMatchObject({
        start: { instant: '2026-03-28T21:00:00Z', timeZone: 'Europe/Berlin', dateTime: '2026-03-28T22:00:00' },
      });
      expect(titled(events, 'Offsite')[0]?.time).toEqual({
        kind: 'allDay',
        startDate: '2026-04-02',
        endDate: '2026-04-04',
      });
    },
  );

  it('shows a delegate no more of a private item than its time', async () => {
    const permissions = [{ mailbox: 'ada', grantee: 'ben', level: 'Reviewer' }] as const;
    const emulator = await start({ permissions });
    const ben = credentialOf({ username: 'ben@tidewater.example', password: 'ben-password-41d0' }, ada.username);
    const events = await list(connect(emulator, ben));
    const hidden = events.filter((event) => event.isContentHidden);
    expect(hidden.map(({ time, privacy }) => [time.kind === 'timed' && time.start.instant, privacy])).toEqual([
      ['2026-03-24T07:00:00Z', 'private'],
    ]);
    expect(hidden[0]).not.toHaveProperty('title');
    expect(titled(events, 'Dentist')).toEqual([]);
  });

  it('does not care how the answer is cut into pieces', async () => {
    const emulator = await start();
    const whole = await list(connect(emulator));
    emulator.faults.add({ action: { kind: 'chunk', chunkBytes: 61 }, times: Number.POSITIVE_INFINITY });
    expect(await list(connect(emulator))).toEqual(whole);
  });

  it('takes values, elements and characters it does not know', async () => {
    const emulator = await start();
    const whole = await list(connect(emulator));
    emulator.faults.add({ ...exchangeFaults.unknownElements(), times: Number.POSITIVE_INFINITY });
    expect(await list(connect(emulator))).toEqual(whole);
    emulator.faults.clear();
    emulator.faults.add({ ...exchangeFaults.forbiddenCharacters(), times: Number.POSITIVE_INFINITY });
    expect(await list(connect(emulator))).toEqual(whole);
    emulator.faults.clear();
    emulator.faults.add({ ...exchangeFaults.unknownValue('LegacyFreeBusyStatus'), times: Number.POSITIVE_INFINITY });
    expect(new Set((await list(connect(emulator))).map(({ busyStatus }) => busyStatus))).toEqual(new Set(['unknown']));
  });

  it.each<[string, ReturnType<ExchangeFaults['blocked']>, string]>([
    ['throttles', exchangeFaults.serverBusy(60_000), 'rateLimited'],
    ['throttles inside a 200', exchangeFaults.innerServerBusy(), 'rateLimited'],
    ['is unavailable', exchangeFaults.unavailable(120), 'serviceUnavailable'],
    ['has locked the account', exchangeFaults.accountLocked(), 'authenticationFailed'],
    ['no longer takes the password', exchangeFaults.unauthorized(), 'reauthorizationRequired'],
    ['has EWS switched off', exchangeFaults.blocked(), 'serviceDisabled'],
    ['shows a sign-in page', exchangeFaults.loginPage(), 'invalidResponse'],
    ['redirects', exchangeFaults.redirect('https://evil.example/EWS/Exchange.asmx'), 'untrustedUrl'],
    ['sends a document type', exchangeFaults.doctype(), 'invalidResponse'],
    ['cuts the answer off', exchangeFaults.truncatedXml(700), 'invalidResponse'],
    ['breaks the connection', { action: { kind: 'truncate', bytes: 700 } }, 'networkError'],
    ['drops the request', { action: { kind: 'reset', when: 'beforeHandling' } }, 'networkError'],
  ])('says so when the server %s', async (_name, fault, code) => {
    const emulator = await start();
    emulator.faults.add(fault);
    expect(await codeOf(list(connect(emulator)))).toBe(code);
  });

  it('gets over passing trouble by itself', async () => {
    const emulator = await start();
    emulator.faults.add({ action: { kind: 'reset', when: 'afterHandling' } });
    const events = await list(connect(emulator, credentialOf(ada), { retry: { maxAttempts: 3, maxWaitMs: 10_000 } }));
    expect(titled(events, 'Offsite')).toHaveLength(1);
  });

  it('speaks TLS with a private authority, and only with one it was told to trust', async () => {
    const ca = await throwawayCa();
    const emulator = await start({ tls: await ca.issue() });
    const trusting = { certificateAuthorities: [ca.certificate], allowInsecureLoopback: false };
    expect(titled(await list(connect(emulator, credentialOf(ada), trusting)), 'Offsite')).toHaveLength(1);
    expect(await codeOf(list(connect(emulator)))).toBe('tlsError');
    const expired = await start({
      tls: await ca.issue({ notBefore: '2020-01-01T00:00:00Z', notAfter: '2020-02-01T00:00:00Z' }),
    });
    expect(await codeOf(list(connect(expired, credentialOf(ada), trusting)))).toBe('tlsError');
  });

  it('says so when nothing listens', async () => {
    const emulator = await start();
    await emulator.close();
    expect(await codeOf(list(connect(emulator)))).toBe('networkError');
  });
});
