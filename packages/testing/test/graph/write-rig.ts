import { expect } from 'vitest';
import type { GraphEmulatorOptions } from '../../src/graph/graph-emulator.ts';
import { checkGraphExchange, hasGraphContract } from '../contracts/graph-contract.ts';
import { startRig } from './fixture.ts';
import type { Reply, Rig, Wire } from './fixture.ts';

/** What a person of these tests may do. */
export const everything: readonly string[] = [
  'Calendars.ReadWrite',
  'Calendars.ReadWrite.Shared',
  'Contacts.ReadWrite',
  'MailboxSettings.ReadWrite',
  'People.Read',
  'Place.Read.All',
  'User.Read',
  'User.ReadBasic.All',
];

/** How a request is sent. */
export interface SendOptions {
  /** Default `ada`. */
  readonly person?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request is wrong on purpose, so that it breaks the contract; the answer may not. */
  readonly isWrong?: boolean;
}

/** A rig that writes, with every exchange checked against the contract where it is there. */
export interface WriteRig extends Rig {
  send(method: string, path: string, options?: SendOptions): Promise<Reply>;
  post(path: string, body?: unknown, options?: SendOptions): Promise<Reply>;
  patch(path: string, body: unknown, options?: SendOptions): Promise<Reply>;
  remove(path: string, options?: SendOptions): Promise<Reply>;
  read(path: string, options?: SendOptions): Promise<Reply>;
  /** The one event of somebody, as a client reads it. */
  only(person: string): Promise<Wire>;
  /** `kind to`, with the day and the answer where there is one, of every mail in order. */
  mails(): readonly string[];
}

export async function startWriteRig(options: GraphEmulatorOptions = {}): Promise<WriteRig> {
  const rig = await startRig(options);
  const { emulator } = rig;
  const violations: string[] = [];
  emulator.onExchange((exchange) => {
    if (!hasGraphContract) return;
    const isWrong = exchange.request.headers['x-wrong'] !== undefined;
    const found = checkGraphExchange(exchange);
    violations.push(...(isWrong ? found.filter((text) => / (?:response|status) /.test(text)) : found));
  });
  const send: WriteRig['send'] = async (method, path, { person = 'ada', token, body, headers, isWrong } = {}) => {
    const bearer = token ?? emulator.issueTokens({ person, scopes: everything }).accessToken;
    const response = await fetch(path.startsWith('http') ? path : emulator.graphBaseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(isWrong === true ? { 'x-wrong': 'on purpose' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    // The tests assert on what they read; see Wire.
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : { text }) as Wire };
  };
  return {
    emulator,
    clock: rig.clock,
    get: async (path, asking) => rig.get(path, asking),
    send,
    post: (path, body = {}, sending = {}) => send('POST', path, { body, ...sending }),
    patch: (path, body, sending = {}) => send('PATCH', path, { body, ...sending }),
    remove: (path, sending = {}) => send('DELETE', path, sending),
    read: (path, sending = {}) => send('GET', path, sending),
    async only(person) {
      const { body } = await send('GET', '/me/events', { person });
      expect(body.value).toHaveLength(1);
      return body.value[0];
    },
    mails: () =>
      emulator.sentMails.map(({ kind, to, recurrenceId, response }) =>
        [kind, to.split('@')[0], recurrenceId?.slice(0, 10), response].filter((part) => part !== undefined).join(' '),
      ),
    async [Symbol.asyncDispose]() {
      await rig[Symbol.asyncDispose]();
      expect([...new Set(violations)]).toEqual([]);
    },
  };
}

/** A `dateTimeTimeZone` in Amsterdam. */
export function amsterdam(dateTime: string): { readonly dateTime: string; readonly timeZone: string } {
  return { dateTime, timeZone: 'W. Europe Standard Time' };
}

/** A half-hour event of 17 November 2026, changed by `change`. */
export function eventBody(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    subject: 'Planning',
    start: amsterdam('2026-11-17T09:00:00'),
    end: amsterdam('2026-11-17T09:30:00'),
    ...change,
  };
}

/** Attendees by address. */
export function guests(...addresses: readonly string[]): readonly unknown[] {
  return addresses.map((address) => ({
    type: address.startsWith('harbor') ? 'resource' : 'required',
    emailAddress: { address, name: '' },
  }));
}

export const ben = 'ben@tidewater.example';
export const harbor = 'harbor@tidewater.example';
export const outsider = 'someone@elsewhere.example';

/** A weekly series on Tuesdays from 17 November 2026. */
export function weekly(numberOfOccurrences = 5): unknown {
  return {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'], firstDayOfWeek: 'monday' },
    range: { type: 'numbered', startDate: '2026-11-17', numberOfOccurrences },
  };
}
