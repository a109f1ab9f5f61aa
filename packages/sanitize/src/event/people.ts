import type { CalendarEvent, ParticipationStatus } from '@kalends/core';
import { containsAddress } from '../text/mask-addresses.ts';
import type { RecipientAddress, SanitizedParticipant, SanitizedRoom } from './sanitized-event.ts';

/** Shown for somebody without a name that can be shown. @public */
export const unnamedParticipant = 'Guest';

/** Shown for a room without a name that can be shown. @public */
export const unnamedRoom = 'Room';

/**
 * Organizer and attendees by name. A name with an address in it is replaced as a whole: what stands around an address is
 * often the address again ("ada.lovelace <ada.lovelace@…>").
 */
export function participantsOf(event: CalendarEvent): readonly SanitizedParticipant[] {
  const participants: SanitizedParticipant[] = [];
  const { organizer } = event;
  if (organizer !== undefined)
    participants.push({
      name: shownName(organizer.name, unnamedParticipant),
      role: 'organizer',
      participationStatus: knownStatus(organizer.participationStatus),
    });
  for (const attendee of event.attendees) {
    if (attendee.kind === 'resource') continue;
    participants.push({
      name: shownName(attendee.name, unnamedParticipant),
      role: attendee.role === 'optional' ? 'optional' : 'required',
      participationStatus: knownStatus(attendee.participationStatus),
    });
  }
  return participants;
}

/** Invited resources, and places that carry a room's address without the room being invited. */
export function roomsOf(event: CalendarEvent): readonly SanitizedRoom[] {
  const rooms: SanitizedRoom[] = [];
  const invited = new Set<string>();
  for (const { kind, address, name, participationStatus } of event.attendees) {
    if (kind !== 'resource') continue;
    if (typeof address === 'string') invited.add(address.toLowerCase());
    rooms.push({ name: shownName(name, unnamedRoom), participationStatus: knownStatus(participationStatus) });
  }
  for (const { address, name } of event.locations)
    if (typeof address === 'string' && address !== '' && !invited.has(address.toLowerCase()))
      rooms.push({ name: shownName(name, unnamedRoom), participationStatus: 'unknown' });
  return rooms;
}

/** Whether a room belongs to the meeting. One that has declined does not. */
export function hasRoom(event: CalendarEvent): boolean {
  return roomsOf(event).some((room) => room.participationStatus !== 'declined');
}

/** The addresses of everybody invited. */
export function recipientAddressesOf(event: CalendarEvent): readonly RecipientAddress[] {
  const recipients: RecipientAddress[] = [];
  for (const { address, role, kind } of event.attendees) {
    if (typeof address !== 'string') continue;
    const weight = role === 'optional' ? 'optional' : 'required';
    recipients.push({ address, role: kind === 'resource' ? 'resource' : weight });
  }
  return recipients;
}

function shownName(name: unknown, placeholder: string): string {
  if (typeof name !== 'string') return placeholder;
  const trimmed = name.trim();
  return trimmed === '' || containsAddress(trimmed) ? placeholder : trimmed;
}

const statuses: ReadonlySet<unknown> = new Set<ParticipationStatus>([
  'accepted',
  'declined',
  'tentative',
  'needsAction',
]);

function knownStatus(status: ParticipationStatus): ParticipationStatus {
  return statuses.has(status) ? status : 'unknown';
}
