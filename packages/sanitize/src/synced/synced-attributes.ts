/** One attribute that synchronization reads when an event changes, and where each service keeps it. @public */
export interface SyncedAttribute {
  /** Path in a `CalendarEvent`; `[]` is every item of a list. */
  readonly path: string;
  /** Path in a Google Calendar v3 event; absent where Google has no such thing. */
  readonly google?: string;
  /** Path in a Microsoft Graph v1.0 event; absent where Graph has no such thing. */
  readonly graph?: string;
  /** Property of an EWS calendar item; absent where EWS has no such thing. */
  readonly ews?: string;
}

/**
 * The twelve content attributes synchronization reads. None of them is kept: they are used while a change is handled and
 * then forgotten. Start, end, status, recurrence and ids are not in the list because they are not content; they are always
 * read.
 *
 * @public
 */
export const syncedAttributes: readonly SyncedAttribute[] = [
  { path: 'attendeesOmitted', google: 'attendeesOmitted', graph: 'hideAttendees' },
  { path: 'description', google: 'description', graph: 'bodyPreview', ews: 'TextBody' },
  {
    path: 'attendees[].name',
    google: 'attendees[].displayName',
    graph: 'attendees[].emailAddress.name',
    ews: 'Attendee/Mailbox/Name',
  },
  {
    path: 'attendees[].address',
    google: 'attendees[].email',
    graph: 'attendees[].emailAddress.address',
    ews: 'Attendee/Mailbox/EmailAddress',
  },
  { path: 'workingLocation', google: 'workingLocationProperties' },
  { path: 'iCalUid', google: 'iCalUID', graph: 'iCalUId', ews: 'UID' },
  { path: 'locations[].name', google: 'location', graph: 'locations[].displayName', ews: 'Location' },
  {
    path: 'organizer.name',
    google: 'organizer.displayName',
    graph: 'organizer.emailAddress.name',
    ews: 'Organizer/Mailbox/Name',
  },
  {
    path: 'organizer.address',
    google: 'organizer.email',
    graph: 'organizer.emailAddress.address',
    ews: 'Organizer/Mailbox/EmailAddress',
  },
  { path: 'title', google: 'summary', graph: 'subject', ews: 'Subject' },
  { path: 'allowsNewTimeProposals', graph: 'allowNewTimeProposals', ews: 'AllowNewTimeProposal' },
  { path: 'purpose', google: 'eventType' },
];
