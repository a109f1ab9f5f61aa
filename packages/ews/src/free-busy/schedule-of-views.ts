import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode, Schedule, UnknownScheduleReason } from '@kalends/core';
import type { PartResult } from '../http/judged-batch.ts';
import { busyPeriodsOf, busyViewOf } from '../mapping/busy-mapping.ts';
import type { BusyInterval } from '../mapping/busy-mapping.ts';
import { workingHoursOf } from '../mapping/working-hours-mapping.ts';
import type { WireFreeBusyView } from '../wire/availability-shape.ts';

/** What was found out about a mailbox for a part of the window. */
export interface SchedulePart {
  readonly startMs: number;
  readonly endMs: number;
  readonly result: PartResult<WireFreeBusyView>;
}

type UnknownSchedule = Extract<Schedule, { readonly kind: 'unknown' }>;

const reasons: Partial<Record<CalendarErrorCode, UnknownScheduleReason>> = {
  notFound: 'notFound',
  mailboxUnavailable: 'notFound',
  accessDenied: 'accessDenied',
  rateLimited: 'rateLimited',
  timeout: 'timeout',
  invalidResponse: 'invalidResponse',
  responseTooLarge: 'invalidResponse',
};

/** Joins the parts of one mailbox. One that is unknown makes all of it unknown: nobody could tell its gaps from free time. */
export function scheduleOf(
  mailbox: string,
  parts: readonly SchedulePart[],
  window: { readonly startMs: number; readonly endMs: number },
): Schedule {
  const inOrder = parts.toSorted((a, b) => a.startMs - b.startMs);
  const busy: BusyInterval[] = [];
  for (const { startMs, endMs, result } of inOrder) {
    if (result.kind === 'failed') return unknownAfter(mailbox, result.error);
    try {
      const view = busyViewOf(result.value, startMs, endMs);
      if (view.kind === 'hidden') return { kind: 'unknown', mailbox, reason: 'accessDenied' };
      if (view.kind === 'noData') return { kind: 'unknown', mailbox, reason: 'serviceFailed' };
      busy.push(...view.busy);
    } catch (error) {
      if (!CalendarError.is(error)) throw error;
      return unknownAfter(mailbox, error);
    }
  }
  const first = inOrder[0]?.result;
  const year = Number(new Date(window.startMs).toISOString().slice(0, 4));
  const workingHours = first?.kind === 'done' ? workingHoursOf(first.value.WorkingHours, year) : undefined;
  return {
    kind: 'known',
    mailbox,
    busy: busyPeriodsOf(busy, window),
    ...(workingHours === undefined ? {} : { workingHours }),
  };
}

function unknownAfter(mailbox: string, error: CalendarError): UnknownSchedule {
  const reason =
    error.vendorCode === 'ErrorFreeBusyDLLimitReached' ? 'tooManyMembers' : (reasons[error.code] ?? 'serviceFailed');
  return {
    kind: 'unknown',
    mailbox,
    reason,
    error: error.withContext({ provider: 'ews', operation: 'freeBusy.query' }).toJSON(),
  };
}
