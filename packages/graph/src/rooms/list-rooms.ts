import type { ListRoomsOptions, Page, Room } from '@kalends/core';
import { listRoomsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { pathSegment } from '../client/path-segment.ts';
import type { GraphSession } from '../graph-session.ts';
import { mapRoom, roomFields } from '../mapping/room-mapping.ts';
import { roomPageWireSchema } from '../wire/place-wire.ts';
import { listPlaces } from './list-places.ts';

const operation = 'rooms.list';

/** Reads one page of the organization's rooms, or of those in one room list. */
export async function listRooms(
  session: GraphSession,
  options: ListRoomsOptions,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Page<Room>> {
  const { buildingId } = parseOptions(listRoomsOptionsSchema, options, operation);
  return listPlaces(session, {
    operation,
    path:
      buildingId === undefined ? 'microsoft.graph.room' : `${pathSegment(buildingId)}/microsoft.graph.roomList/rooms`,
    fields: roomFields,
    schema: roomPageWireSchema,
    what: 'the list of rooms',
    map: mapRoom,
    token,
    signal,
  });
}
