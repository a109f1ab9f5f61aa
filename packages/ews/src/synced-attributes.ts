import type { SyncedAttributeFields } from '@kalends/core';

/**
 * The Exchange property behind each attribute that is read of an event, `null` where Exchange has none. Nothing else about
 * the content of an event is requested; times, ids and state always are.
 *
 * @public
 */
export const ewsSyncedAttributes: SyncedAttributeFields = {
  attendeesOmitted: null,
  description: 'item:Body',
  attendeeDisplayName: 'calendar:RequiredAttendees, calendar:OptionalAttendees, calendar:Resources',
  attendeeEmail: 'calendar:RequiredAttendees, calendar:OptionalAttendees, calendar:Resources',
  workLocation: null,
  iCalUid: 'calendar:UID',
  location: 'calendar:Location, calendar:EnhancedLocation',
  organizerDisplayName: 'calendar:Organizer',
  organizerEmail: 'calendar:Organizer',
  summary: 'item:Subject',
  timeProposal: 'calendar:AllowNewTimeProposal',
  workLocationEnabled: null,
};
