import { pagedList } from '@kalends/core';
import type { Calendar, CalendarGroup } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/** The calendars of a connection. */
export function calendarCalls(inSession: SessionCall): CalendarGroup {
  return {
    list: (options = {}) => {
      const copy = { ...options };
      return pagedList<Calendar>({
        provider: providerId,
        startAt: copy.pageToken,
        keyOf: (calendar) => calendar.id,
        fetchPage: (token) =>
          inSession('calendars.list', copy, async (session, signal) => {
            const { listCalendars } = await import('../calendars/list-calendars.ts');
            return listCalendars(session, copy, token, signal);
          }),
      });
    },
  };
}
