import type { CalendarEvent, EventInstance, EventTime, NewEventTime, TimeWindow, WallTime } from '@kalends/core';

/** Where tests write; of what the company has from before only "Month end" reaches into it. */
export const writingWindow: TimeWindow = { start: '2026-05-01T00:00:00Z', end: '2027-05-01T00:00:00Z' };

/** A time on the clock of one day. */
export function timed(date: string, from = '10:00', to = '11:00', timeZone = 'Europe/Berlin'): NewEventTime {
  const at = (time: string): WallTime => ({ dateTime: `${date}T${time}:00`, timeZone });
  return { kind: 'timed', start: at(from), end: at(to) };
}

/** Whole days, the second date exclusive. */
export function allDay(startDate: string, endDate: string): NewEventTime {
  return { kind: 'allDay', startDate, endDate };
}

/** When an event starts: an instant, or the date of its first day. */
export function startOf({ time }: { readonly time: EventTime }): string {
  return time.kind === 'timed' ? time.start.instant : time.startDate;
}

/** {@link startOf} of each. */
export function startsOf(events: readonly CalendarEvent[]): readonly string[] {
  return events.map(startOf);
}

/** What tells the events of a series apart. */
export function recurrenceIdsOf(events: readonly EventInstance[]): readonly (string | undefined)[] {
  return events.map((event) => ('recurrenceId' in event ? event.recurrenceId : undefined));
}
