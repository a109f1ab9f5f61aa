import type { Attendee, AttendeeKind, Organizer, ParticipationStatus } from '@kalends/core';
import type { AttendeeWire, EventWire } from '../wire/event-wire.ts';
import { sameAddress } from './holder.ts';
import type { Holder } from './holder.ts';

/** Who takes part, each address once. */
export interface Participants {
  readonly organizer?: Organizer;
  readonly attendees: readonly Attendee[];
  /** The answer of the connected mailbox. */
  readonly participationStatus: ParticipationStatus;
}

/** From whose side a copy is read, and by whom. */
export interface ParticipantsOptions {
  /** Address of the connected mailbox, when it is known. */
  readonly selfAddress: string | undefined;
  readonly holder: Holder;
}

/**
 * Merges the organizer and the attendees. An invitee's copy names the organizer a second time among the attendees, with the
 * answer `none`; who calls a meeting comes, so that entry is left out.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/responsestatus | Graph docs, responseStatus}
 */
export function mapParticipants(event: EventWire, options: ParticipantsOptions): Participants {
  const { selfAddress, holder } = options;
  const isHoldersMeeting = event.isOrganizer === true;
  const holderStatus = statusOfHolder(event);
  const organizerAddress = present(event.organizer?.emailAddress?.address);
  const organizerName = present(event.organizer?.emailAddress?.name);

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
      participationStatus: sameAddress(address, holder.address)
        ? knownOr(holderStatus, attendeeStatus(entry, isHoldersMeeting))
        : attendeeStatus(entry, isHoldersMeeting),
      isSelf: sameAddress(address, selfAddress),
    });
  }

  const isOrganizerSelf = (isHoldersMeeting && holder.isSelf) || sameAddress(organizerAddress, selfAddress);
  const asInvited = attendees.find((attendee) => attendee.isSelf)?.participationStatus ?? 'unknown';
  const inOthersCalendar = isOrganizerSelf ? 'accepted' : asInvited;
  const participationStatus = holder.isSelf ? holderStatus : inOthersCalendar;
  if (organizerAddress === undefined && organizerName === undefined) return { attendees, participationStatus };
  const organizer: Organizer = {
    ...(organizerName === undefined ? {} : { name: organizerName }),
    ...(organizerAddress === undefined ? {} : { address: organizerAddress }),
    isSelf: isOrganizerSelf,
    participationStatus: 'accepted',
  };
  return { organizer, attendees, participationStatus };
}

/** The event's own `responseStatus` is its holder's answer, and surer than looking for an address among the attendees. */
function statusOfHolder(event: EventWire): ParticipationStatus {
  if (event.isOrganizer === true) return 'accepted';
  const response = event.responseStatus?.response;
  return response === 'none' ? 'unknown' : statusOf(response);
}

/**
 * An answer in the list of attendees. `none` on the organizer's copy means that none has come yet; on anybody else's it means
 * that answers are not passed on to them.
 */
function attendeeStatus(entry: AttendeeWire, isHoldersMeeting: boolean): ParticipationStatus {
  const response = entry.status?.response;
  if (response === 'none') return isHoldersMeeting ? 'needsAction' : 'unknown';
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

function present(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
