import { pagedList } from '@kalends/core';
import type { RoomGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** Rooms of the organization, as far as they are in room lists. What works loads at the first call. */
export function ewsRoomGroup(run: RunCall): RoomGroup {
  return {
    list: (options = {}) =>
      pagedList({
        provider: 'ews',
        startAt: options.pageToken,
        keyOf: ({ address }) => address.toLowerCase(),
        fetchPage: (pageToken) =>
          run('rooms.list', options.signal, async (session, signal) => {
            const { roomsPage } = await import('./list-rooms.ts');
            return roomsPage(session, pageToken === undefined ? options : { ...options, pageToken }, signal);
          }),
      }),
    buildings: (options = {}) =>
      run('rooms.buildings', options.signal, async (session, signal) => {
        const { listBuildings } = await import('./list-buildings.ts');
        return listBuildings(session, options, signal);
      }),
  };
}
