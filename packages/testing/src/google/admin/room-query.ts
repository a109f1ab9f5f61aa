import { badRequest } from '../api/api-error.ts';
import type { RoomResource } from '../google-state.ts';

/** A room with its id in the directory. */
export interface DirectoryRoom extends RoomResource {
  readonly resourceId: string;
}

/** Name that the directory makes of place, name and size. */
export function generatedName({ building, floor, name, capacity }: RoomResource): string {
  return `${building}-${floor}-${name} (${capacity})`;
}

const searched: Readonly<Record<string, (room: DirectoryRoom) => readonly string[]>> = {
  generatedResourceName: (room) => [generatedName(room)],
  name: (room) => [room.name],
  buildingId: (room) => [room.building],
  floor_name: (room) => [room.floor],
  capacity: (room) => [String(room.capacity)],
  'featureInstances.feature.name': (room) => room.equipment,
  resourceEmail: (room) => [room.address],
  resourceCategory: () => ['CONFERENCE_ROOM'],
};

const ordered: Readonly<Record<string, (room: DirectoryRoom) => string | number>> = {
  resourceId: (room) => room.resourceId,
  resourceName: (room) => room.name,
  capacity: (room) => room.capacity,
  buildingId: (room) => room.building,
  floorName: (room) => room.floor,
};

/**
 * Reads `query` (Directory API, `resources.calendars.list`): conditions `field=value`, `field!=value` and `field:text*`, joined
 * with `AND`, each possibly after `NOT`.
 *
 * @throws ApiError 400 for anything else.
 */
export function readRoomQuery(query: string): (room: DirectoryRoom) => boolean {
  const conditions = query.split(/\s+AND\s+/).map(readCondition);
  return (room) => conditions.every((condition) => condition(room));
}

/** Reads `orderBy`, such as `buildingId, capacity desc`. @throws ApiError 400. */
export function readRoomOrder(orderBy: string): (one: DirectoryRoom, other: DirectoryRoom) => number {
  const keys = orderBy.split(',').map((part) => {
    const [, field = '', direction = 'asc'] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(part) ?? [];
    const valueOf = ordered[field];
    if (valueOf === undefined) throw badRequest('Invalid Input: orderBy');
    return { valueOf, sign: direction === 'desc' ? -1 : 1 };
  });
  return (one, other) => {
    for (const { valueOf, sign } of keys) {
      const [left, right] = [valueOf(one), valueOf(other)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

function readCondition(text: string): (room: DirectoryRoom) => boolean {
  const [, not, field = '', operator, quoted, bare] =
    /^\s*(NOT\s+)?([\w.]+)\s*(!=|=|:)\s*(?:"([^"]*)"|([^\s"]+))\s*$/.exec(text) ?? [];
  const valuesOf = searched[field];
  const wanted = (quoted ?? bare ?? '').toLowerCase();
  if (valuesOf === undefined || operator === undefined || wanted === '') throw badRequest('Invalid Input: query');
  const isMatch = (value: string): boolean => {
    if (operator !== ':') return value === wanted;
    return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value.includes(wanted);
  };
  const isWanted = (room: DirectoryRoom): boolean => valuesOf(room).some((value) => isMatch(value.toLowerCase()));
  const isNegative = (operator === '!=') !== (not !== undefined);
  return (room) => isWanted(room) !== isNegative;
}
