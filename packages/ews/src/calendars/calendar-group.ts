import { pagedList } from '@kalends/core';
import type { CalendarGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** The calendars of a mailbox. What works loads at the first call. */
export function ewsCalendarGroup(run: RunCall): CalendarGroup {
  return {
    list: (options) =>
      pagedList({
        provider: 'ews',
        startAt: options?.pageToken,
        fetchPage: () =>
          run('calendars.list', options?.signal, async (session, signal) => {
            const { calendarsPage } = await import('./calendars-page.ts');
            return calendarsPage(session, options ?? {}, signal);
          }),
      }),
  };
}
