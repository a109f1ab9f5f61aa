/**
 * Where Google keeps the attributes of an event that are read to keep calendars in step: Calendar API field paths, `null`
 * where Google has no such thing.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/v3/reference/events#resource | Events, resource representations}
 * @public
 */
export const googleSyncedAttributes: {
  readonly attendeesOmitted: string;
  readonly description: string;
  readonly attendeeDisplayName: string;
  readonly attendeeEmail: string;
  readonly workLocation: string;
  readonly iCalUid: string;
  readonly location: string;
  readonly organizerDisplayName: string;
  readonly organizerEmail: string;
  readonly summary: string;
  readonly timeProposal: null;
  readonly workLocationEnabled: string;
} = {
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
