import { CalendarError } from '@kalends/core';
import type { UnknownScheduleReason } from '@kalends/core';
import { readBusyInterval } from '../mapping/busy-periods.ts';
import type { BusyInterval } from '../mapping/busy-periods.ts';
import { wireFreeBusyAnswerSchema, wireFreeBusyCalendarSchema, wireFreeBusyGroupSchema } from '../wire/free-busy.ts';
import type { WireFreeBusyError } from '../wire/free-busy.ts';
import { parseWire } from '../wire/parse-wire.ts';

/** What one answer says of one address. */
export type TakenTime =
  | { readonly kind: 'known'; readonly intervals: readonly BusyInterval[] }
  | {
      readonly kind: 'unknown';
      readonly reason: UnknownScheduleReason;
      readonly error?: CalendarError;
      /** It was one too many in this request: fewer may go through. */
      readonly isOverfull?: boolean;
    };

/**
 * Google's words for why a calendar or a group is not told.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query | Freebusy: query}
 */
const reasons: Readonly<Record<string, UnknownScheduleReason>> = {
  notFound: 'notFound',
  forbidden: 'accessDenied',
  groupTooBig: 'tooManyMembers',
  tooManyCalendarsRequested: 'tooManyMembers',
  rateLimitExceeded: 'rateLimited',
  userRateLimitExceeded: 'rateLimited',
  quotaExceeded: 'rateLimited',
};

/**
 * Reads an answer of `freebusy.query`. A group's time is that of its members together, known only when all of theirs is. Whoever is
 * missing from the answer is unknown, and so is whoever's part of it cannot be read.
 *
 * @returns what it says of each address; the addresses are compared without case.
 * @throws CalendarError `invalidResponse` when the answer as a whole cannot be read.
 */
export function readFreeBusyAnswer(data: unknown, addresses: readonly string[]): ReadonlyMap<string, TakenTime> {
  const answer = parseWire(wireFreeBusyAnswerSchema, data);
  const calendars = byAddress(answer.calendars);
  const groups = byAddress(answer.groups);
  return new Map(
    addresses.map((address): [string, TakenTime] => {
      const group = groups.get(address.toLowerCase());
      return [address, group === undefined ? calendarTime(calendars, address) : groupTime(calendars, group)];
    }),
  );
}

function byAddress(entries: Readonly<Record<string, unknown>> | null | undefined): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(entries ?? {}).map(([address, entry]) => [address.toLowerCase(), entry]));
}

function calendarTime(calendars: ReadonlyMap<string, unknown>, address: string): TakenTime {
  const entry = calendars.get(address.toLowerCase());
  if (entry === undefined || entry === null) return unreadable('Google left the calendar out of its answer');
  const { data } = wireFreeBusyCalendarSchema.safeParse(entry);
  if (data === undefined) return unreadable('Google answered with something that is no list of taken times');
  const failure = failureOf(data.errors);
  if (failure !== undefined) return failure;
  // Without errors and without a list nothing is said, not even that there is nothing.
  if (!data.busy) return unreadable('Google told neither taken times nor why not');
  try {
    return { kind: 'known', intervals: data.busy.map(readBusyInterval) };
  } catch {
    return unreadable('Google answered with a time that cannot be read');
  }
}

function groupTime(calendars: ReadonlyMap<string, unknown>, entry: unknown): TakenTime {
  const { data } = wireFreeBusyGroupSchema.safeParse(entry);
  if (data === undefined) return unreadable('Google answered with something that is no list of members');
  const failure = failureOf(data.errors);
  if (failure !== undefined) return failure;
  // A group that shows nobody says of nobody that they have time.
  if (!data.calendars?.length) return unreadable('Google told neither members of the group nor why not');
  const intervals: BusyInterval[] = [];
  for (const member of data.calendars) {
    const taken = calendarTime(calendars, member);
    if (taken.kind === 'unknown') return taken;
    intervals.push(...taken.intervals);
  }
  return { kind: 'known', intervals };
}

function failureOf(errors: readonly WireFreeBusyError[] | null | undefined): TakenTime | undefined {
  const [error] = errors ?? [];
  if (error === undefined) return undefined;
  const word = error.reason ?? '';
  const reason = (Object.hasOwn(reasons, word) ? reasons[word] : undefined) ?? 'serviceFailed';
  return { kind: 'unknown', reason, ...(word === 'tooManyCalendarsRequested' ? { isOverfull: true } : {}) };
}

function unreadable(message: string): TakenTime {
  const error = new CalendarError({ code: 'invalidResponse', message, provider: 'google' });
  return { kind: 'unknown', reason: 'invalidResponse', error };
}
