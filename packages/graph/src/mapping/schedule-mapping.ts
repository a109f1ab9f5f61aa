import type { BusyKind, BusyPeriod } from '@kalends/core';
import { formatInstant, instantOfWallTime, resolveTimeZone } from '@kalends/core/time';
import type { DateTimeWire } from '../wire/event-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';
import type { ScheduleItemWire, ScheduleWire } from '../wire/schedule-wire.ts';

/** A stretch of taken time, in milliseconds since the Unix epoch, half-open. */
export interface TakenTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: BusyKind;
}

/** What a schedule was asked about. */
export interface AskedTime {
  readonly startMs: number;
  readonly endMs: number;
}

/** Length of a slot of `availabilityView`, as it is asked for. */
export const slotMs: number = 30 * 60_000;

const kindByDigit: Readonly<Record<string, BusyKind | 'free'>> = {
  0: 'free',
  1: 'tentative',
  2: 'busy',
  3: 'outOfOffice',
  4: 'workingElsewhere',
};

/**
 * Reads when a mailbox is taken. The entries say so to the second; where there are none and the view shows taken slots all the same,
 * because the caller may see no more, the slots count.
 *
 * @throws CalendarError `invalidResponse` when neither can be read: that is not free time.
 * @see {@link https://learn.microsoft.com/graph/api/resources/scheduleinformation | Graph docs, scheduleInformation}
 */
export function takenTimes(schedule: ScheduleWire, asked: AskedTime): readonly TakenTime[] {
  const { scheduleItems, availabilityView } = schedule;
  if (!scheduleItems && typeof availabilityView !== 'string') throw unreadable('schedule: scheduleItems');
  const taken = (scheduleItems ?? []).flatMap(takenTimeOf);
  const times = taken.length > 0 || typeof availabilityView !== 'string' ? taken : takenSlots(availabilityView, asked);
  return times
    .map(({ startMs, endMs, kind }) => ({
      startMs: Math.max(startMs, asked.startMs),
      endMs: Math.min(endMs, asked.endMs),
      kind,
    }))
    .filter(({ startMs, endMs }) => startMs < endMs);
}

/** Puts taken times together: sorted, and those of one kind that touch or overlap are one. */
export function joinTakenTimes(times: readonly TakenTime[]): readonly BusyPeriod[] {
  const joined: { startMs: number; endMs: number; readonly kind: BusyKind }[] = [];
  const lastOfKind = new Map<BusyKind, { startMs: number; endMs: number }>();
  for (const time of times.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)) {
    const last = lastOfKind.get(time.kind);
    if (last !== undefined && time.startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, time.endMs);
    } else {
      const next = { ...time };
      joined.push(next);
      lastOfKind.set(time.kind, next);
    }
  }
  return joined.map(({ startMs, endMs, kind }) => ({ start: formatInstant(startMs), end: formatInstant(endMs), kind }));
}

function takenTimeOf({ status, start, end }: ScheduleItemWire): readonly TakenTime[] {
  const kind = kindOfStatus(status);
  if (kind === 'free') return [];
  // Instants are read without their fraction; an end is never before what was sent.
  const hasFraction = /\.\d*[1-9]/.test(end.dateTime);
  return [{ startMs: instantOf(start), endMs: instantOf(end) + (hasFraction ? 1_000 : 0), kind }];
}

/** A status that says nothing, or one that came after this version, is not free time. */
function kindOfStatus(status: string | null | undefined): BusyKind | 'free' {
  switch (status) {
    case 'free':
    case 'tentative':
    case 'workingElsewhere':
      return status;
    case 'oof':
      return 'outOfOffice';
    default:
      return 'busy';
  }
}

function takenSlots(view: string, { startMs, endMs }: AskedTime): readonly TakenTime[] {
  // What is not shown is not free.
  if (view.length < Math.ceil((endMs - startMs) / slotMs)) throw unreadable('schedule: availabilityView');
  return Array.from(view, (digit, index) => {
    const kind = kindByDigit[digit];
    if (kind === undefined) throw unreadable('schedule: availabilityView');
    const slotStartMs = startMs + index * slotMs;
    return kind === 'free' ? [] : [{ startMs: slotStartMs, endMs: slotStartMs + slotMs, kind }];
  }).flat();
}

function instantOf(value: DateTimeWire): number {
  // Documented default of every reply: UTC.
  const zone = resolveTimeZone(value.timeZone || 'UTC');
  if (zone.kind === 'unresolved') throw unreadable('schedule: timeZone');
  try {
    return instantOfWallTime(value.dateTime, zone.timeZone);
  } catch {
    throw unreadable('schedule: dateTime');
  }
}
