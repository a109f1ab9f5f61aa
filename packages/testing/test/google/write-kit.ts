import { expect } from 'vitest';
import type { GoogleEmulatorOptions } from '../../src/google/google-emulator.ts';
import type { Company } from '../../src/company/company.ts';
import { checkGoogleExchange, hasGoogleContract } from '../contracts/google-contract.ts';
import { emptyCompany, startKit } from './google-kit.ts';
import type { Answer, ErrorBody, Kit, Query, WireEvent } from './google-kit.ts';

export const auth = 'https://www.googleapis.com/auth/';

export interface CallOptions {
  readonly query?: Query;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly person?: string;
  /** Default: everything. */
  readonly scopes?: readonly string[];
  /** The request breaks the contract on purpose. */
  readonly isBad?: boolean;
}

export interface WriteKit extends Kit {
  /** A request below the origin; request and answer are held against the contract when that is at hand. */
  call<Body = WireEvent>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>>;
  /** A call that the emulator refuses, as status, reason and message. */
  refusal(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<{ status: number; reason: string; message: string }>;
  insert(event: object, options?: CallOptions & { calendar?: string }): Promise<WireEvent>;
  patch(id: string, change: object, options?: CallOptions & { calendar?: string }): Promise<WireEvent>;
  put(id: string, event: object, options?: CallOptions & { calendar?: string }): Promise<WireEvent>;
  /** The event in somebody's primary calendar. */
  read(id: string, person?: string): Promise<WireEvent>;
}

const allScopes = [
  'calendar',
  'contacts',
  'contacts.other.readonly',
  'directory.readonly',
  'admin.directory.resource.calendar',
].map((name) => auth + name);

/** Path of the events of a calendar, or of one of them. */
export function eventsPath(calendar = 'primary', ...rest: readonly string[]): string {
  return ['/calendar/v3/calendars', encodeURIComponent(calendar), 'events', ...rest.map(encodeURIComponent)].join('/');
}

/** An hour at ten in Berlin on 2 March 2026, as it is sent. */
export function hour(day = '02', from = 10): { start: object; end: object } {
  const at = (clock: number): object => ({
    dateTime: `2026-03-${day}T${String(clock).padStart(2, '0')}:00:00`,
    timeZone: 'Europe/Berlin',
  });
  return { start: at(from), end: at(from + 1) };
}

/** Guests by their part before the `@`. */
export function guests(...names: readonly string[]): { email: string }[] {
  return names.map((name) => ({ email: name.includes('@') ? name : `${name}@tidewater.example` }));
}

export async function startWriteKit(
  company: Company = emptyCompany,
  options: GoogleEmulatorOptions = {},
): Promise<WriteKit> {
  const kit = await startKit(company, options);
  const tokens = new Map<string, string>();

  const call: WriteKit['call'] = async (method, path, more = {}) => {
    const { query = {}, headers = {}, person = 'ada', scopes = allScopes, isBad = false } = more;
    // A new token for every half hour of the clock: they end within the hour.
    const key = `${person} ${scopes.join(' ')} ${Math.floor(kit.clock.now() / 1_800_000)}`;
    const accessToken = tokens.get(key) ?? kit.emulator.issueTokens({ person, scopes }).accessToken;
    tokens.set(key, accessToken);
    const url = new URL(kit.emulator.origin + path);
    for (const [name, value] of Object.entries(query)) {
      for (const item of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(item));
    }
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(more.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(more.body === undefined
        ? {}
        : { body: typeof more.body === 'string' ? more.body : JSON.stringify(more.body) }),
    });
    const text = await response.text();
    const exchange = kit.emulator.exchanges.at(-1);
    if (hasGoogleContract && exchange !== undefined) {
      const violations = checkGoogleExchange(exchange).filter(
        (violation) => !isBad || /: (?:response|error|\d{3}|status)/.test(violation),
      );
      expect(violations).toEqual([]);
    }
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };

  const ok = async (method: string, path: string, options: CallOptions): Promise<WireEvent> => {
    const { status, body, text } = await call(method, path, options);
    expect({ status, text }).toMatchObject({ status: 200 });
    return body;
  };

  return Object.assign(kit, {
    call,
    refusal: async (method: string, path: string, options: CallOptions = {}) => {
      const { status, body } = await call<ErrorBody>(method, path, options);
      return { status, reason: body.error.errors[0]?.reason ?? '', message: body.error.message };
    },
    insert: (event: object, { calendar, ...options }: CallOptions & { calendar?: string } = {}) =>
      ok('POST', eventsPath(calendar), { body: event, ...options }),
    patch: (id: string, change: object, { calendar, ...options }: CallOptions & { calendar?: string } = {}) =>
      ok('PATCH', eventsPath(calendar, id), { body: change, ...options }),
    put: (id: string, event: object, { calendar, ...options }: CallOptions & { calendar?: string } = {}) =>
      ok('PUT', eventsPath(calendar, id), { body: event, ...options }),
    read: (id: string, person = 'ada') => ok('GET', eventsPath('primary', id), { person }),
  });
}
