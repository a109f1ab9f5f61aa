import type { Building, Room } from '@kalends/core';
import type { RoomListWire, RoomWire } from '../wire/place-wire.ts';

/** `$select` of rooms: what {@link mapRoom} uses. */
export const roomFields: string =
  'emailAddress,displayName,nickname,building,floorLabel,floorNumber,capacity,audioDeviceName,videoDeviceName,displayDeviceName,tags';

/** `$select` of room lists: what {@link mapBuilding} uses. */
export const roomListFields = 'emailAddress,displayName';

/**
 * Maps a room; what nobody filled in is missing.
 *
 * @returns `undefined` for a room without an address: nobody can invite it.
 * @see {@link https://learn.microsoft.com/graph/api/resources/room | Graph docs, room}
 */
export function mapRoom(wire: RoomWire): Room | undefined {
  const { emailAddress: address, building, capacity } = wire;
  if (!address) return undefined;
  const floor = wire.floorLabel || (Number.isInteger(wire.floorNumber) ? String(wire.floorNumber) : '');
  const devices = [wire.videoDeviceName, wire.audioDeviceName, wire.displayDeviceName, ...(wire.tags ?? [])];
  return {
    address,
    name: wire.displayName || wire.nickname || address,
    ...(building ? { building } : {}),
    ...(floor === '' ? {} : { floor }),
    ...(typeof capacity === 'number' && Number.isInteger(capacity) && capacity > 0 ? { capacity } : {}),
    equipment: [...new Set(devices.flatMap((device) => (device ? [device] : [])))],
  };
}

/** Maps a room list, whose rooms are asked for by its address. */
export function mapBuilding({ emailAddress: id, displayName }: RoomListWire): Building | undefined {
  return id ? { id, name: displayName || id } : undefined;
}
