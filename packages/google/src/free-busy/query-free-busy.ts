import { CalendarError } from '@kalends/core';
import type {
  CalendarErrorCode,
  FreeBusyAnswer,
  FreeBusyOptions,
  RequiredPermission,
  Schedule,
  UnknownScheduleReason,
} from '@kalends/core';
import { freeBusyOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { formatInstant } from '@kalends/core/time';
import { requireScopes, ungranted } from '../auth/require-scopes.ts';
import type { Grant } from '../auth/require-scopes.ts';
import { busyPeriodsOf, readBusyInterval } from '../mapping/busy-periods.ts';
import type { BusyInterval } from '../mapping/busy-periods.ts';
import type { Session, SessionCall } from '../session.ts';
import { freeBusyFields } from '../wire/free-busy.ts';
import { readFreeBusyAnswer } from './read-free-busy-answer.ts';
import type { TakenTime } from './read-free-busy-answer.ts';

/** What asking for taken time needs. */
const askingFreeBusy: RequiredPermission = { group: 'calendars', access: 'freeBusy' };

/** The most calendars Google tells of at once, groups counted by their members. */
const maxCalendars = 50;

/** The most members of a group that Google looks up. */
const maxMembers = 100;

/**
 * Google refuses ranges that are too long without saying how long that is; three months were seen to be the limit. Twelve weeks stay
 * below it.
 */
const maxRangeMs = 84 * 86_400_000;

/**
 * What an error of one request means for the mailboxes in it. Errors that are not here are about the whole call: nobody signed in,
 * nothing allowed.
 */
const reasonsByCode: Partial<Record<CalendarErrorCode, UnknownScheduleReason>> = {
  notFound: 'notFound',
  accessDenied: 'accessDenied',
  rateLimited: 'rateLimited',
  quotaExceeded: 'rateLimited',
  timeout: 'timeout',
  networkError: 'serviceFailed',
  serviceUnavailable: 'serviceFailed',
  invalidArgument: 'serviceFailed',
  invalidResponse: 'invalidResponse',
  responseTooLarge: 'invalidResponse',
};

/** Asks when mailboxes are taken: as many at a time, and as far, as Google allows. */
export async function queryFreeBusy(session: Session, options: FreeBusyOptions, grant: Grant): Promise<FreeBusyAnswer> {
  const operation = 'freeBusy.query';
  const { signal, mailboxes, window } = parseOptions(freeBusyOptionsSchema, options, operation);
  const call = { operation, signal, permission: askingFreeBusy };
  requireScopes(['freeBusy'], grant.scopes, operation);
  // Whoever cannot sign in is told so; what fails after this is about the mailboxes that were asked about.
  await session.authorize(call);
  const whole = readBusyInterval(window);
  const distinct = [...new Map(mailboxes.map((mailbox) => [mailbox.toLowerCase(), mailbox])).values()];
  const answers = await Promise.all(
    rangesOf(whole).flatMap((range) =>
      chunksOf(distinct, maxCalendars).map((addresses) => askOrExplain(session, call, addresses, range)),
    ),
  ).catch((error: unknown) => {
    throw ungranted(error, 'freeBusy', grant);
  });
  const taken = new Map<string, TakenTime>();
  for (const [address, part] of answers.flat()) taken.set(address, together(taken.get(address), part));
  const found = new Map([...taken].map(([address, part]) => [address.toLowerCase(), part]));
  const schedules = mailboxes.map((mailbox) => scheduleOf(mailbox, found.get(mailbox.toLowerCase()), whole));
  return { schedules, isComplete: schedules.every(({ kind }) => kind === 'known') };
}

type Answers = readonly (readonly [address: string, taken: TakenTime])[];

/** Asks one question; when it was too big for Google, two half as big. */
async function ask(
  session: Session,
  call: SessionCall,
  addresses: readonly string[],
  range: BusyInterval,
): Promise<Answers> {
  const data = await session.read(call, (client, requestOptions) =>
    client.freebusy.query(
      {
        fields: freeBusyFields,
        requestBody: {
          timeMin: formatInstant(range.startMs),
          timeMax: formatInstant(range.endMs),
          timeZone: 'UTC',
          groupExpansionMax: maxMembers,
          calendarExpansionMax: maxCalendars,
          items: addresses.map((id) => ({ id })),
        },
      },
      requestOptions,
    ),
  );
  const answers = [...readFreeBusyAnswer(data, addresses)];
  const overfull = answers.filter(([, taken]) => taken.kind === 'unknown' && taken.isOverfull === true);
  if (overfull.length === 0 || addresses.length === 1) return answers;
  // Members of groups took up the room: without the others there is more of it.
  const again = overfull.map(([address]) => address);
  const parts = chunksOf(again, Math.ceil(Math.min(again.length, addresses.length - 1) / 2));
  const retried = await Promise.all(parts.map((part) => askOrExplain(session, call, part, range)));
  return [...answers.filter((answer) => !overfull.includes(answer)), ...retried.flat()];
}

/** The same; a failure that passes is the answer for everybody who was asked about. */
async function askOrExplain(
  session: Session,
  call: SessionCall,
  addresses: readonly string[],
  range: BusyInterval,
): Promise<Answers> {
  try {
    return await ask(session, call, addresses, range);
  } catch (error) {
    const reason = CalendarError.is(error) ? reasonsByCode[error.code] : undefined;
    if (!CalendarError.is(error) || reason === undefined) throw error;
    return addresses.map((address) => [address, { kind: 'unknown', reason, error }]);
  }
}

/** Parts of a window are known together or not at all. */
function together(earlier: TakenTime | undefined, later: TakenTime): TakenTime {
  if (earlier === undefined || earlier.kind === 'unknown' || later.kind === 'unknown') {
    return earlier?.kind === 'unknown' ? earlier : later;
  }
  return { kind: 'known', intervals: [...earlier.intervals, ...later.intervals] };
}

function scheduleOf(mailbox: string, taken: TakenTime | undefined, window: BusyInterval): Schedule {
  if (taken === undefined) return { kind: 'unknown', mailbox, reason: 'invalidResponse' };
  if (taken.kind === 'known') return { kind: 'known', mailbox, busy: busyPeriodsOf(taken.intervals, window) };
  const { reason, error } = taken;
  return { kind: 'unknown', mailbox, reason, ...(error === undefined ? {} : { error: error.toJSON() }) };
}

function rangesOf({ startMs, endMs }: BusyInterval): readonly BusyInterval[] {
  const ranges: BusyInterval[] = [];
  for (let fromMs = startMs; fromMs < endMs; fromMs += maxRangeMs) {
    ranges.push({ startMs: fromMs, endMs: Math.min(fromMs + maxRangeMs, endMs) });
  }
  return ranges;
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
