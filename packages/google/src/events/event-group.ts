import { pagedList } from '@kalends/core';
import type { EventGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';
import { eventWrites } from './write/event-writes.ts';

/** The events of the account's calendars; the work is in modules that load at the first call. */
export function eventGroup(run: RunCall): EventGroup {
  return {
    list: (options) =>
      pagedList({
        provider: 'google',
        startAt: options.pageToken,
        keyOf: (event) => event.id,
        fetchPage: (pageToken) =>
          run('events.list', async (session) => {
            const { listEvents } = await import('./list-events.ts');
            return listEvents(session, options, pageToken);
          }),
      }),
    get: (options) =>
      run('events.get', async (session) => {
        const { getEvent } = await import('./get-event.ts');
        return getEvent(session, options);
      }),
    getMany: (options) =>
      run('events.getMany', async (session) => {
        const { getManyEvents } = await import('./get-many-events.ts');
        return getManyEvents(session, options);
      }),
    ...eventWrites(run),
  };
}
