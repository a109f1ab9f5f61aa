import { Temporal } from 'temporal-polyfill';
import type { CalendarStore, StoredEvent } from './calendar-store.ts';
import type { GoogleEventResource } from './event-resource.ts';
import type { Slot } from './recurrence.ts';
import { placeInTime, renderInstant } from './zoned-time.ts';

/**
 * An event that a method may answer with: stored, or an instance of a stored series. Its resource is written only once it
 * is known to be on the page, see {@link candidateResource}.
 */
export interface Candidate {
  /** The event itself, or the master of the instance. */
  readonly stored: StoredEvent;
  readonly startMs: number;
  readonly endMs: number;
  /** Place of a generated instance in its series. */
  readonly slot?: Slot;
}

/** A stored event as a candidate. */
export function storedCandidate(stored: StoredEvent): Candidate {
  return { stored, startMs: stored.startMs, endMs: stored.endMs };
}

/** The instance that a slot of a series stands for, unless an exception is stored in its place. */
export function generatedInstance(calendar: CalendarStore, stored: StoredEvent, slot: Slot): Candidate {
  const endMs =
    slot.date === undefined
      ? slot.startMs + (stored.endMs - stored.startMs)
      : placeInTime({ date: instanceEnd(stored, slot.date) }, calendar.timeZone);
  return { stored, startMs: slot.startMs, endMs, slot };
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
  for (const slot of calendar.walkSlots(master, throughMs, fromMs)) {
    if (slot.startMs + longest < fromMs) continue;
    if (replaced.size > 0 && replaced.has(`${master.id}_${slot.stamp}`)) continue;
    yield generatedInstance(calendar, master, slot);
  }
}

/** What a candidate says: the stored resource, or the one of its series moved to the slot. */
export function candidateResource(
  calendar: CalendarStore,
  { stored, slot, startMs, endMs }: Candidate,
): GoogleEventResource {
  if (slot === undefined) return stored.resource;
  const { recurrence: _, ...shared } = stored.resource;
  const zone = shared.start?.timeZone ?? calendar.timeZone;
  const start =
    slot.date === undefined
      ? { dateTime: renderInstant(startMs, calendar.timeZone), timeZone: zone }
      : { date: slot.date };
  const end =
    slot.date === undefined
      ? { dateTime: renderInstant(endMs, calendar.timeZone), timeZone: shared.end?.timeZone ?? zone }
      : { date: instanceEnd(stored, slot.date) };
  return {
    ...shared,
    id: `${stored.id}_${slot.stamp}`,
    recurringEventId: stored.id,
    originalStartTime: start,
    start,
    end,
  };
}

/** End date of the instance of an all-day series that starts on `date`: as many days later as with the master. */
function instanceEnd({ resource }: StoredEvent, date: string): string {
  const days = Temporal.PlainDate.from(resource.start?.date ?? date).until(resource.end?.date ?? date);
  return Temporal.PlainDate.from(date).add(days).toString();
}
