import type { CalendarConnection, CalendarEvent, NewEvent } from '@kalends/core';
import { daily, plain } from './writing-google.ts';
import type { WritingGoogle } from './writing-google.ts';

/** Nine in Berlin on a day of November 2026. */
export function at(day: number): string {
  return `2026-11-${day}T08:00:00Z`;
}

/** Makes a series of five days from the 20th, in Ada's calendar. */
export async function makeSeries(kit: WritingGoogle, more: Partial<NewEvent> = {}): Promise<CalendarEvent> {
  const event = plain('Stand', { recurrence: daily(5), ...more });
  const created = await kit.ada.events.create({ event, notify: 'nobody' });
  kit.forget();
  return created;
}

/** What a calendar shows: title and start of everything that is no meeting of the company's own. */
export async function shown(connection: CalendarConnection): Promise<readonly string[]> {
  const window = { start: '2026-11-19T00:00:00Z', end: '2026-12-20T00:00:00Z' };
  const { items } = await connection.events.list({ window });
  return items
    .filter(({ title }) => !['Planning', 'Standup', 'Holiday'].includes(title ?? ''))
    .map(({ title, time }) => `${title} ${time.kind === 'timed' ? time.start.dateTime.slice(5, 16) : time.startDate}`);
}
