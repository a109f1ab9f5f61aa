import type { EventPlace, JsonObject, Mailbox } from './mailbox.ts';

/** `location` of an event that happens nowhere in particular. */
const nowhere: JsonObject = {
  displayName: '',
  locationType: 'default',
  uniqueIdType: 'unknown',
  address: {},
  coordinates: {},
};

/** Free text as Outlook keeps it, beside the rooms that were invited. */
export function eventPlace(text: string | undefined, rooms: readonly Mailbox[]): EventPlace {
  const places = rooms.map(roomLocation);
  if (text !== undefined && text !== '') {
    const location = textLocation(text);
    return { location, locations: [location, ...places] };
  }
  const [only, ...others] = places;
  if (only === undefined) return { location: nowhere, locations: [] };
  if (others.length === 0) return { location: only, locations: [only] };
  return { location: textLocation(rooms.map((room) => room.displayName).join('; ')), locations: places };
}

function textLocation(text: string): JsonObject {
  return { displayName: text, locationType: 'default', uniqueId: text, uniqueIdType: 'private' };
}

function roomLocation(room: Mailbox): JsonObject {
  return {
    displayName: room.displayName,
    locationUri: room.address,
    locationType: 'conferenceRoom',
    uniqueId: room.address,
    uniqueIdType: 'directory',
    address: {},
    coordinates: {},
  };
}
