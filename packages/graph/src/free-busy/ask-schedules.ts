import { CalendarError } from '@kalends/core';
import type { RequiredPermission } from '@kalends/core';
import { wallTimeAt } from '@kalends/core/time';
import { readRequestId } from '../client/request-id.ts';
import { endsCall } from '../errors/ends-call.ts';
import type { GraphSession } from '../graph-session.ts';
import { slotMs, takenTimes } from '../mapping/schedule-mapping.ts';
import type { AskedTime, TakenTime } from '../mapping/schedule-mapping.ts';
import { parseWire, unreadable } from '../wire/parse-wire.ts';
import { scheduleListWireSchema, scheduleWireSchema } from '../wire/schedule-wire.ts';
import type { ScheduleWire, WorkingHoursWire } from '../wire/schedule-wire.ts';
import { isTooManyEntries, refusedSchedule, unknownSchedule } from './unknown-schedule.ts';
import type { UnknownSchedule } from './unknown-schedule.ts';

/** What is known of one mailbox in one stretch of time. */
export type SchedulePart =
  | {
      readonly kind: 'known';
      readonly taken: readonly TakenTime[];
      readonly workingHours?: WorkingHoursWire | null | undefined;
    }
  | UnknownSchedule;

/** One question. */
export interface ScheduleQuestion {
  /** Lower case, no two alike, at most {@link maxSchedules}. */
  readonly addresses: readonly string[];
  readonly time: AskedTime;
  readonly signal: AbortSignal;
}

/**
 * Schedules per request.
 *
 * @see {@link https://learn.microsoft.com/graph/api/calendar-getschedule | Graph docs, "calendar: getSchedule"}
 */
export const maxSchedules = 20;

const operation = 'freeBusy.query';
const permission: RequiredPermission = { group: 'calendars', access: 'freeBusy' };

/** Below this, a stretch with too many entries is not divided any further. */
const shortestMs = 6 * 60 * 60_000;

/**
 * Asks about some mailboxes in one stretch of time, by address. A question that the service cannot take as a whole is divided: by
 * mailboxes when one of them may spoil it for the others, by time when a mailbox has more entries than one answer holds.
 *
 * @throws CalendarError what fails for every mailbox alike, see {@link endsCall}.
 */
export async function askSchedules(
  session: GraphSession,
  question: ScheduleQuestion,
): Promise<ReadonlyMap<string, SchedulePart>> {
  const { addresses } = question;
  let answer: Answer;
  try {
    answer = await send(session, question);
  } catch (error) {
    if (!CalendarError.is(error) || endsCall(error)) throw error;
    if (error.code === 'invalidArgument' && addresses.length > 1) return askHalves(session, question);
    return new Map(addresses.map((address) => [address, unknownSchedule(error)]));
  }
  const parts = await Promise.all(
    addresses.map(async (address) => {
      const part = await readPart(
        session,
        { ...question, addresses: [address] },
        answer.schedules.get(address),
        answer,
      );
      return [address, part] as const;
    }),
  );
  return new Map(parts);
}

interface Answer {
  readonly schedules: ReadonlyMap<string, unknown>;
  readonly requestId: string | undefined;
}

async function send(session: GraphSession, { addresses, time, signal }: ScheduleQuestion): Promise<Answer> {
  let requestId: string | undefined;
  const { value } = await session.reader.read({
    method: 'POST',
    operation,
    permission,
    path: `${session.mailboxPath}/calendar/getSchedule`,
    body: {
      Schedules: addresses,
      StartTime: inUtc(time.startMs),
      // Whole slots, so that the view covers the end too.
      EndTime: inUtc(time.startMs + Math.ceil((time.endMs - time.startMs) / slotMs) * slotMs),
      AvailabilityViewInterval: slotMs / 60_000,
    },
    schema: scheduleListWireSchema,
    what: 'the schedules',
    observe: (headers) => {
      requestId = readRequestId(headers.get('request-id'));
    },
    signal,
  });
  return { schedules: new Map(value.map((entry) => [entry.scheduleId?.toLowerCase() ?? '', entry])), requestId };
}

async function readPart(
  session: GraphSession,
  question: ScheduleQuestion,
  entry: unknown,
  { requestId }: Answer,
): Promise<SchedulePart> {
  try {
    if (entry === undefined) throw unreadable('the schedules: one is missing');
    const schedule = parseWire(scheduleWireSchema, entry, 'schedule');
    if (schedule.error) return await readRefusal(session, question, schedule.error.responseCode ?? '', requestId);
    return known(schedule, question.time);
  } catch (error) {
    if (!CalendarError.is(error) || endsCall(error)) throw error;
    return unknownSchedule(error);
  }
}

function known(schedule: ScheduleWire, time: AskedTime): SchedulePart {
  return { kind: 'known', taken: takenTimes(schedule, time), workingHours: schedule.workingHours };
}

async function readRefusal(
  session: GraphSession,
  question: ScheduleQuestion,
  responseCode: string,
  requestId: string | undefined,
): Promise<SchedulePart> {
  const { startMs, endMs } = question.time;
  if (!isTooManyEntries(responseCode) || endMs - startMs <= shortestMs) return refusedSchedule(responseCode, requestId);
  const middleMs = startMs + Math.ceil((endMs - startMs) / 2 / slotMs) * slotMs;
  const halves = await Promise.all(
    [
      { startMs, endMs: middleMs },
      { startMs: middleMs, endMs },
    ].map((time) => askSchedules(session, { ...question, time })),
  );
  return joinParts(halves.flatMap((half) => [...half.values()]));
}

async function askHalves(
  session: GraphSession,
  question: ScheduleQuestion,
): Promise<ReadonlyMap<string, SchedulePart>> {
  const { addresses } = question;
  const middle = Math.ceil(addresses.length / 2);
  const halves = await Promise.all(
    [addresses.slice(0, middle), addresses.slice(middle)].map((half) =>
      askSchedules(session, { ...question, addresses: half }),
    ),
  );
  return new Map(halves.flatMap((half) => [...half]));
}

/** What is known of a mailbox in all stretches together: nothing, when one of them is unknown. */
export function joinParts(parts: readonly SchedulePart[]): SchedulePart {
  const taken: TakenTime[] = [];
  let workingHours: WorkingHoursWire | null | undefined;
  for (const part of parts) {
    if (part.kind === 'unknown') return part;
    taken.push(...part.taken);
    workingHours ??= part.workingHours;
  }
  return { kind: 'known', taken, workingHours };
}

function inUtc(ms: number): { readonly dateTime: string; readonly timeZone: string } {
  return { dateTime: wallTimeAt(ms, 'UTC'), timeZone: 'UTC' };
}
