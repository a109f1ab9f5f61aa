import { htmlToText } from '@kalends/core';
import type {
  CalendarEvent,
  EventFields,
  EventInclusion,
  EventInstance,
  EventLocation,
  EventMaster,
  EventOmission,
} from '@kalends/core';
import { parseRecurrence } from '@kalends/core/recurrence';
import type { WireEvent } from '../wire/event.ts';
import { isHttps, mapConference } from './conference.ts';
import {
  attachmentsOf,
  busyStatusOf,
  privacyOf,
  purposeOf,
  reminderMinutesOf,
  statusOf,
  timestampOf,
  workingLocationOf,
} from './event-details.ts';
import { colorOf } from './event-colors.ts';
import { mapEventTime, recurrenceIdOf } from './event-time.ts';
import { isContentHidden } from './is-content-hidden.ts';
import { mapParticipants } from './participants.ts';
import type { Participants, Viewer } from './participants.ts';

/** What the event itself does not say. */
export interface EventContext {
  readonly calendarId: string;
  /** Zone of the calendar. */
  readonly calendarTimeZone?: string | undefined;
  /** What the account may do in the calendar. */
  readonly accessRole?: string | null | undefined;
  readonly viewer: Viewer;
  readonly include: readonly EventInclusion[];
  /** Default: nothing. */
  readonly omit?: readonly EventOmission[] | undefined;
}

/** Maps an event of any kind. A master's deleted occurrences are not part of it and are added by the caller. */
export function mapEvent(event: WireEvent, context: EventContext): CalendarEvent {
  return (event.recurrence ?? []).length > 0 ? mapMaster(event, context) : mapInstance(event, context);
}

/**
 * Maps a single event or an instance of a series. Google does not say whether an instance was changed on its own; one that
 * was moved away from its slot is told by its start, one with another length or title only is not.
 */
export function mapInstance(event: WireEvent, context: EventContext): EventInstance {
  const fields = mapFields(event, context);
  const masterId = event.recurringEventId;
  if (!masterId) return { kind: 'single', ...fields };
  const recurrenceId = recurrenceIdOf(event.originalStartTime);
  if (recurrenceId === undefined) return { kind: 'exception', ...fields, masterId };
  const start = fields.time.kind === 'allDay' ? fields.time.startDate : fields.time.start.instant;
  return { kind: start === recurrenceId ? 'occurrence' : 'exception', ...fields, masterId, recurrenceId };
}

function mapMaster(event: WireEvent, context: EventContext): EventMaster {
  const fields = mapFields(event, context);
  const recurrence = parseRecurrence(event.recurrence ?? [], { time: fields.time, provider: 'google' });
  return { kind: 'master', ...fields, recurrence };
}

function mapFields(event: WireEvent, context: EventContext): EventFields {
  const participants = mapParticipants(event, context.viewer, context.omit?.includes('attendees'));
  const color = colorOf(event.colorId);
  const conference = mapConference(event);
  const workingLocation = workingLocationOf(event);
  const reminderMinutes = reminderMinutesOf(event);
  const attachments = attachmentsOf(event);
  const createdAt = timestampOf(event.created);
  const updatedAt = timestampOf(event.updated);
  return {
    id: event.id,
    calendarId: context.calendarId,
    ...(event.iCalUID ? { iCalUid: event.iCalUID } : {}),
    ...(event.etag ? { version: event.etag } : {}),
    status: statusOf(event),
    time: mapEventTime(event, context.calendarTimeZone),
    ...(event.summary ? { title: event.summary } : {}),
    ...textsOf(event, context),
    isContentHidden: isContentHidden(event, context.accessRole, context.viewer),
    ...participants,
    locations: locationsOf(event, participants),
    ...(conference === undefined ? {} : { conference }),
    busyStatus: busyStatusOf(event),
    privacy: privacyOf(event),
    purpose: purposeOf(event),
    ...(workingLocation === undefined ? {} : { workingLocation }),
    categories: [],
    ...(color === undefined ? {} : { color }),
    hasAttachments: attachments.length > 0,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(context.include.includes('properties') ? { properties: { ...event.extendedProperties?.private } } : {}),
    ...(reminderMinutes === undefined ? {} : { reminderMinutes }),
    ...(isHttps(event.htmlLink) ? { webUrl: event.htmlLink } : {}),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

/** Google has one text, with HTML allowed in it: its plain form is the description, the text itself the body. */
function textsOf(event: WireEvent, context: EventContext): Pick<EventFields, 'description' | 'body'> {
  if (!event.description) return {};
  const description = context.omit?.includes('description') ? '' : htmlToText(event.description);
  return {
    ...(description === '' ? {} : { description }),
    ...(context.include.includes('body') ? { body: { contentType: 'html', content: event.description } } : {}),
  };
}

/** The place is a text; when it is the name of an invited room, that room's address goes with it. */
function locationsOf(event: WireEvent, participants: Participants): readonly EventLocation[] {
  const name = event.location?.trim() ?? '';
  if (name === '') return [];
  const room = participants.attendees.find((attendee) => attendee.kind === 'resource' && attendee.name === name);
  return [{ name, ...(room?.address === undefined ? {} : { address: room.address }) }];
}
