import type { SyncedAttribute } from '@kalends/core';

/**
 * Where a `CalendarEvent` holds each synced attribute: member paths, `[]` is every item of a list. Which field of a service
 * each is read from, the providers say (`graphSyncedAttributes`, `googleSyncedAttributes`, `ewsSyncedAttributes`).
 *
 * @public
 */
export const syncedAttributePaths: Readonly<Record<SyncedAttribute, string>> = {
  attendeesOmitted: 'attendeesOmitted',
  description: 'description',
  attendeeDisplayName: 'attendees[].name',
  attendeeEmail: 'attendees[].address',
  workLocation: 'workingLocation',
  iCalUid: 'iCalUid',
  location: 'locations[].name',
  organizerDisplayName: 'organizer.name',
  organizerEmail: 'organizer.address',
  summary: 'title',
  timeProposal: 'allowsNewTimeProposals',
  workLocationEnabled: 'purpose',
};
