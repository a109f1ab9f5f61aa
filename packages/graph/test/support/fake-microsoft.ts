import { Secret, defaultTimeoutMs } from '@kalends/core';
import type {
  AccessPolicy,
  CalendarConnection,
  Fetch,
  LogFields,
  Logger,
  OAuthCredential,
  Runtime,
  TokenCredential,
} from '@kalends/core';
import { graph } from '../../src/index.ts';
import type { GraphSettings } from '../../src/index.ts';

/** One request that reached the fake. */
export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  /** Form fields of a token request. */
  readonly form: URLSearchParams;
}

/** An answer to give; JSON unless `text` is set. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

type Answering = FakeAnswer | ((request: SentRequest) => FakeAnswer | Promise<FakeAnswer>);

/** Hand-written Entra and Graph behind an injected `fetch`: answers queue up per path, the last one stays. */
export interface FakeMicrosoft {
  readonly fetch: Fetch;
  readonly requests: SentRequest[];
  /** Requests to Graph, without the token endpoint's. */
  graphRequests(): SentRequest[];
  tokenRequests(): SentRequest[];
  /** `path` without the version and query. */
  on(path: string, ...answers: readonly Answering[]): void;
}

const jsonType = 'application/json;odata.metadata=minimal;charset=utf-8';

/** Creates a {@link FakeMicrosoft} whose token endpoint gives `access-1`, `access-2`, … and never rotates. */
export function fakeMicrosoft(): FakeMicrosoft {
  const requests: SentRequest[] = [];
  const queues = new Map<string, Answering[]>();
  let issued = 0;
  queues.set('/token', [
    () => {
      issued += 1;
      return { json: tokenAnswer({ access_token: `access-${issued}` }) };
    },
  ]);
  const keyOf = (url: URL): string =>
    url.pathname.endsWith('/oauth2/v2.0/token') ? '/token' : decodeURIComponent(url.pathname.replace(/^\/v1\.0/, ''));
  return {
    requests,
    graphRequests: () => requests.filter((request) => keyOf(request.url) !== '/token'),
    tokenRequests: () => requests.filter((request) => keyOf(request.url) === '/token'),
    on: (path, ...answers) => void queues.set(path, [...answers]),
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const body = typeof init?.body === 'string' ? init.body : '';
      const request = {
        method: init?.method ?? 'GET',
        url,
        headers: new Headers(init?.headers),
        body,
        form: new URLSearchParams(body),
      };
      requests.push(request);
      const queue = queues.get(keyOf(url));
      const next = queue === undefined ? undefined : queue.length > 1 ? queue.shift() : queue[0];
      if (next === undefined) return new Response('{"error":{"code":"ResourceNotFound"}}', { status: 404 });
      const answer = typeof next === 'function' ? await next(request) : next;
      return new Response(answer.text ?? JSON.stringify(answer.json ?? {}), {
        status: answer.status ?? 200,
        headers: { 'content-type': jsonType, ...answer.headers },
      });
    },
  };
}

/** A token endpoint's answer without `refresh_token`, so that nothing rotates unless the test says so. */
export function tokenAnswer(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    token_type: 'Bearer',
    scope: 'Calendars.Read openid profile offline_access',
    expires_in: 3600,
    ext_expires_in: 3600,
    access_token: 'access-token',
    ...overrides,
  };
}

/** An unsigned token: nobody on this side may check signatures of tokens that came straight from the token endpoint. */
export function idToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.signature`;
}

/** A clock that stands still unless slept on: sleeping moves it, so that retries take no time. */
export function sleepyClock(startAt = '2026-11-16T08:00:00Z'): Runtime['clock'] & { readonly slept: number[] } {
  let now = Date.parse(startAt);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, options) {
      // The guarded fetch's time limit always comes with a signal that ends it; only a retry's wait passes.
      if (ms === defaultTimeoutMs) {
        await new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
        });
      }
      await Promise.resolve();
      slept.push(ms);
      now += ms;
    },
  };
}

/** A logger that keeps everything it is told. */
export function recordingLogger(): Logger & { readonly entries: { event: string; fields: LogFields }[] } {
  const entries: { event: string; fields: LogFields }[] = [];
  const keep = (event: string, fields: LogFields = {}): void => void entries.push({ event, fields });
  return { entries, debug: keep, info: keep, warn: keep, error: keep };
}

/** A stored credential of Ada at Tidewater. */
export function credential(overrides: Partial<OAuthCredential> = {}): OAuthCredential {
  return {
    kind: 'oauth',
    provider: 'graph',
    account: { id: 'oid-ada', address: 'ada@tidewater.example', tenantId: 'tenant-1' },
    scopes: ['Calendars.Read', 'offline_access'],
    refreshToken: new Secret('refresh-token-0'),
    issuedAt: '2026-11-01T00:00:00Z',
    ...overrides,
  };
}

/** Opens a connection to the fake with the default settings of these tests. */
export function connectTo(
  fake: FakeMicrosoft,
  options: {
    readonly settings?: Partial<GraphSettings>;
    readonly credential?: TokenCredential;
    readonly policy?: AccessPolicy;
    readonly onCredentialChanged?: (credential: TokenCredential) => Promise<void>;
  } = {},
): CalendarConnection {
  const provider = graph({
    clientId: 'client-1',
    clientSecret: 'client-secret-1',
    ...options.settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock(), ...options.settings?.runtime },
  });
  return provider.connect({
    credential: options.credential ?? credential(),
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    ...(options.onCredentialChanged === undefined ? {} : { onCredentialChanged: options.onCredentialChanged }),
  });
}
