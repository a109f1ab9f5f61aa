import { Secret } from '@kalends/core';
import type {
  AccessPolicy,
  CalendarConnection,
  NewEvent,
  NewEventTime,
  Recurrence,
  RecurrenceEnd,
} from '@kalends/core';
import type { GoogleEmulatorOptions, GoogleStoredEvent, RecordedRequest } from '@kalends/testing';
import { contractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import type { ContractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import { checkGoogleExchange, hasGoogleContract } from '../../../testing/test/contracts/google-contract.ts';
import type { GoogleSettings } from '../../src/index.ts';
import { emulatedGoogle } from './emulated-google.ts';
import type { EmulatedGoogle } from './emulated-google.ts';
import { impatientClock } from './impatient-clock.ts';
import { now } from './setup.ts';
import { tidewater } from './tidewater.ts';

const prefix = 'https://www.googleapis.com/auth/calendar';

/** What an application that writes is granted. */
export const writingScopes: readonly string[] = [`${prefix}.events`, `${prefix}.calendarlist.readonly`];

/** How a connection is opened. */
export interface OpenOptions {
  readonly settings?: Partial<GoogleSettings>;
  /** Default: {@link writingScopes}. */
  readonly scopes?: readonly string[];
  /** Default: what was granted. */
  readonly policy?: AccessPolicy;
}

/** A write as it went over the wire. */
export interface SentWrite {
  readonly method: string;
  /** Without the API's root. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly ifMatch?: string;
}

/** An emulator with accounts that may write. Waits of retries are over at once. */
export interface WritingGoogle extends EmulatedGoogle {
  readonly ada: CalendarConnection;
  readonly bob: CalendarConnection;
  open(person: string, options?: OpenOptions): CalendarConnection;
  /** Requests to the API that were neither reads nor refused by a fault before they came in. */
  writes(): readonly SentWrite[];
  /** Every request to the API. */
  requests(): readonly RecordedRequest[];
  /** Forgets what was sent so far. */
  forget(): void;
  /** What is stored in a person's calendars with this title, cancelled events left out. */
  stored(person: string, title: string): readonly GoogleStoredEvent[];
}

/** Starts one. */
export async function writingGoogle(
  options: GoogleEmulatorOptions = {},
  contract?: ContractWatch,
): Promise<WritingGoogle> {
  const kit = await emulatedGoogle(options);
  contract?.watch(kit.emulator);
  const { people } = options.company ?? tidewater;
  let from = 0;
  const open: WritingGoogle['open'] = (personId, { settings = {}, scopes = writingScopes, policy } = {}) => {
    const tokens = kit.emulator.issueTokens({ person: personId, scopes });
    const person = people.find(({ id }) => id === personId);
    const { fetch } = kit.common.runtime ?? {};
    const runtime = { clock: impatientClock(kit.clock), ...(fetch === undefined ? {} : { fetch }) };
    return kit.oauth({ retry: { maxAttempts: 3 }, runtime, ...settings }).connect({
      ...(policy === undefined ? {} : { policy }),
      credential: {
        kind: 'oauth',
        provider: 'google',
        account: { id: personId, ...(person === undefined ? {} : { address: person.address }) },
        scopes,
        refreshToken: new Secret(tokens.refreshToken),
        issuedAt: now,
      },
    });
  };
  const requests: WritingGoogle['requests'] = () =>
    kit.emulator.exchanges
      .slice(from)
      .map(({ request }) => request)
      .filter(({ path }) => path.startsWith('/calendar/v3/'));
  return {
    ...kit,
    ada: open('ada'),
    bob: open('bob'),
    open,
    requests,
    writes: () =>
      requests()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, query, body, headers }) => {
          const ifMatch = headers['if-match'];
          return {
            method,
            path: decodeURIComponent(path.slice('/calendar/v3'.length)),
            query: Object.fromEntries([...query].filter(([name]) => name !== 'fields')),
            body: body === '' ? undefined : (JSON.parse(body) as unknown),
            ...(ifMatch === undefined ? {} : { ifMatch }),
          };
        }),
    forget() {
      from = kit.emulator.exchanges.length;
    },
    stored: (person, title) =>
      kit.emulator.storedEvents(person).filter((event) => event.title === title && event.status !== 'cancelled'),
  };
}

/** Makes the tests of a file hold every exchange against Google's own description of its API. */
export function watchCalendarContract(): ContractWatch {
  return contractWatch({
    name: 'Google discovery documents',
    isPresent: hasGoogleContract,
    check: checkGoogleExchange,
  });
}

/** An hour in Berlin. */
export function hour(start: string, timeZone: string = 'Europe/Berlin'): NewEventTime {
  const end = new Date(Date.parse(`${start}Z`) + 3_600_000).toISOString().slice(0, 19);
  return { kind: 'timed', start: { dateTime: start, timeZone }, end: { dateTime: end, timeZone } };
}

/** An event that nothing is said of but its title and an hour. */
export function plain(title: string, more: Partial<NewEvent> = {}): NewEvent {
  return { title, time: hour('2026-11-20T09:00:00'), ...more };
}

/** A series of days: so many of them, or until an end. */
export function daily(end: number | RecurrenceEnd): Recurrence {
  return {
    rules: [
      {
        frequency: 'daily',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        end: typeof end === 'number' ? { kind: 'count', count: end } : end,
      },
    ],
    excludedRules: [],
    additional: [],
    excluded: [],
  };
}
