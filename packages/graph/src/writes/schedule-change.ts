import type { EventPatch, EventTime, Recurrence, RecurrenceId } from '@kalends/core';
import { addDays, isDate, parseInstant, wallTimeAt } from '@kalends/core/time';
import { recurrenceToWire } from '../mapping/recurrence-input.ts';
import { recurrenceIdOn } from '../mapping/recurrence-mapping.ts';
import { invalidArgument, unsupported } from '../mapping/refusals.ts';
import { keepableTime, timesToWire } from '../mapping/time-input.ts';
import { mapTime } from '../mapping/time-mapping.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { isSameRecurrence } from './patch-evidence.ts';
import { recurrenceOf } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';

/** How a patch changes when an event takes place. */
export interface ScheduleChange {
  readonly write: EventWriteWire;
  /** Occurrences that are not to take place once it is made. */
  readonly excluded: readonly RecurrenceId[];
}

const noChange: ScheduleChange = { write: {}, excluded: [] };

/**
 * Words a change of times and rule.
 *
 * A series that begins on another day, or in another zone, needs its rule said anew, because Graph binds both to its first day. The service
 * forgets deleted occurrences of a series whose rule or time changes; they are named here to be deleted again.
 *
 * @param cancelledOccurrences - Of a master: what was deleted out of it.
 * @throws CalendarError `unsupported` for a time that the rule does not give, and for what no Outlook pattern says; `invalidArgument`.
 */
export function scheduleChange(
  subject: WriteSubject,
  patch: Pick<EventPatch, 'time' | 'recurrence'>,
  cancelledOccurrences: readonly string[],
): ScheduleChange {
  const { time: asked, recurrence } = patch;
  if (asked === undefined && recurrence === undefined) return noChange;
  const time = asked === undefined ? undefined : keepableTime(asked);
  const times = time === undefined ? {} : timesToWire(time);
  if (subject.kind === 'occurrence') {
    if (recurrence !== undefined)
      throw invalidArgument('patch.recurrence is about a whole series: it needs scope "all"');
    return { ...noChange, write: times };
  }
  if (subject.kind === 'single') {
    if (recurrence === undefined || recurrence === null) return { ...noChange, write: times };
    const wire = recurrenceToWire(recurrence, time ?? mapTime(subject.event));
    return { write: { ...times, recurrence: wire }, excluded: recurrence.excluded };
  }
  if (recurrence === null) return { ...noChange, write: { ...times, recurrence: null } };
  return changeOfSeries(subject, { time, recurrence }, cancelledOccurrences);
}

function changeOfSeries(
  subject: WriteSubject,
  { time, recurrence }: { readonly time: EventTime | undefined; readonly recurrence: Recurrence | undefined },
  cancelledOccurrences: readonly string[],
): ScheduleChange {
  const before = recurrenceOf(subject, cancelledOccurrences);
  const newTime = time ?? before.time;
  const wire = recurrenceToWire(recurrence ?? before.recurrence, newTime);
  const isSameRule = isSameRecurrence(subject.event, wire);
  const excluded = recurrence?.excluded ?? exclusionsAt(before.recurrence.excluded, before.time, newTime);
  const isKept = isSameRule && time === undefined;
  if (isKept && before.recurrence.excluded.some((id) => !excluded.includes(id)))
    throw unsupported('an occurrence that was taken out of a series and is to take place again');
  return {
    write: { ...(time === undefined ? {} : timesToWire(time)), ...(isSameRule ? {} : { recurrence: wire }) },
    excluded,
  };
}

/** The same days of a series that now begins at another time; a series that begins some days later, so many days later. */
export function exclusionsAt(
  excluded: readonly RecurrenceId[],
  before: EventTime,
  after: EventTime,
): readonly RecurrenceId[] {
  const days = daysBetween(firstDay(before), firstDay(after));
  return excluded.map((id) => recurrenceIdOn(addDays(dayOf(id, before), days), after));
}

function dayOf(id: RecurrenceId, time: EventTime): string {
  if (isDate(id) || time.kind === 'allDay') return id;
  return wallTimeAt(parseInstant(id), time.start.timeZone).slice(0, 10);
}

function firstDay(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : time.start.dateTime.slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((parseInstant(`${to}T00:00:00Z`) - parseInstant(`${from}T00:00:00Z`)) / 86_400_000);
}
