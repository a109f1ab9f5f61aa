import type { EventInclusion, EventOmission } from '@kalends/core';
import { expandProperties } from '../mapping/property-mapping.ts';

/** Which parts of events are asked for, beside what always comes. */
export interface EventParts {
  readonly body: boolean;
  readonly properties: boolean;
  readonly attendees: boolean;
  readonly description: boolean;
}

/** Reads the options of a call. */
export function eventParts(include: readonly EventInclusion[] = [], omit: readonly EventOmission[] = []): EventParts {
  return {
    body: include.includes('body'),
    properties: include.includes('properties'),
    attendees: !omit.includes('attendees'),
    description: !omit.includes('description'),
  };
}

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
  'sensitivity',
  'showAs',
  'location',
  'locations',
  'organizer',
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
 * Query options of a calendar view. It cannot select the timestamps: a view refuses them (Graph docs, "List calendarView").
 * `occurrenceId` and `uid` are sent without a selection but are no declared properties, so they cannot be selected anywhere.
 */
export function viewQuery(parts: EventParts): Readonly<Record<string, string>> {
  return query(parts, []);
}

/** Query options of a single event. */
export function eventQuery(parts: EventParts): Readonly<Record<string, string>> {
  return query(parts, ['recurrence', 'createdDateTime', 'lastModifiedDateTime']);
}

function query(parts: EventParts, further: readonly string[]): Readonly<Record<string, string>> {
  const select = [
    ...always,
    ...further,
    ...(parts.attendees ? ['attendees'] : []),
    ...(parts.description ? ['bodyPreview'] : []),
    ...(parts.body ? ['body'] : []),
  ];
  return { $select: select.join(','), ...(parts.properties ? { $expand: expandProperties } : {}) };
}
