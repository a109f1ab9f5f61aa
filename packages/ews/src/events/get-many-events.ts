import { CalendarError } from '@kalends/core';
import type { CalendarEvent, GetManyEventsOptions, Outcome } from '@kalends/core';
import type { Session } from '../ews-session.ts';

/** Reads events of any kind by their ids. */
export function getManyEvents(
  _session: Session,
  _options: GetManyEventsOptions,
  _signal: AbortSignal,
): Promise<readonly Outcome<CalendarEvent>[]> {
  return Promise.reject(new CalendarError({ code: 'unsupported', message: 'events.getMany is not available' }));
}
