import { pagedList } from '@kalends/core';
import type { CalendarGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** The calendars of the account; the work is in a module that loads at the first call. */
export function calendarGroup(run: RunCall): CalendarGroup {
  return {
    list: (options = {}) =>
      pagedList({
        provider: 'google',
        startAt: options.pageToken,
        keyOf: (calendar) => calendar.id,
        fetchPage: (pageToken) =>
          run('calendars.list', async (session) => {
            const { listCalendars } = await import('./list-calendars.ts');
            return listCalendars(session, options, pageToken);
          }),
      }),
  };
}
