import { expect } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { ManualClock } from '../../src/clock/manual-clock.ts';
import type { Company, Meeting } from '../../src/company/company.ts';
import type { GoogleEmulator, GoogleEmulatorOptions } from '../../src/google/google-emulator.ts';
import { startGoogleEmulator } from '../../src/google/google-emulator.ts';
import { demoGoogleClient } from '../../src/google/google-client.ts';
import { checkGoogleExchange, hasGoogleContract } from '../contracts/google-contract.ts';

/** An event as tests look at it: loosely, because they read what the wire says. */
export interface WireEvent {
  readonly id: string;
  readonly etag: string;
  readonly status: string;
  readonly iCalUID: string;
  readonly updated: string;
  readonly summary?: string;
  readonly description?: string;
  readonly location?: string;
  readonly recurrence?: string[];
  readonly recurringEventId?: string;
  readonly originalStartTime?: Record<string, string>;
  readonly start: Record<string, string>;
  readonly end: Record<string, string>;
  readonly organizer: Record<string, unknown>;
  readonly creator: Record<string, unknown>;
  readonly attendees?: Record<string, unknown>[];
  readonly attendeesOmitted?: boolean;
  readonly [field: string]: unknown;
}

export interface ListBody {
  readonly items: WireEvent[];
  readonly nextPageToken?: string;
  readonly nextSyncToken?: string;
  readonly [field: string]: unknown;
}

export interface ErrorBody {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly status?: string;
    readonly errors: { readonly reason: string; readonly domain: string; readonly location?: string }[];
    readonly details?: { readonly metadata: Record<string, string> }[];
  };
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export const calendarScope = 'https://www.googleapis.com/auth/calendar';
export const redirectUri: string = demoGoogleClient.redirectUris[0] ?? '';

export const emptyCompany: Company = {
  name: 'Tidewater',
  domain: 'tidewater.example',
  timeZone: 'Europe/Berlin',
  people: [
    {
      id: 'ada',
      name: 'Ada Brandt',
      address: 'ada@tidewater.example',
      timeZone: 'Europe/Berlin',
      password: 'ada-secret',
      calendars: [{ id: 'sailing', name: 'Sailing', color: '#16a765' }],
    },
    {
      id: 'bo',
      name: 'Bo Silva',
      address: 'bo@tidewater.example',
      timeZone: 'America/New_York',
      password: 'bo-secret',
    },
    { id: 'cy', name: 'Cy Tan', address: 'cy@tidewater.example', timeZone: 'Pacific/Auckland', password: 'cy-secret' },
  ],
  rooms: [
    {
      id: 'harbour',
      name: 'Harbour',
      address: 'harbour@tidewater.example',
      capacity: 8,
      building: 'Main',
      floor: '2',
    },
  ],
  meetings: [],
};

export function withMeetings(...meetings: Meeting[]): Company {
  return { ...emptyCompany, meetings };
}

/** A meeting of an hour at ten in Berlin on 2 March 2026, unless told otherwise. */
export function meeting(changes: Partial<Meeting> & Pick<Meeting, 'id'>): Meeting {
  return {
    title: changes.id,
    organizer: 'ada',
    when: { kind: 'timed', start: '2026-03-02T10:00:00', end: '2026-03-02T11:00:00', timeZone: 'Europe/Berlin' },
    ...changes,
  };
}

export interface Kit extends AsyncDisposable {
  readonly emulator: GoogleEmulator;
  readonly clock: ManualClock;
  /** GET below `/calendar/v3/` as `person`; the answer is held against the contract when that is at hand. */
  api<Body = ListBody>(
    path: string,
    query?: Query,
    options?: { person?: string; headers?: Record<string, string> },
  ): Promise<Answer<Body>>;
  /** Events of the primary calendar. */
  list(query?: Query, person?: string): Promise<ListBody>;
  token(form: Record<string, string>): Promise<Answer<Record<string, string | number>>>;
  authorizeUrl(parameters?: Record<string, string>): string;
  /** Signs in, ticks `scopes` (default all) and returns where the browser is sent. */
  consent(options?: {
    parameters?: Record<string, string>;
    username?: string;
    password?: string;
    scopes?: readonly string[];
    action?: string;
    accessSeconds?: number;
  }): Promise<{ status: number; location: URL | undefined; cookie: string; text: string }>;
}

export async function startKit(company: Company = emptyCompany, options: GoogleEmulatorOptions = {}): Promise<Kit> {
  const clock = manualClock('2026-03-01T08:00:00Z');
  const emulator = await startGoogleEmulator({ clock, company, ...options });
  const tokens = new Map<string, string>();

  const api: Kit['api'] = async (path, query = {}, { person = 'ada', headers = {} } = {}) => {
    const accessToken = tokens.get(person) ?? emulator.issueTokens({ person, scopes: [calendarScope] }).accessToken;
    tokens.set(person, accessToken);
    const url = new URL(`${emulator.origin}/calendar/v3/${path}`);
    for (const [name, value] of Object.entries(query)) {
      for (const item of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(item));
    }
    const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}`, ...headers } });
    const text = await response.text();
    const exchange = emulator.exchanges.at(-1);
    if (hasGoogleContract && exchange !== undefined) {
      // Tests send bad queries on purpose; what comes back has to be right all the same.
      const violations = checkGoogleExchange(exchange).filter((violation) => !violation.includes('query parameter'));
      if (!path.startsWith('nowhere')) expect(violations).toEqual([]);
    }
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };

  const authorizeUrl: Kit['authorizeUrl'] = (parameters = {}) =>
    `${emulator.origin}/o/oauth2/v2/auth?${new URLSearchParams({
      client_id: demoGoogleClient.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: calendarScope,
      ...parameters,
    })}`;

  return {
    emulator,
    clock,
    api,
    list: async (query = {}, person = 'ada') => {
      const answer = await api('calendars/primary/events', query, { person });
      expect(answer).toMatchObject({ status: 200 });
      return answer.body;
    },
    token: async (form) => {
      const response = await fetch(`${emulator.origin}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: demoGoogleClient.clientId,
          client_secret: demoGoogleClient.clientSecret ?? '',
          ...form,
        }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
    },
    authorizeUrl,
    consent: async ({ parameters = {}, username = 'ada@tidewater.example', password = 'ada-secret', ...form } = {}) => {
      const url = authorizeUrl(parameters);
      const requested = new URL(url).searchParams.get('scope')?.split(' ') ?? [];
      const body = new URLSearchParams({ username, password, granular: 'true', action: form.action ?? 'allow' });
      for (const scope of form.scopes ?? requested) body.append('scope', scope);
      if (form.accessSeconds !== undefined) body.set('access_seconds', String(form.accessSeconds));
      const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      const location = response.headers.get('location');
      return {
        status: response.status,
        location: location === null ? undefined : new URL(location),
        cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
        text: await response.text(),
      };
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}
