import { CalendarError, pagedList } from '@kalends/core';
import type { Room, RoomGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';
import type { KnownBuildings } from './list-rooms.ts';
import type { RoomAccess } from './room-access.ts';

/**
 * The rooms of the organization.
 *
 * @param access - `undefined`: the application did not open them.
 */
export function roomGroup(run: RunCall, access: RoomAccess | undefined): RoomGroup {
  return {
    list: (options = {}) => {
      const buildings: KnownBuildings = {};
      return pagedList<Room>({
        provider: 'google',
        startAt: options.pageToken,
        keyOf: (room) => room.address.toLowerCase(),
        fetchPage: async (pageToken) => {
          if (access === undefined) throw closed('rooms.list');
          return run('rooms.list', async (session) => {
            const { listRooms } = await import('./list-rooms.ts');
            return listRooms(session, access, options, pageToken, buildings);
          });
        },
      });
    },
    buildings: async (options = {}) => {
      if (access === undefined) throw closed('rooms.buildings');
      return run('rooms.buildings', async (session) => {
        const { listBuildings } = await import('./list-buildings.ts');
        return listBuildings(session, access, options);
      });
    },
  };
}

function closed(operation: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `${operation} is closed: the setting rooms of google() opens the rooms of an organization`,
    provider: 'google',
    operation,
  });
}
