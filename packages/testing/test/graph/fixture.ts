import { expect } from 'vitest';
import type { Company, Meeting, Person } from '../../src/company/company.ts';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { ManualClock } from '../../src/clock/manual-clock.ts';
import type { GraphEmulator, GraphEmulatorOptions } from '../../src/graph/graph-emulator.ts';
import { startGraphEmulator } from '../../src/graph/start-graph-emulator.ts';
import { tokenAnswerViolations } from './token-answer-schema.ts';

/**
 * An answer as a test reads it: every member some test looks at, under the assumption that it is there. Where it is not,
 * the assertion on it fails.
 */
export interface Wire {
  readonly value: WireList;
  readonly error: Wire;
  readonly innerError: Wire;
  readonly code: string;
  readonly message: string;
  readonly text: string;
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly uid: string;
  readonly iCalUId: string;
  readonly showAs: string;
  readonly categories: readonly string[];
  readonly isOrganizer: boolean;
  readonly isCancelled: boolean;
  readonly isDefaultCalendar: boolean;
  readonly response: string;
  readonly responseStatus: Wire;
  readonly status: Wire;
  readonly emailAddress: { readonly name: string; readonly address: string };
  readonly attendees: WireList;
  readonly organizer: Wire;
  readonly body: Wire;
  readonly bodyPreview: string;
  readonly content: string;
  readonly start: Wire;
  readonly dateTime: string;
  readonly timeZone: string;
  readonly originalStart: string;
  readonly originalStartTimeZone: string;
  readonly location: Wire;
  readonly locations: WireList;
  readonly displayName: string;
  readonly recurrence: Wire;
  readonly pattern: Wire;
  readonly range: Wire;
  readonly startDate: string;
  readonly seriesMasterId: string;
  readonly occurrenceId: string;
  readonly cancelledOccurrences: readonly string[];
  readonly exceptionOccurrences: WireList;
  readonly changeKey: string;
  readonly transactionId: string | null;
  readonly isAllDay: boolean;
  readonly isOnlineMeeting: boolean;
  readonly onlineMeetingProvider: string;
  readonly onlineMeeting: Wire;
  readonly joinUrl: string;
  readonly hasAttachments: boolean;
  readonly end: Wire;
  readonly time: string;
  readonly proposedNewTime: Wire;
  readonly uploadUrl: string;
  readonly availabilityView: string;
  readonly scheduleItems: WireList;
  readonly responseCode: string;
  readonly emailAddresses: readonly { readonly name: string; readonly address: string }[];
  readonly parentFolderId: string;
  readonly responses: WireList;
  readonly targetId: string;
  readonly '@odata.etag': string;
  readonly '@odata.deltaLink'?: string;
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
}

/** A list of which tests read the first entries. */
export type WireList = readonly [Wire, Wire, Wire, ...Wire[]];

export const ada: Person = {
  id: 'ada',
  name: 'Ada Brook',
  address: 'ada@tidewater.example',
  timeZone: 'Europe/Amsterdam',
  password: 'ada-password',
  calendars: [{ id: 'side', name: 'Side projects', color: '#f7630c' }],
};
export const ben: Person = {
  id: 'ben',
  name: 'Ben Okafor',
  address: 'ben@tidewater.example',
  timeZone: 'America/New_York',
  password: 'ben-password',
};

/** A company of two people and a room with the given meetings. */
export function companyWith(...meetings: readonly Meeting[]): Company {
  return {
    name: 'Tidewater',
    domain: 'tidewater.example',
    timeZone: 'Europe/Amsterdam',
    people: [ada, ben],
    rooms: [
      { id: 'harbor', name: 'Harbor', address: 'harbor@tidewater.example', capacity: 8, building: 'A', floor: '2' },
    ],
    meetings,
  };
}

/** A timed meeting of Ada's in Amsterdam, changed by `change`. */
export function meeting(id: string, change: Partial<Meeting> = {}): Meeting {
  return {
    id,
    title: id,
    organizer: 'ada',
    when: { kind: 'timed', start: '2026-11-17T09:00:00', end: '2026-11-17T09:30:00', timeZone: 'Europe/Amsterdam' },
    ...change,
  };
}

/** An emulator, its clock, and a way to ask as somebody. */
export interface Rig extends AsyncDisposable {
  readonly emulator: GraphEmulator;
  readonly clock: ManualClock;
  /** GET below `/v1.0` with a fresh token of `person`. */
  get(
    path: string,
    options?: { readonly person?: string; readonly prefer?: string; readonly token?: string },
  ): Promise<Reply>;
}

/** An answer, read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Wire;
}

export async function startRig(options: GraphEmulatorOptions = {}): Promise<Rig> {
  const clock = manualClock('2026-11-16T08:00:00Z');
  const emulator = await startGraphEmulator({ clock, company: companyWith(), ...options });
  const violations: string[] = [];
  emulator.onExchange((exchange) => violations.push(...tokenAnswerViolations(exchange)));
  return {
    emulator,
    clock,
    async get(path, { person = 'ada', prefer, token = emulator.issueTokens({ person }).accessToken } = {}) {
      const response = await fetch(path.startsWith('http') ? path : emulator.graphBaseUrl + path, {
        headers: { authorization: `Bearer ${token}`, ...(prefer === undefined ? {} : { prefer }) },
      });
      return { status: response.status, headers: response.headers, body: await bodyOf(response) };
    },
    async [Symbol.asyncDispose]() {
      await emulator.close();
      expect(violations).toEqual([]);
    },
  };
}

export const november = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z';

async function bodyOf(response: Response): Promise<Wire> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  // The tests assert on what they read; see Wire.
  return (isJson ? JSON.parse(text) : { text }) as Wire;
}
