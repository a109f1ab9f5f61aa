import type { GraphDirectory } from '../graph-directory.ts';
import type { JsonObject, Mailbox } from '../mailbox.ts';

/** What a place can be. */
export type PlaceType = 'room' | 'roomList' | 'workspace' | 'building' | 'floor' | 'section' | 'desk';

/** A place of the directory. */
export interface Place {
  readonly type: PlaceType;
  readonly id: string;
  /** Id of the room list it belongs to. */
  readonly listId?: string;
  readonly json: JsonObject;
}

/** Buildings, their floors, a room list for each building, and the rooms. */
export function placesOf(directory: GraphDirectory): readonly Place[] {
  const rooms = directory.mailboxes.filter(({ room }) => room !== undefined);
  const buildings = [...new Set(rooms.map(({ room }) => room?.building ?? ''))];
  return buildings.flatMap((building) => {
    const inside = rooms.filter(({ room }) => room?.building === building);
    const buildingId = directory.placeId(`building:${building}`);
    const listId = directory.placeId(`list:${building}`);
    const floors = [...new Set(inside.map(({ room }) => room?.floor ?? ''))];
    const floorId = (floor: string): string => directory.placeId(`floor:${building}:${floor}`);
    return [
      { type: 'building', id: buildingId, json: placeJson(buildingId, building, null) },
      ...floors.map((floor, index): Place => {
        const json = { ...placeJson(floorId(floor), `Floor ${floor}`, buildingId), sortOrder: index };
        return { type: 'floor', id: floorId(floor), json };
      }),
      {
        type: 'roomList',
        id: listId,
        json: { ...placeJson(listId, building, null), emailAddress: listAddress(building, inside) },
      },
      ...inside.map((mailbox): Place => {
        const id = directory.placeId(`room:${mailbox.address.toLowerCase()}`);
        return { type: 'room', id, listId, json: roomJson(mailbox, id, floorId(mailbox.room?.floor ?? '')) };
      }),
    ] satisfies Place[];
  });
}

function roomJson({ displayName, address, room }: Mailbox, id: string, parentId: string): JsonObject {
  const equipment = room?.equipment ?? [];
  const device = (pattern: RegExp): string | null => equipment.find((name) => pattern.test(name)) ?? null;
  const floorNumber = Number(/-?\d+/.exec(room?.floor ?? '')?.[0] ?? Number.NaN);
  return {
    ...placeJson(id, displayName, parentId),
    emailAddress: address,
    nickname: displayName,
    building: room?.building ?? null,
    floorLabel: room?.floor ?? null,
    floorNumber: Number.isNaN(floorNumber) ? null : floorNumber,
    capacity: room?.capacity ?? null,
    bookingType: 'standard',
    audioDeviceName: device(/audio|phone|speaker/i),
    videoDeviceName: device(/video|camera/i),
    displayDeviceName: device(/display|screen|projector/i),
    tags: equipment,
  };
}

function placeJson(id: string, displayName: string, parentId: string | null): JsonObject {
  return {
    id,
    placeId: id,
    displayName,
    phone: '',
    address: null,
    geoCoordinates: null,
    isWheelChairAccessible: false,
    label: '',
    tags: [],
    parentId,
  };
}

/** Lists have addresses, and rooms are asked for by them. */
function listAddress(building: string, rooms: readonly Mailbox[]): string {
  const domain = rooms[0]?.address.split('@')[1] ?? 'localhost';
  const name = building
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `rooms-${name === '' ? 'list' : name}@${domain}`;
}
