import type { EventLocation } from '@kalends/core';
import type { EventWire, LocationWire } from '../wire/event-wire.ts';

/** The places of an event. `location` repeats the first of `locations` and serves where those are missing. */
export function mapLocations(event: EventWire): EventLocation[] {
  const several = event.locations ?? [];
  const wired = several.length > 0 ? several : [event.location];
  const places = new Map<string, EventLocation>();
  for (const place of wired) {
    const name = place?.displayName?.trim() ?? '';
    const address = addressOf(place);
    if (name === '' && address === undefined) continue;
    const mapped = { name: name === '' ? (address ?? '') : name, ...(address === undefined ? {} : { address }) };
    places.set(JSON.stringify([mapped.name, address?.toLowerCase()]), mapped);
  }
  return [...places.values()];
}

/** A room picked from the directory carries its address as unique id and URI; one set through the API as mail address. */
function addressOf(place: LocationWire | null | undefined): string | undefined {
  const inDirectory = place?.uniqueIdType === 'directory' ? place.uniqueId : undefined;
  return [place?.locationEmailAddress, place?.locationUri, inDirectory]
    .map((candidate) => candidate?.trim())
    .find((candidate) => candidate !== undefined && /^[^\s@:/]+@[^\s@:/]+$/.test(candidate));
}
