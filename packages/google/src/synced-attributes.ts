import type { SyncedAttributeFields } from '@kalends/core';

/**
 * Where Google keeps the attributes of an event that are read to keep calendars in step: Calendar API field paths, `null`
 * where Google has no such thing.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/v3/reference/events#resource | Events, resource representations}
 * @public
 */
export const googleSyncedAttributes: SyncedAttributeFields = {
  attendeesOmitted: 'attendeesOmitted',
  description: 'description',
  attendeeDisplayName: 'attendees/displayName',
  attendeeEmail: 'attendees/email',
  workLocation: 'workingLocationProperties',
  iCalUid: 'iCalUID',
  location: 'location',
  organizerDisplayName: 'organizer/displayName',
  organizerEmail: 'organizer/email',
  summary: 'summary',
  timeProposal: null,
  workLocationEnabled: 'eventType',
};
