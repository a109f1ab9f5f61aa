import { Temporal } from 'temporal-polyfill';
import type { CalendarStore, StoredEvent } from './calendar-store.ts';
import type { GoogleEventResource } from './event-resource.ts';
import type { Slot } from './recurrence.ts';
import { renderInstant } from './zoned-time.ts';

/** An event that a method may answer with: stored, or generated from a series. */
export interface Candidate {
  readonly resource: GoogleEventResource;
  readonly stored: StoredEvent;
  readonly startMs: number;
  readonly endMs: number;
  /** Tells instances of one series apart in a stable order; 0 for stored events. */
  readonly slotMs: number;
}

/** A stored event as a candidate. */
export function storedCandidate(stored: StoredEvent): Candidate {
  return { resource: stored.resource, stored, startMs: stored.startMs, endMs: stored.endMs, slotMs: 0 };
}

/** The instance that a slot of a series stands for, unless an exception is stored in its place. */
export function generatedInstance(calendar: CalendarStore, master: StoredEvent, slot: Slot): Candidate {
  const { recurrence: _, start, end, ...shared } = master.resource;
  const zone = start?.timeZone ?? calendar.timeZone;
  if (slot.date !== undefined) {
    const days = wholeDays(start?.date ?? slot.date, end?.date ?? slot.date);
    const endDate = Temporal.PlainDate.from(slot.date).add({ days });
    return {
      resource: {
        ...shared,
        id: `${master.id}_${slot.stamp}`,
        recurringEventId: master.id,
        originalStartTime: { date: slot.date },
        start: { date: slot.date },
        end: { date: endDate.toString() },
      },
      stored: master,
      startMs: slot.startMs,
      endMs: endDate.toZonedDateTime(calendar.timeZone).epochMilliseconds,
      slotMs: slot.startMs,
    };
  }
  const endMs = slot.startMs + (master.endMs - master.startMs);
  const startTime = { dateTime: renderInstant(slot.startMs, calendar.timeZone), timeZone: zone };
  return {
    resource: {
      ...shared,
      id: `${master.id}_${slot.stamp}`,
      recurringEventId: master.id,
      originalStartTime: startTime,
      start: startTime,
      end: { dateTime: renderInstant(endMs, calendar.timeZone), timeZone: end?.timeZone ?? zone },
    },
    stored: master,
    startMs: slot.startMs,
    endMs,
    slotMs: slot.startMs,
  };
}

/**
 * The instances that a series' rule gives and no exception replaces, up to those that start at `throughMs`. Instances that
 * surely end before `fromMs` are left out.
 */
export function* generatedInstances(
  calendar: CalendarStore,
  master: StoredEvent,
  throughMs: number,
  fromMs: number = -Infinity,
): Generator<Candidate, void, void> {
  const replaced = new Set(calendar.exceptionsOf(master.id).map((exception) => exception.id));
  // A day of slack: all-day instances are counted in days, and days differ in length.
  const longest = master.endMs - master.startMs + 86_400_000;
  for (const slot of calendar.slots(master, throughMs)) {
    if (slot.startMs + longest < fromMs || replaced.has(`${master.id}_${slot.stamp}`)) continue;
    yield generatedInstance(calendar, master, slot);
  }
}

function wholeDays(start: string, end: string): number {
  return Temporal.PlainDate.from(start).until(Temporal.PlainDate.from(end)).days;
}
