/** Properties that every read of events selects: those the mapping uses. */
const always = [
  'id',
  'changeKey',
  'type',
  'seriesMasterId',
  'originalStart',
  'originalStartTimeZone',
  'originalEndTimeZone',
  'iCalUId',
  'start',
  'end',
  'isAllDay',
  'isCancelled',
  'isOrganizer',
  'subject',
  'bodyPreview',
  'sensitivity',
  'showAs',
  'location',
  'locations',
  'organizer',
  'attendees',
  'hideAttendees',
  'responseStatus',
  'onlineMeeting',
  'onlineMeetingProvider',
  'onlineMeetingUrl',
  'categories',
  'hasAttachments',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'allowNewTimeProposals',
  'webLink',
] as const;

/**
 * `$select` of a calendar view. It cannot name the timestamps: a view refuses them (Graph docs, "List calendarView").
 * `occurrenceId` and `uid` are sent without a selection but are no declared properties, so they cannot be selected anywhere.
 */
export function viewFields(includeBody: boolean): string {
  return [...always, ...(includeBody ? ['body'] : [])].join(',');
}

/** `$select` of a single event. */
export function eventFields(includeBody: boolean): string {
  return [...always, 'recurrence', 'createdDateTime', 'lastModifiedDateTime', ...(includeBody ? ['body'] : [])].join(
    ',',
  );
}
