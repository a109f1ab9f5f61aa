import type { CalendarEvent, EventPurpose, WorkingLocation } from '@kalends/core';

/** A name and an address of somebody in an event. @public */
export interface SyncedPerson {
  readonly name?: string;
  readonly address?: string;
}

/** The content of an event as synchronization sees it; the same for every provider. See `syncedAttributes`. @public */
export interface SyncedContent {
  readonly title?: string;
  readonly description?: string;
  readonly iCalUid?: string;
  readonly organizer?: SyncedPerson;
  readonly attendees: readonly SyncedPerson[];
  readonly attendeesOmitted: boolean;
  readonly locations: readonly { readonly name: string }[];
  readonly allowsNewTimeProposals?: boolean;
  readonly workingLocation?: WorkingLocation;
  readonly purpose: EventPurpose;
}

/**
 * Picks the twelve synced attributes of an event, member by member, and nothing else. For use while a change is handled:
 * the result holds addresses, so don't keep it and don't log it.
 *
 * @public
 */
export function selectSyncedAttributes(event: CalendarEvent): SyncedContent {
  const { title, description, iCalUid, organizer, allowsNewTimeProposals, workingLocation } = event;
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(iCalUid === undefined ? {} : { iCalUid }),
    ...(organizer === undefined ? {} : { organizer: personOf(organizer) }),
    attendees: event.attendees.map(personOf),
    attendeesOmitted: event.attendeesOmitted,
    locations: event.locations.map(({ name }) => ({ name })),
    ...(allowsNewTimeProposals === undefined ? {} : { allowsNewTimeProposals }),
    ...(workingLocation === undefined ? {} : { workingLocation: placeOf(workingLocation) }),
    purpose: event.purpose,
  };
}

function personOf({ name, address }: SyncedPerson): SyncedPerson {
  return { ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { address }) };
}

function placeOf({ kind, label }: WorkingLocation): WorkingLocation {
  return { kind, ...(label === undefined ? {} : { label }) };
}
