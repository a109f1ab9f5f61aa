import type { Attendee, EventLocation } from '@kalends/core';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { presentText } from './wire-values.ts';

/**
 * Where an event takes place. Exchange has one text; clients write several rooms into it with semicolons. A room's address
 * is known from the structured location (2013 and later) or from an invited resource of that name.
 */
export function locationsOf(item: WireItem, attendees: readonly Attendee[]): readonly EventLocation[] {
  const name = presentText(item.EnhancedLocation?.DisplayName) ?? presentText(item.Location);
  if (name === undefined) return [];
  const roomAddress = (room: string): string | undefined =>
    attendees.find((attendee) => attendee.kind === 'resource' && attendee.name === room)?.address;

  const parts = name
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const rooms = parts.flatMap((part) => {
    const address = roomAddress(part);
    return address === undefined ? [] : [{ name: part, address }];
  });
  // Only when every part is a room were the semicolons put there by a client and not by a person.
  if (rooms.length > 0 && rooms.length === parts.length) return rooms;
  const postal = item.EnhancedLocation?.PostalAddress;
  const uri = postal?.LocationSource === 'Resource' ? presentText(postal.LocationUri)?.trim() : undefined;
  return [{ name: name.trim(), ...(uri?.includes('@') === true ? { address: uri } : {}) }];
}
