/** What is asked for of an event (partial response syntax): the fields of `WireEvent` and nothing more. */
export const eventFields: string = [
  'id,etag,status,htmlLink,created,updated,summary,description,location,creator/self',
  'organizer(email,displayName,self)',
  'start,end,recurrence,recurringEventId,originalStartTime,transparency,visibility,iCalUID',
  'attendees(email,displayName,organizer,self,resource,optional,responseStatus,comment)',
  'attendeesOmitted,guestsCanSeeOtherGuests,hangoutLink',
  'conferenceData(entryPoints(entryPointType,uri),conferenceSolution(name,key/type))',
  'reminders,attachments(fileUrl,title,mimeType),eventType,workingLocationProperties',
].join(',');
