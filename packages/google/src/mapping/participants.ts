import type { Attendee, Organizer, ParticipationStatus } from '@kalends/core';
import type { WireAttendee, WireEvent } from '../wire/event.ts';

/** Whose eyes an event is seen with. */
export interface Viewer {
  /** Mail address of the connected account. */
  readonly address?: string | undefined;
  /** Google's `self` flags mean the connected account, not the person whose calendar is read. */
  readonly isSelfFlagOurs: boolean;
}

/** The people of an event. */
export interface Participants {
  readonly organizer?: Organizer;
  readonly attendees: readonly Attendee[];
  readonly attendeesOmitted: boolean;
  readonly participationStatus: ParticipationStatus;
}

const statuses = new Set<string>(['accepted', 'declined', 'tentative', 'needsAction']);

/**
 * Sorts an event's people into organizer and attendees, each address once.
 *
 * @param isListOmitted - The list was not asked for. Answers, the own one too, stand nowhere else.
 */
export function mapParticipants(event: WireEvent, viewer: Viewer, isListOmitted: boolean = false): Participants {
  if (isListOmitted) {
    const organizer = mapOrganizer(event, undefined, viewer);
    return {
      ...(organizer === undefined ? {} : { organizer: { ...organizer, participationStatus: 'unknown' } }),
      attendees: [],
      attendeesOmitted: true,
      participationStatus: 'unknown',
    };
  }
  const entries = event.attendees ?? [];
  const organizerAddress = event.organizer?.email || undefined;
  const organizerEntry = entries.find(
    (entry) => entry.organizer === true || sameAddress(entry.email, organizerAddress),
  );
  const organizer = mapOrganizer(event, organizerEntry, viewer);
  const attendees = uniqueByAddress(
    entries.filter((entry) => entry.organizer !== true && !sameAddress(entry.email, organizer?.address)),
  ).map((entry) => mapAttendee(entry, viewer));
  const guestsAreHidden = event.guestsCanSeeOtherGuests === false && event.organizer?.self !== true;
  return {
    ...(organizer === undefined ? {} : { organizer }),
    attendees,
    attendeesOmitted: event.attendeesOmitted === true || guestsAreHidden,
    participationStatus: ownStatus(organizer, attendees),
  };
}

/**
 * The organizer stands in `organizer`, without an answer, and when invited too once more among the attendees, with one:
 * that answer counts.
 */
function mapOrganizer(event: WireEvent, entry: WireAttendee | undefined, viewer: Viewer): Organizer | undefined {
  const address = event.organizer?.email || entry?.email || undefined;
  const name = event.organizer?.displayName || entry?.displayName || undefined;
  if (address === undefined && name === undefined) return undefined;
  return {
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    isSelf: isSelf({ email: address, self: event.organizer?.self === true || entry?.self === true }, viewer),
    participationStatus: entry === undefined ? 'accepted' : statusOf(entry.responseStatus),
  };
}

function mapAttendee(entry: WireAttendee, viewer: Viewer): Attendee {
  const isResource = entry.resource === true;
  return {
    ...(entry.displayName ? { name: entry.displayName } : {}),
    ...(entry.email ? { address: entry.email } : {}),
    kind: isResource ? 'resource' : 'individual',
    role: entry.optional === true && !isResource ? 'optional' : 'required',
    participationStatus: statusOf(entry.responseStatus),
    isSelf: isSelf(entry, viewer),
    ...(entry.comment ? { comment: entry.comment } : {}),
  };
}

function ownStatus(organizer: Organizer | undefined, attendees: readonly Attendee[]): ParticipationStatus {
  const self = attendees.find((attendee) => attendee.isSelf);
  if (self !== undefined) return self.participationStatus;
  return organizer?.isSelf === true ? organizer.participationStatus : 'unknown';
}

function statusOf(responseStatus: string | null | undefined): ParticipationStatus {
  return isStatus(responseStatus) ? responseStatus : 'unknown';
}

function isStatus(value: string | null | undefined): value is ParticipationStatus {
  return typeof value === 'string' && statuses.has(value);
}

function isSelf(entry: Pick<WireAttendee, 'email' | 'self'>, viewer: Viewer): boolean {
  return (viewer.isSelfFlagOurs && entry.self === true) || sameAddress(entry.email, viewer.address);
}

/** Keeps the first entry of each address; the account's own entry wins over a double. */
function uniqueByAddress(entries: readonly WireAttendee[]): readonly WireAttendee[] {
  const byAddress = new Map<string, WireAttendee>();
  for (const [index, entry] of entries.entries()) {
    const key = entry.email ? entry.email.toLowerCase() : `#${index}`;
    const earlier = byAddress.get(key);
    if (earlier === undefined || (entry.self === true && earlier.self !== true)) byAddress.set(key, entry);
  }
  return [...byAddress.values()];
}

function sameAddress(one: string | null | undefined, other: string | null | undefined): boolean {
  return Boolean(one) && one?.toLowerCase() === other?.toLowerCase();
}
