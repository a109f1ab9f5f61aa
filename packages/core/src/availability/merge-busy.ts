import type { BusyKind, Schedule } from '../model/free-busy.ts';
import { formatInstant } from '../time/zoned-date-time.ts';
import { mergedIntervals } from './merged-intervals.ts';

/** What counts as taken when nothing else is said: everything but working elsewhere. @public */
export const defaultBusyKinds: readonly BusyKind[] = ['busy', 'tentative', 'outOfOffice'];

/** The time that a group cannot meet, see {@link mergeBusy}. @public */
export interface MergedBusy {
  /** Sorted and disjoint, half-open, `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly busy: readonly { readonly start: string; readonly end: string }[];
  /** Mailboxes of which nothing is known. */
  readonly unknown: readonly string[];
  /** Whether time outside `busy` is free for everybody: only when nothing is unknown. */
  readonly isComplete: boolean;
}

/**
 * Lays schedules over each other. When one of them is unknown, the answer says so, and its gaps are not free time.
 *
 * @param schedules - What was found out about each mailbox.
 * @param busyKinds - What counts as taken. Default {@link defaultBusyKinds}.
 * @public
 */
export function mergeBusy(
  schedules: readonly Schedule[],
  busyKinds: readonly BusyKind[] = defaultBusyKinds,
): MergedBusy {
  const unknown = schedules.filter(({ kind }) => kind === 'unknown').map(({ mailbox }) => mailbox);
  const busy = mergedIntervals(schedules.flatMap((schedule) => busyIntervals(schedule, busyKinds)));
  return {
    busy: busy.map(({ startMs, endMs }) => ({ start: formatInstant(startMs), end: formatInstant(endMs) })),
    unknown,
    isComplete: unknown.length === 0,
  };
}

/** The taken time of one schedule in milliseconds; none for an unknown one. */
export function busyIntervals(
  schedule: Schedule,
  busyKinds: readonly BusyKind[],
): { readonly startMs: number; readonly endMs: number }[] {
  if (schedule.kind === 'unknown') return [];
  return schedule.busy
    .filter(({ kind }) => busyKinds.includes(kind))
    .map(({ start, end }) => ({ startMs: Date.parse(start), endMs: Date.parse(end) }));
}
