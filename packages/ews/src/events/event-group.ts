import { pagedList } from '@kalends/core';
import type { EventGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';
import { ewsEventWrites } from '../writes/event-writes.ts';
import type { KnownMasters } from './series-masters.ts';

/** The events of a mailbox. What works loads at the first call. */
export function ewsEventGroup(run: RunCall): EventGroup {
  return {
    ...ewsEventWrites(run),
    list: (options) => {
      const masters: KnownMasters = new Map();
      return pagedList({
        provider: 'ews',
        startAt: options.pageToken,
        keyOf: (event) => event.id,
        fetchPage: (pageToken) =>
          run('events.list', options.signal, async (session, signal) => {
            const { eventsPage } = await import('./list-events.ts');
            const here = pageToken === undefined ? options : { ...options, pageToken };
            return eventsPage(session, here, masters, signal);
          }),
      });
    },
    get: (options) =>
      run('events.get', options.signal, async (session, signal) => {
        const { getEvent } = await import('./get-event.ts');
        return getEvent(session, options, signal);
      }),
    getMany: (options) =>
      run('events.getMany', options.signal, async (session, signal) => {
        const { getManyEvents } = await import('./get-many-events.ts');
        return getManyEvents(session, options, signal);
      }),
  };
}
