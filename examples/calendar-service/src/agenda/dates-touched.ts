import { addDays, parseInstant, wallTimeAt } from '@kalends/core/time';
import type { AgendaEvent } from './agenda.ts';

/** The first and last day an event touches, `YYYY-MM-DD` in the zone of its times. */
export interface DatesTouched {
  readonly first: string;
  readonly last: string;
}

/**
 * Tells which days an event touches. One that ends where a day begins does not touch that day, and what takes no time touches
 * the day it is in. Days are told apart by instants: where clocks go forward at midnight, a day begins at one o'clock.
 */
export function datesTouched(time: AgendaEvent['time']): DatesTouched {
  if (time.kind === 'allDay') {
    const last = addDays(time.endDate, -1);
    return { first: time.startDate, last: last < time.startDate ? time.startDate : last };
  }
  const startMs = parseInstant(time.start.instant);
  const lastMs = Math.max(startMs, parseInstant(time.end.instant) - 1);
  return { first: dateAt(startMs, time.start.timeZone), last: dateAt(lastMs, time.start.timeZone) };
}

function dateAt(instantMs: number, timeZone: string): string {
  return wallTimeAt(instantMs, timeZone).slice(0, 10);
}
