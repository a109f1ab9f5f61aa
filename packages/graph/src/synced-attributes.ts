import type { SyncedAttributeFields } from '@kalends/core';

/**
 * Which property of Graph's event resource each attribute is read from; `null` where Microsoft 365 has none. Paths are those
 * of {@link https://learn.microsoft.com/graph/api/resources/event | the event resource}.
 *
 * @public
 */
export const graphSyncedAttributes: SyncedAttributeFields = {
  attendeesOmitted: 'hideAttendees',
  description: 'bodyPreview',
  attendeeDisplayName: 'attendees.emailAddress.name',
  attendeeEmail: 'attendees.emailAddress.address',
  workLocation: null,
  iCalUid: 'iCalUId',
  location: 'locations.displayName',
  organizerDisplayName: 'organizer.emailAddress.name',
  organizerEmail: 'organizer.emailAddress.address',
  summary: 'subject',
  timeProposal: 'allowNewTimeProposals',
  workLocationEnabled: null,
};
