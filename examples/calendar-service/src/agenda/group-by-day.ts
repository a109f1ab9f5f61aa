import { addDays } from '@kalends/core/time';
import type { AgendaEvent } from './agenda.ts';
import { datesTouched } from './dates-touched.ts';

/** One day of the agenda. */
export interface AgendaDay {
  /** `YYYY-MM-DD` in the viewer's zone. */
  readonly date: string;
  readonly events: readonly AgendaEvent[];
}

/** Spreads events over the days they touch; days without any are left out. Whole days come first, then by start. */
export function groupByDay(events: readonly AgendaEvent[], firstDate: string, lastDate: string): AgendaDay[] {
  const days = new Map<string, AgendaEvent[]>();
  for (const event of events) {
    const { first, last } = datesTouched(event.time);
    for (let date = first < firstDate ? firstDate : first; date <= last && date <= lastDate; date = addDays(date, 1)) {
      const day = days.get(date) ?? [];
      day.push(event);
      days.set(date, day);
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, ofDay]) => ({ date, events: ofDay.sort(inOrder) }));
}

/** Whole days first, then by start, then by title. */
export function inOrder(a: AgendaEvent, b: AgendaEvent): number {
  return compare(sortKey(a), sortKey(b)) || compare(a.title ?? '', b.title ?? '') || compare(a.person, b.person);
}

function sortKey(event: AgendaEvent): string {
  return event.time.kind === 'allDay' ? ` ${event.time.startDate}` : event.time.start.instant;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
