import type { Attendee, AttendeeKind, Organizer, ParticipationStatus } from '@kalends/core';
import type { AttendeeWire, EventWire } from '../wire/event-wire.ts';

/** Who takes part, each address once. */
export interface Participants {
  readonly organizer?: Organizer;
  readonly attendees: readonly Attendee[];
  /** The answer of the connected mailbox. */
  readonly participationStatus: ParticipationStatus;
}

/**
 * Merges the organizer and the attendees. An invitee's copy names the organizer a second time among the attendees, with the
 * answer `none`; who calls a meeting comes, so that entry is left out.
 *
 * @param selfAddress - Address of the connected mailbox, when it is known.
 * @see {@link https://learn.microsoft.com/graph/api/resources/responsestatus | Graph docs, responseStatus}
 */
export function mapParticipants(event: EventWire, selfAddress: string | undefined): Participants {
  const isOwnMeeting = event.isOrganizer === true;
  const participationStatus = ownStatus(event);
  const organizerAddress = present(event.organizer?.emailAddress?.address);
  const organizerName = present(event.organizer?.emailAddress?.name);
  const isSelf = (address: string | undefined): boolean => address !== undefined && sameAddress(address, selfAddress);

  const attendees: Attendee[] = [];
  const seen = new Set<string>();
  if (organizerAddress !== undefined) seen.add(organizerAddress.toLowerCase());
  for (const entry of event.attendees ?? []) {
    const address = present(entry.emailAddress?.address);
    const name = present(entry.emailAddress?.name);
    if (address === undefined && name === undefined) continue;
    if (address !== undefined && seen.has(address.toLowerCase())) continue;
    if (address !== undefined) seen.add(address.toLowerCase());
    attendees.push({
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
      kind: kindOf(entry),
      role: entry.type === 'optional' ? 'optional' : 'required',
      participationStatus: isSelf(address)
        ? knownOr(participationStatus, attendeeStatus(entry, isOwnMeeting))
        : attendeeStatus(entry, isOwnMeeting),
      isSelf: isSelf(address),
    });
  }

  if (organizerAddress === undefined && organizerName === undefined) return { attendees, participationStatus };
  const organizer: Organizer = {
    ...(organizerName === undefined ? {} : { name: organizerName }),
    ...(organizerAddress === undefined ? {} : { address: organizerAddress }),
    isSelf: isOwnMeeting || isSelf(organizerAddress),
    participationStatus: 'accepted',
  };
  return { organizer, attendees, participationStatus };
}

/** The event's own `responseStatus` is the mailbox's answer, and surer than looking for its address among the attendees. */
function ownStatus(event: EventWire): ParticipationStatus {
  if (event.isOrganizer === true) return 'accepted';
  const response = event.responseStatus?.response;
  return response === 'none' ? 'unknown' : statusOf(response);
}

/**
 * An answer in the list of attendees. `none` on the organizer's copy means that none has come yet; on anybody else's it means
 * that answers are not passed on to them.
 */
function attendeeStatus(entry: AttendeeWire, isOwnMeeting: boolean): ParticipationStatus {
  const response = entry.status?.response;
  if (response === 'none') return isOwnMeeting ? 'needsAction' : 'unknown';
  return statusOf(response);
}

function statusOf(response: string | null | undefined): ParticipationStatus {
  switch (response) {
    case 'organizer':
    case 'accepted':
      return 'accepted';
    case 'tentativelyAccepted':
      return 'tentative';
    case 'declined':
      return 'declined';
    case 'notResponded':
      return 'needsAction';
    default:
      return 'unknown';
  }
}

/** Graph tells rooms and equipment from the rest, but not groups from people (RFC 5545: CUTYPE is INDIVIDUAL by default). */
function kindOf(entry: AttendeeWire): AttendeeKind {
  switch (entry.type) {
    case 'resource':
      return 'resource';
    case 'required':
    case 'optional':
      return 'individual';
    default:
      return 'unknown';
  }
}

function knownOr(status: ParticipationStatus, otherwise: ParticipationStatus): ParticipationStatus {
  return status === 'unknown' ? otherwise : status;
}

function sameAddress(address: string, other: string | undefined): boolean {
  return address.toLowerCase() === other?.toLowerCase();
}

function present(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
