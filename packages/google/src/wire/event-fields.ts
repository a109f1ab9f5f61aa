import type { EventInclusion, EventOmission } from '@kalends/core';

/** Parts of an event that are not always asked for. */
export interface EventSelection {
  /** Default: none. */
  readonly include?: readonly EventInclusion[];
  /** Default: none. */
  readonly omit?: readonly EventOmission[];
}

/** What is asked for of an event (partial response syntax): the fields of `WireEvent`, less what nobody wants to know. */
export function eventFields({ include = [], omit = [] }: EventSelection = {}): string {
  return [
    'id,etag,status,htmlLink,created,updated,summary,location,creator/self',
    'organizer(email,displayName,self)',
    'start,end,recurrence,recurringEventId,originalStartTime,transparency,visibility,iCalUID,colorId',
    ...(omit.includes('description') && !include.includes('body') ? [] : ['description']),
    ...(omit.includes('attendees')
      ? []
      : ['attendees(email,displayName,organizer,self,resource,optional,responseStatus,comment)']),
    'attendeesOmitted,guestsCanSeeOtherGuests,hangoutLink',
    'conferenceData(entryPoints(entryPointType,uri),conferenceSolution(name,key/type),createRequest(requestId,status/statusCode))',
    'reminders,attachments(fileUrl,title,mimeType),eventType,workingLocationProperties',
    ...(include.includes('properties') ? ['extendedProperties/private'] : []),
  ].join(',');
}

/** Everything that is read of an event. */
export const allEventFields: string = eventFields({ include: ['body', 'properties'] });
