import type { CalendarConnection, EventInstance, EventTime, NewEvent } from '@kalends/core';
import type { GraphEmulatorOptions, ManualClock, RecordedExchange } from '@kalends/testing';
import { contractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import { checkGraphExchange, hasGraphContract } from '../../../testing/test/contracts/graph-contract.ts';
import { impatientClock } from '../../../testing/test/conformance/impatient-clock.ts';
import { setUp } from './harbour.ts';
import type { Setup } from './harbour.ts';

/** Permissions of people who write. */
const scopes = ['Calendars.ReadWrite', 'Calendars.ReadWrite.Shared'];

/** An emulator and people who write at it. */
export interface WriteRig {
  readonly emulator: Setup['emulator'];
  readonly clock: ManualClock;
  readonly ada: CalendarConnection;
  readonly bo: CalendarConnection;
  /** Opens another connection of a person, on a provider of its own: another process. */
  readonly connect: (person: string) => CalendarConnection;
  /** Opens a connection that may only read. */
  readonly reader: (person: string) => CalendarConnection;
  /** Requests to Graph since the last call, as `METHOD path`, reads left out. */
  readonly writes: () => readonly SentWrite[];
  /** The same with reads. */
  readonly requests: () => readonly string[];
  /** Mails that went out since the last call, as `kind to`. */
  readonly mails: () => readonly string[];
}

/** A write as it reached the emulator. */
export interface SentWrite {
  readonly method: string;
  /** The last parts of the path, without ids. */
  readonly what: string;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes the tests of a file hold every exchange against Microsoft's description of Graph. */
export function watchedRigs(): (options?: GraphEmulatorOptions) => Promise<WriteRig> {
  const contract = contractWatch({
    name: 'Graph OpenAPI description',
    isPresent: hasGraphContract,
    check: (exchange) => (exchange.request.path.startsWith('/v1.0/') ? checkGraphExchange(exchange) : []),
  });
  return async (options) => {
    const setup = await setUp(options);
    contract.watch(setup.emulator);
    return rigOf(setup);
  };
}

function rigOf(setup: Setup): WriteRig {
  const { emulator, clock, providerWith, credentialOf } = setup;
  const runtime = { clock: impatientClock(clock) };
  const connect = (person: string): CalendarConnection =>
    providerWith({ retry: {}, runtime }).connect({
      credential: credentialOf(person, scopes),
      policy: { calendars: 'readWrite', contacts: 'none' },
    });
  let seen = 0;
  let mailed = 0;
  const fresh = (): readonly RecordedExchange[] => {
    const exchanges = emulator.exchanges.filter(({ request }) => request.path.startsWith('/v1.0/'));
    const since = exchanges.slice(seen);
    seen = exchanges.length;
    return since;
  };
  return {
    emulator,
    clock,
    ada: connect('ada'),
    bo: connect('bo'),
    connect,
    reader: (person) =>
      providerWith({ retry: {}, runtime }).connect({
        credential: credentialOf(person, scopes),
        policy: { calendars: 'read', contacts: 'none' },
      }),
    writes: () => fresh().flatMap(({ request }) => (request.method === 'GET' ? [] : [sentWrite(request)])),
    requests: () => fresh().map(({ request }) => `${request.method} ${shape(request.path)}`),
    mails: () => {
      const mails = emulator.sentMails.slice(mailed);
      mailed = emulator.sentMails.length;
      return mails.map(({ kind, to }) => `${kind} ${to}`).sort();
    },
  };
}

function sentWrite(request: RecordedExchange['request']): SentWrite {
  const { method, path, body, headers } = request;
  return { method, what: shape(path), body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>), headers };
}

/** A path without the mailbox and ids. */
function shape(path: string): string {
  return path
    .replace('/v1.0/me/', '')
    .split('/')
    .map((segment) => (segment.length > 30 ? '*' : segment))
    .join('/');
}

/** An hour on Wednesday 25 March 2026, nine o'clock in Berlin. */
export const wednesday: NewEvent = {
  title: 'Tide tables',
  time: {
    kind: 'timed',
    start: { dateTime: '2026-03-25T09:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-03-25T10:00:00', timeZone: 'Europe/Berlin' },
  },
};

/** Where a time begins: wall time and zone, or the date. */
export function beginning(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : `${time.start.dateTime} ${time.start.timeZone}`;
}

/** An occurrence of a series, by the start it has now. */
export async function occurrence(
  connection: CalendarConnection,
  startsAt: string,
): Promise<EventInstance & { readonly masterId: string }> {
  const window = { start: '2026-03-20T00:00:00Z', end: '2026-06-20T00:00:00Z' };
  const { items } = await connection.events.list({ window });
  const found = items.find(({ time }) => time.kind === 'timed' && time.start.instant === startsAt);
  if (found === undefined || !('masterId' in found)) throw new Error(`no occurrence at ${startsAt}`);
  return found;
}
