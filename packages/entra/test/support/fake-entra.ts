import { createHash } from 'node:crypto';
import { CalendarError, defaultTimeoutMs } from '@kalends/core';
import type { Fetch, LogFields, Logger, Runtime } from '@kalends/core';
import { entra } from '../../src/index.ts';
import type { Entra, EntraSettings } from '../../src/index.ts';

/** One request that reached the fake. */
export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
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

/** A hand-written sign-in service behind an injected `fetch`: answers queue up per path, the last one stays. */
export interface FakeEntra {
  readonly fetch: Fetch;
  readonly requests: SentRequest[];
  /** `path` below the tenant, for example `/oauth2/v2.0/token`. */
  on(path: string, ...answers: readonly Answering[]): void;
}

/** Path of the token endpoint below the tenant. */
export const tokenPath = '/oauth2/v2.0/token';

/** Creates a {@link FakeEntra} that knows no path yet. */
export function fakeEntra(): FakeEntra {
  const requests: SentRequest[] = [];
  const queues = new Map<string, Answering[]>();
  return {
    requests,
    on: (path, ...answers) => void queues.set(path, [...answers]),
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const body = typeof init?.body === 'string' ? init.body : '';
      const request = {
        method: init?.method ?? 'GET',
        url,
        headers: new Headers(init?.headers),
        form: new URLSearchParams(body),
      };
      requests.push(request);
      const queue = queues.get(url.pathname) ?? queues.get(url.pathname.replace(/^\/[^/]+/, ''));
      const next = queue === undefined ? undefined : queue.length > 1 ? queue.shift() : queue[0];
      if (next === undefined) return new Response('nothing here', { status: 404 });
      const answer = typeof next === 'function' ? await next(request) : next;
      return new Response(answer.text ?? JSON.stringify(answer.json ?? {}), {
        status: answer.status ?? 200,
        headers: { 'content-type': 'application/json; charset=utf-8', ...answer.headers },
      });
    },
  };
}

/** The tenant of Tidewater. */
export const tenantId = '8f1d9a52-3f3b-4b8e-9d51-0c5a7be2a001';

/** Claims of Ada's id token. */
export const adaClaims: Readonly<Record<string, unknown>> = {
  iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  aud: 'client-1',
  oid: 'oid-ada',
  tid: tenantId,
  preferred_username: 'ada@tidewater.example',
  name: 'Ada Quay',
};

/** An unsigned token. */
export function unsignedJwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.signature`;
}

/** The nonce that a sign-in with this verifier sends, worked out by hand. */
export function nonceOf(codeVerifier: string): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
  return sha256(`kalends sign-in nonce ${sha256(codeVerifier)}`);
}

/** A token endpoint's answer for Ada. */
export function tokenAnswer(overrides: Readonly<Record<string, unknown>> = {}): FakeAnswer {
  return {
    json: {
      token_type: 'Bearer',
      scope: 'Calendars.Read openid profile offline_access',
      expires_in: 3600,
      ext_expires_in: 3600,
      access_token: 'access-token-1',
      refresh_token: 'refresh-token-1',
      id_token: unsignedJwt(adaClaims),
      ...overrides,
    },
  };
}

/** A refusal of the token endpoint. */
export function refusal(codes: readonly number[], overrides: Readonly<Record<string, unknown>> = {}): FakeAnswer {
  return {
    status: 400,
    json: { error: 'invalid_grant', error_description: 'canary text', error_codes: codes, ...overrides },
  };
}

/** A clock that moves only when slept on; time limits of requests do not count. */
export function sleepyClock(startAt = '2026-11-16T08:00:00Z'): Runtime['clock'] & { readonly slept: number[] } {
  let now = Date.parse(startAt);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, options) {
      if (ms === defaultTimeoutMs) {
        await new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
        });
      }
      await Promise.resolve();
      options?.signal?.throwIfAborted();
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

/** An application at the fake, with a secret unless the test says otherwise. */
export function entraAt(fake: FakeEntra, settings: Partial<EntraSettings> = {}): Entra {
  const isProven = 'certificate' in settings || 'clientSecret' in settings;
  return entra({
    clientId: 'client-1',
    ...(isProven ? {} : { clientSecret: 'client-secret-1' }),
    ...settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock(), ...settings.runtime },
  });
}

/** A public client at the fake. */
export function publicEntraAt(fake: FakeEntra, settings: Partial<EntraSettings> = {}): Entra {
  return entra({
    clientId: 'client-1',
    ...settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock(), ...settings.runtime },
  });
}

/** The error a call fails with. */
export async function failureOf(call: Promise<unknown>): Promise<CalendarError> {
  const reason: unknown = await call.then(undefined, (error: unknown) => error);
  if (CalendarError.is(reason)) return reason;
  throw new Error('a CalendarError was expected', { cause: reason });
}
