import { CalendarError, Secret, systemClock } from '@kalends/core';
import type { CalendarConnection, Clock, Fetch } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import {
  conformanceCompany,
  demoEntraClient,
  demoGoogleClient,
  exchangeFaults,
  manualClock,
  startExchangeEmulator,
  startGoogleEmulator,
  startGraphEmulator,
  throwawayCa,
} from '@kalends/testing';
import type { Emulator, Fault, RecordedRequest, ThrowawayCa, ThrowawayCertificate } from '@kalends/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const now = '2026-03-20T08:00:00Z';
const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-24T00:00:00Z' };
const person = { id: 'ada', address: 'ada@tidewater.example', password: 'ada-password-9c1f' };

interface Setting {
  readonly tls?: ThrowawayCertificate;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly secret?: string;
  /** Asks an address where nobody listens. */
  readonly isGone?: boolean;
}

interface Service {
  readonly emulator: Emulator;
  readonly connection: CalendarConnection;
  /** What the provider says it contacts. */
  readonly hosts: readonly string[];
}

/** One service with its provider in front, broken as the setting says. */
type Start = (setting: Setting) => Promise<Service>;

/** Issued just now by whichever clock the test goes by: a grant has an end, and an old one would be refused before any request. */
const oauth = (provider: string, refreshToken: string, { clock = systemClock }: Setting) =>
  ({
    kind: 'oauth',
    provider,
    account: { id: person.id, address: person.address },
    scopes: provider === 'graph' ? ['Calendars.Read'] : ['https://www.googleapis.com/auth/calendar.events.readonly'],
    refreshToken: new Secret(refreshToken),
    issuedAt: new Date(clock.now()).toISOString(),
  }) as const;

function common({ fetch, clock }: Setting) {
  return {
    allowInsecureLoopback: true,
    timeoutMs: 5_000,
    maxResponseBytes: 4 * 1024 * 1024,
    retry: { maxAttempts: 1 },
    runtime: { clock: clock ?? systemClock, ...(fetch === undefined ? {} : { fetch }) },
  };
}

/** Where nobody listens any more. */
async function gone(emulator: Emulator, setting: Setting): Promise<void> {
  if (setting.isGone === true) await emulator.close();
}

const services: readonly (readonly [name: string, start: Start])[] = [
  [
    'graph',
    async (setting) => {
      const emulator = await startGraphEmulator({
        company: conformanceCompany,
        ...(setting.tls === undefined ? {} : { tls: setting.tls }),
      });
      const { refreshToken = '' } = emulator.issueTokens({ person: person.id });
      await gone(emulator, setting);
      const provider = graph({
        ...common(setting),
        clientId: demoEntraClient.clientId,
        clientSecret: setting.secret ?? demoEntraClient.clientSecret ?? '',
        tenantId: emulator.tenantId,
        authority: emulator.origin,
        graphBaseUrl: emulator.origin,
      });
      return {
        emulator,
        hosts: provider.hosts,
        connection: provider.connect({ credential: oauth('graph', refreshToken, setting) }),
      };
    },
  ],
  [
    'google',
    async (setting) => {
      const emulator = await startGoogleEmulator({
        company: conformanceCompany,
        ...(setting.tls === undefined ? {} : { tls: setting.tls }),
      });
      const scopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'].map(
        (name) => `https://www.googleapis.com/auth/${name}`,
      );
      const { refreshToken } = emulator.issueTokens({ person: person.id, scopes });
      await gone(emulator, setting);
      const provider = google({
        ...common(setting),
        clientId: demoGoogleClient.clientId,
        clientSecret: setting.secret ?? demoGoogleClient.clientSecret ?? '',
        endpoints: {
          authorizationUrl: `${emulator.origin}/o/oauth2/v2/auth`,
          tokenUrl: `${emulator.origin}/token`,
          apiRootUrl: `${emulator.origin}/`,
        },
      });
      return {
        emulator,
        hosts: provider.hosts,
        connection: provider.connect({ credential: oauth('google', refreshToken, setting) }),
      };
    },
  ],
  [
    'ews',
    async (setting) => {
      const emulator = await startExchangeEmulator({
        company: conformanceCompany,
        ...(setting.tls === undefined ? {} : { tls: setting.tls }),
      });
      await gone(emulator, setting);
      const provider = ews({ ...common(setting), url: emulator.ewsUrl });
      return {
        emulator,
        hosts: provider.hosts,
        connection: provider.connect({
          credential: {
            kind: 'basic',
            provider: 'ews',
            account: { id: person.address, address: person.address },
            username: new Secret(person.address),
            password: new Secret(setting.secret ?? person.password),
            issuedAt: now,
          },
        }),
      };
    },
  ],
];

