import { pagedList, unsupportedGroups } from '@kalends/core';
import type { Building, Room, RoomGroup } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/**
 * The rooms of a connection.
 *
 * @param isOffered - Personal accounts belong to no organization.
 */
export function roomCalls(inSession: SessionCall, isOffered: boolean): RoomGroup {
  if (!isOffered) return unsupportedGroups(providerId).rooms;
  return {
    list: (options = {}) => {
      const copy = { ...options };
      return pagedList<Room>({
        provider: providerId,
        startAt: copy.pageToken,
        keyOf: (room) => room.address.toLowerCase(),
        fetchPage: (token) =>
          inSession('rooms.list', copy, async (session, signal) => {
            const { listRooms } = await import('../rooms/list-rooms.ts');
            return listRooms(session, copy, token, signal);
          }),
      });
    },
    buildings: (options = {}) => {
      const copy = { ...options };
      return pagedList<Building>({
        provider: providerId,
        keyOf: (building) => building.id.toLowerCase(),
        fetchPage: (token) =>
          inSession('rooms.buildings', copy, async (session, signal) => {
            const { listBuildings } = await import('../rooms/list-buildings.ts');
            return listBuildings(session, copy, token, signal);
          }),
      }).toArray();
    },
  };
}
