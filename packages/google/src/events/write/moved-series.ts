import { CalendarError } from '@kalends/core';
import type { EventTime, NotifyIntent, Recurrence, RecurrenceId } from '@kalends/core';
import { expandRecurrence, formatRecurrence, splitRecurrence } from '@kalends/core/recurrence';
import { shiftedRecurrence } from '../../mapping/write/shifted-recurrence.ts';
import { writtenTime } from '../../mapping/write/written-time.ts';
import { readOccurrence } from '../find-resource.ts';
import { patchResource } from './patch-resource.ts';
import type { Series } from './series.ts';
import type { WriteCall } from './write-call.ts';

/** The most deleted occurrences of one series that are looked at. */
const maxDeleted = 10_000;

/** A series as it is to be at another time. */
export interface MovedSeries {
  readonly time: EventTime;
  readonly recurrence: Recurrence;
}

/**
 * What a whole series has to say of its recurrence besides when it moves to another time. Google counts on from the new start: a series
 * that ended with its last occurrence would lose it, what was left out would come back, and so would what was deleted one by one.
 *
 * @returns `undefined` when the rule says it all.
 */
export function movedSeries({ time, recurrence, deleted }: Series, newTime: EventTime): MovedSeries | undefined {
  if (startOf(time) === startOf(newTime)) return undefined;
  const whole = { ...recurrence, excluded: [...recurrence.excluded, ...deleted] };
  const moved = shiftedRecurrence(whole, time, newTime);
  const lines = formatRecurrence(moved, newTime).join('\n');
  return lines === formatRecurrence(recurrence, time).join('\n') ? undefined : { time: newTime, recurrence: moved };
}

/**
 * Brings back occurrences of a series that has moved where others had been deleted before: Google may remember a deletion by its place,
 * and leave out whatever takes place there now.
 *
 * @throws CalendarError `outcomeUnknown` when the series has moved and one of them could not be brought back.
 */
export async function restoreOccurrences(
  write: WriteCall,
  restoration: {
    readonly masterId: string;
    /** What was deleted before the series moved. */
    readonly deleted: readonly RecurrenceId[];
    readonly moved: MovedSeries;
    readonly notify: NotifyIntent;
  },
): Promise<void> {
  const { masterId, deleted, moved, notify } = restoration;
  try {
    for (const recurrenceId of await placesTakenAgain(deleted, moved)) {
      const place = { calendarId: write.calendar.id, masterId, recurrenceId };
      const { id: eventId, status } = await readOccurrence(write.session, place, write.call);
      if (status !== 'cancelled') continue;
      const body = { status: 'confirmed', ...writtenTime(await timeAt(moved, recurrenceId), 'patch') } as const;
      await patchResource(write, { eventId, body, notify });
    }
  } catch (error) {
    throw isUnfinished(error) ? halfMoved(error) : error;
  }
}

/** The deletions that are in the way of occurrences of the moved series. */
async function placesTakenAgain(
  deleted: readonly RecurrenceId[],
  { time, recurrence }: MovedSeries,
): Promise<readonly RecurrenceId[]> {
  const ofKind = deleted.filter((id) => id.includes('T') === (time.kind === 'timed')).toSorted();
  const [from, until] = [ofKind[0], ofKind.at(-1)];
  if (from === undefined || until === undefined) return [];
  const taken = new Set(await expandRecurrence({ recurrence, time, from, until, limit: maxDeleted }));
  return ofKind.filter((id) => taken.has(id));
}

async function timeAt({ time, recurrence }: MovedSeries, at: RecurrenceId): Promise<EventTime> {
  const [first] = await expandRecurrence({ time, recurrence, limit: 1 });
  return first === at ? time : (await splitRecurrence({ time, recurrence, at })).after.time;
}

function isUnfinished(error: unknown): error is CalendarError {
  return CalendarError.is(error) && error.code !== 'aborted' && error.code !== 'disposed';
}

function halfMoved(error: CalendarError): CalendarError {
  return new CalendarError({
    code: 'outcomeUnknown',
    message: `The series has moved; an occurrence that takes place where another had been deleted could not be brought back (${error.code})`,
    provider: 'google',
    operation: error.operation,
    requestId: error.requestId,
    retryAfterMs: error.retryAfterMs,
    cure: { text: 'Read the series again: what it leaves out is in its excluded occurrences.' },
    cause: error,
  });
}

function startOf(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : `${time.start.dateTime} ${time.start.timeZone}`;
}
