import { addDays } from '@kalends/core/time';
import type { AgendaEvent } from './agenda.ts';

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
    const [from, to] = datesOf(event);
    for (let date = from < firstDate ? firstDate : from; date <= to && date <= lastDate; date = addDays(date, 1)) {
      const day = days.get(date) ?? [];
      day.push(event);
      days.set(date, day);
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, ofDay]) => ({ date, events: ofDay.sort(inOrder) }));
}

/** The first and last day an event touches, both inclusive. An event that ends at midnight does not touch the next day. */
function datesOf(event: AgendaEvent): readonly [string, string] {
  if (event.time.kind === 'allDay') return [event.time.startDate, addDays(event.time.endDate, -1)];
  const first = event.time.start.dateTime.slice(0, 10);
  const last = event.time.end.dateTime.slice(0, 10);
  return last > first && event.time.end.dateTime.endsWith('T00:00:00') ? [first, addDays(last, -1)] : [first, last];
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
