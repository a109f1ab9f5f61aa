import type { Building, CallOptions, Page } from '@kalends/core';
import { callOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { GraphSession } from '../graph-session.ts';
import { mapBuilding, roomListFields } from '../mapping/room-mapping.ts';
import { roomListPageWireSchema } from '../wire/place-wire.ts';
import { listPlaces } from './list-places.ts';

const operation = 'rooms.buildings';

/** Reads one page of the room lists, by which Exchange groups rooms. */
export async function listBuildings(
  session: GraphSession,
  options: CallOptions,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Page<Building>> {
  parseOptions(callOptionsSchema, options, operation);
  return listPlaces(session, {
    operation,
    path: 'microsoft.graph.roomList',
    fields: roomListFields,
    schema: roomListPageWireSchema,
    what: 'the list of room lists',
    map: mapBuilding,
    token,
    signal,
  });
}
