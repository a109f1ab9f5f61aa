import { pagedList } from '@kalends/core';
import type { EventGroup, EventInstance } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import { eventWriteCalls } from './event-write-calls.ts';
import type { SessionCall } from './session-calls.ts';

/** The events of a connection. */
export function eventCalls(inSession: SessionCall): EventGroup {
  return {
    list: (options) => {
      const copy = { ...options };
      return pagedList<EventInstance>({
        provider: providerId,
        startAt: copy.pageToken,
        keyOf: (event) => event.id,
        fetchPage: (token) =>
          inSession('events.list', copy, async (session, signal) => {
            const { listEvents } = await import('../events/list-events.ts');
            return listEvents(session, copy, token, signal);
          }),
      });
    },
    get: (options) => {
      const copy = { ...options };
      return inSession('events.get', copy, async (session, signal) => {
        const { getEvent } = await import('../events/get-event.ts');
        return getEvent(session, copy, signal);
      });
    },
    getMany: (options) => {
      const copy = { ...options };
      return inSession('events.getMany', copy, async (session, signal) => {
        const { getManyEvents } = await import('../events/get-many-events.ts');
        return getManyEvents(session, copy, signal);
      });
    },
    ...eventWriteCalls(inSession),
  };
}
