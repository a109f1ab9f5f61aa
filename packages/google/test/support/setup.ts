import { Secret } from '@kalends/core';
import type { CalendarConnection, ConnectOptions, OAuthCredential, OAuthProvider } from '@kalends/core';
import { manualClock } from '@kalends/testing';
import type { ManualClock } from '@kalends/testing';
import { google } from '../../src/index.ts';
import type { GoogleSettings } from '../../src/index.ts';
import { fakeGoogle, json } from './fake-google.ts';
import type { FakeGoogle } from './fake-google.ts';

export const now = '2026-11-16T08:00:00Z';
export const calendarScope = 'https://www.googleapis.com/auth/calendar';
export const primaryPath = '/calendar/v3/users/me/calendarList/primary';
export const eventsPath = '/calendar/v3/calendars/ada%40example.com/events';

/** A connection to a scripted service. */
export interface Setup {
  readonly service: FakeGoogle;
  readonly clock: ManualClock;
  readonly provider: OAuthProvider;
  readonly connection: CalendarConnection;
}

export const credential: OAuthCredential = {
  kind: 'oauth',
  provider: 'google',
  account: { id: '1177', address: 'ada@example.com', name: 'Ada' },
  scopes: [
    'openid',
    'email',
    `${calendarScope}.events.readonly`,
    `${calendarScope}.freebusy`,
    `${calendarScope}.calendarlist.readonly`,
  ],
  refreshToken: new Secret('refresh-1'),
  issuedAt: '2026-11-01T08:00:00Z',
};

/** Prepares a provider and a connection; tokens and the primary calendar are answered, the rest is the test's. */
export function setup(
  options: {
    readonly settings?: Partial<GoogleSettings>;
    readonly connect?: Partial<ConnectOptions<OAuthCredential>>;
  } = {},
): Setup {
  const service = fakeGoogle();
  const clock = manualClock(now);
  service.on('/token', json({ access_token: 'access-1', expires_in: 3599, token_type: 'Bearer' }));
  service.on(primaryPath, json({ id: 'ada@example.com', timeZone: 'Europe/Paris' }));
  const provider = google({
    clientId: 'client-1',
    clientSecret: 'secret-1',
    retry: { maxAttempts: 1 },
    ...options.settings,
    runtime: {
      fetch: service.fetch,
      clock,
      random: { bytes: (length) => new Uint8Array(length) },
      ...options.settings?.runtime,
    },
  });
  return { service, clock, provider, connection: provider.connect({ credential, ...options.connect }) };
}

/** What a promise rejects with. */
export async function rejection(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It was expected to fail');
}

/** An unsigned ID token, as nobody checks signatures of what comes straight from the token endpoint. */
export function idToken(claims: Readonly<Record<string, unknown>>): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'RS256', kid: '1' })}.${encode(claims)}.c2lnbmF0dXJl`;
}
