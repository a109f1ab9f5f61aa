import { calendarView } from '../events/event-instance.ts';
import type { EventInstance } from '../events/event-instance.ts';
import type { Mailbox } from '../mailbox.ts';
import { itemsOf } from '../mailbox-store.ts';
import { epochMsOf } from '../wall-time.ts';

/** A stretch of somebody's time. */
export interface BusyTime {
  readonly startMs: number;
  readonly endMs: number;
  /** `freeBusyStatus` of the wire. */
  readonly status: string;
  readonly event: EventInstance;
}

const dayMs = 86_400_000;
/** Strength of a status, which is also its character in `availabilityView`, but for working elsewhere. */
const strengths: Readonly<Record<string, number>> = { free: 0, workingElsewhere: 0.5, tentative: 1, busy: 2, oof: 3 };

/** What is in the default calendar of a mailbox between two instants; cancelled meetings are no longer there. */
export function busyTimes(mailbox: Mailbox, fromMs: number, untilMs: number): readonly BusyTime[] {
  const [calendar] = mailbox.calendars;
  if (calendar === undefined) return [];
  // Whole days are midnights UTC in store and days of the owner's zone here, up to a day away.
  return calendarView(itemsOf(calendar, mailbox), fromMs - dayMs, untilMs + dayMs)
    .filter(({ content }) => !content.isCancelled)
    .map((event) => ({ ...instantsOf(event, mailbox.timeZone), status: event.content.showAs, event }))
    .filter(({ startMs, endMs }) => startMs < untilMs && endMs > fromMs);
}

/** The stronger of two statuses: out of office, busy, tentative, working elsewhere, free. */
export function strongest(a: string, b: string): string {
  return (strengths[a] ?? 0) >= (strengths[b] ?? 0) ? a : b;
}

/** The status of a stretch of time as a whole. */
export function statusBetween(times: readonly BusyTime[], fromMs: number, untilMs: number): string {
  return times
    .filter(({ startMs, endMs }) => startMs < untilMs && endMs > fromMs)
    .reduce((status, time) => strongest(status, time.status), 'free');
}

function instantsOf({ times }: EventInstance, iana: string): { readonly startMs: number; readonly endMs: number } {
  if (!times.isAllDay) return { startMs: times.startMs, endMs: times.endMs };
  const midnight = (ms: number): number => epochMsOf(new Date(ms).toISOString().slice(0, 19), iana);
  return { startMs: midnight(times.startMs), endMs: midnight(times.endMs) };
}