/** Calls that are no token calls: what is broken here is the calendar service. */
const atTheApi = ({ path }: RecordedRequest): boolean => !/token|oauth2/.test(path);
const answering = (status: number, contentType: string, body: string | Uint8Array): Fault => ({
  when: atTheApi,
  times: Infinity,
  action: { kind: 'respond', status, headers: { 'content-type': contentType }, body },
});
const page = '<!doctype html><html><head><title>canary</title></head><body>Please sign in</body></html>';

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
let ca: ThrowawayCa;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  ca = await throwawayCa();
});
afterAll(() => {
  process.off('unhandledRejection', note);
});

async function failure(service: Service): Promise<CalendarError> {
  const error: unknown = await service.connection.events
    .list({ window })
    .toArray()
    .then(
      () => new Error('it did not fail'),
      (reason: unknown) => reason,
    );
  if (!CalendarError.is(error)) throw error;
  expect(JSON.stringify(error) + (error.stack ?? '')).not.toMatch(/canary|ada@tidewater|ada-password/);
  return error;
}

describe.each(services)('%s', (name, start) => {
  const broken = async (fault: Fault): Promise<CalendarError> => {
    const service = await start({});
    service.emulator.faults.add(fault);
    try {
      return await failure(service);
    } finally {
      await service.emulator.close();
    }
  };

  test('asks the hosts it lists, and no others', async () => {
    const contacted = new Set<string>();
    const send = nodeFetch();
    const service = await start({
      fetch: (input, init) => {
        contacted.add(new URL(input instanceof Request ? input.url : input).host);
        return send(input, init);
      },
    });
    await service.connection.events.list({ window }).toArray();
    await service.emulator.close();
    expect([...contacted]).toEqual(service.hosts);
  });

  test('a wrong client secret or password', async () => {
    const service = await start({ secret: 'canary-wrong' });
    const { code } = await failure(service);
    await service.emulator.close();
    expect(code).toBe(name === 'ews' ? 'reauthorizationRequired' : 'invalidConfiguration');
  });

  test('a refused connection', async () => {
    expect((await failure(await start({ isGone: true }))).code).toBe('networkError');
  });

  test('an expired certificate', async () => {
    const tls = await ca.issue({ notBefore: '2020-01-01T00:00:00Z', notAfter: '2020-02-01T00:00:00Z' });
    const service = await start({ tls, fetch: nodeFetch({ certificateAuthorities: [ca.certificate] }) });
    const error = await failure(service);
    await service.emulator.close();
    expect(error).toMatchObject({ code: 'tlsError', retryable: false, cause: { code: 'CERT_HAS_EXPIRED' } });
    expect(error.cure?.text).toContain('certificate');
  });

  test('a certificate of an authority that is trusted in the settings works', async () => {
    const service = await start({
      tls: await ca.issue(),
      fetch: nodeFetch({ certificateAuthorities: [ca.certificate] }),
    });
    expect((await service.connection.events.list({ window }).toArray()).length).toBeGreaterThan(0);
    await service.emulator.close();
  });

  test('a hung server', async () => {
    const clock = manualClock(now);
    const service = await start({ clock });
    const hung = new Promise<void>((resolve) => service.emulator.onExchange(() => resolve()));
    service.emulator.faults.add({ times: Infinity, action: { kind: 'hang' } });
    const failed = failure(service);
    await hung;
    await clock.advance(5_000);
    expect((await failed).code).toBe('timeout');
    await service.emulator.close();
  });

  test('404', async () => {
    const { code } = await broken(answering(404, 'text/html', page));
    expect(code).toBe(name === 'ews' ? 'invalidConfiguration' : 'notFound');
  });

  test('a web page instead of an answer', async () => {
    expect((await broken(answering(200, 'text/html', page))).code).toBe('invalidResponse');
  });

  test('50 MB', async () => {
    const type = name === 'ews' ? 'text/xml' : 'application/json';
    expect((await broken(answering(200, type, new Uint8Array(50 * 1024 * 1024).fill(32)))).code).toBe(
      'responseTooLarge',
    );
  });

  test('an answer that breaks off', async () => {
    const { code } = await broken({ when: atTheApi, times: Infinity, action: { kind: 'truncate', bytes: 60 } });
    expect(['networkError', 'invalidResponse']).toContain(code);
  });
});

describe('ews', () => {
  test.each([
    ['truncated XML', exchangeFaults.truncatedXml(400)],
    ['XML with a document type', exchangeFaults.doctype()],
  ])('%s', async (_what, fault) => {
    const start = services.find(([name]) => name === 'ews')?.[1];
    const service = await start?.({});
    service?.emulator.faults.add(fault);
    expect(service === undefined ? undefined : (await failure(service)).code).toBe('invalidResponse');
    await service?.emulator.close();
  });
});

test('none of it left a rejection unhandled: the process lives', () => {
  expect(unhandled).toEqual([]);
});
