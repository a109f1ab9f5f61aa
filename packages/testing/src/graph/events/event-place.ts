import type { BodyReader } from '../body-reader.ts';
import type { EventPlace, JsonObject, Mailbox } from '../mailbox.ts';

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

/**
 * The place that a client writes; `location` is what a reply shows first, and without `locations` it is the only one.
 *
 * @returns undefined when neither is there.
 */
export function placeOfInput(body: BodyReader): EventPlace | undefined {
  const one = body.nullableObject('location');
  const several = body.objects('locations')?.map(locationOfInput);
  if (one === undefined && several === undefined) return undefined;
  const locations = one ? [locationOfInput(one)] : (several ?? []);
  const named = locations.filter(({ displayName }) => displayName !== '');
  return { location: named[0] ?? nowhere, locations: named };
}

/** Locations made through the API are of the default type, whatever they are. */
function locationOfInput(body: BodyReader): JsonObject {
  const address = body.object('address')?.source;
  const coordinates = body.object('coordinates')?.source;
  const email = body.text('locationEmailAddress') ?? '';
  const uri = body.text('locationUri') ?? '';
  const displayName = body.text('displayName') ?? '';
  return {
    ...textLocation(displayName === '' ? email : displayName),
    ...(uri === '' ? {} : { locationUri: uri }),
    ...(email === '' ? {} : { locationEmailAddress: email }),
    ...(address === undefined ? {} : { address }),
    ...(coordinates === undefined ? {} : { coordinates }),
  };
}
