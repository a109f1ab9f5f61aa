import type { EventPatch, EventTime, Recurrence, RecurrenceId } from '@kalends/core';
import { addDays, isDate, parseInstant, wallTimeAt } from '@kalends/core/time';
import { recurrenceToWire } from '../mapping/recurrence-input.ts';
import { recurrenceIdOn } from '../mapping/recurrence-mapping.ts';
import { invalidArgument, unsupported } from '../mapping/refusals.ts';
import { keepableTime, timesToWire } from '../mapping/time-input.ts';
import { mapTime } from '../mapping/time-mapping.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import type { RestorationWire } from '../wire/restoration-wire.ts';
import { isSameRecurrence } from './patch-evidence.ts';
import type { WriteSubject } from './write-subject.ts';

/** How a patch changes when an event takes place. */
export interface ScheduleChange {
  readonly write: EventWriteWire;
  /** What the series is to have once that is written. */
  readonly restoration?: RestorationWire | undefined;
}

/** A series before a change. */
export interface SeriesBefore {
  /** With everything that is not to take place. */
  readonly recurrence: Recurrence;
  readonly time: EventTime;
  /** What the service has deleted of it. */
  readonly deleted: ReadonlySet<RecurrenceId>;
}

/**
 * Words a change of times and rule.
 *
 * A series that begins on another day, or in another zone, needs its rule said anew, because Graph binds both to its first day. The service
 * forgets deleted occurrences of a series whose rule or time changes; they are named here to be deleted again.
 *
 * @param before - Of a master whose time or rule changes.
 * @throws CalendarError `unsupported` for a time that the rule does not give, and for what no Outlook pattern says; `invalidArgument`.
 */
export function scheduleChange(
  { kind, event }: WriteSubject,
  patch: Pick<EventPatch, 'time' | 'recurrence'>,
  before: SeriesBefore | undefined,
): ScheduleChange {
  const { time: asked, recurrence } = patch;
  const time = asked === undefined ? undefined : keepableTime(asked);
  const times = time === undefined ? {} : timesToWire(time);
  if (kind === 'occurrence' && recurrence !== undefined)
    throw invalidArgument('patch.recurrence is about a whole series: it needs scope "all"');
  if (recurrence === null) return { write: kind === 'master' ? { ...times, recurrence: null } : times };
  if (before !== undefined) return changeOfSeries(event, { time, recurrence }, before);
  if (recurrence === undefined) return { write: times };
  const wire = recurrenceToWire(recurrence, time ?? mapTime(event));
  const { excluded } = recurrence;
  return {
    write: { ...times, recurrence: wire },
    ...restorationOf({ recurrence: wire, start: event.start, ...times, excluded }),
  };
}

function changeOfSeries(
  event: EventWire,
  { time, recurrence }: { readonly time: EventTime | undefined; readonly recurrence: Recurrence | undefined },
  before: SeriesBefore,
): ScheduleChange {
  const newTime = time ?? before.time;
  const wire = recurrenceToWire(recurrence ?? before.recurrence, newTime);
  const isSameRule = isSameRecurrence(event, wire, newTime.kind === 'allDay');
  const excluded = recurrence?.excluded ?? exclusionsAt(before.recurrence.excluded, before.time, newTime);
  const isKept = isSameRule && time === undefined;
  if (isKept && before.recurrence.excluded.some((id) => !excluded.includes(id)))
    throw unsupported('an occurrence that was taken out of a series and is to take place again');
  const times = time === undefined ? {} : timesToWire(time);
  return {
    write: { ...times, ...(isSameRule ? {} : { recurrence: wire }) },
    ...restorationOf({
      recurrence: wire,
      start: event.start,
      ...times,
      excluded: isKept ? excluded.filter((id) => !before.deleted.has(id)) : excluded,
    }),
  };
}

function restorationOf({
  recurrence,
  start,
  excluded,
}: Omit<RestorationWire, 'changed'>): Pick<ScheduleChange, 'restoration'> {
  return excluded.length === 0 ? {} : { restoration: { recurrence, start, excluded, changed: [] } };
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
