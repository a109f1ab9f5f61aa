import { invalidProperty } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import { GraphRefusal } from '../graph-error.ts';
import type { EventPlace, EventTimes, JsonObject } from '../mailbox.ts';
import { readRecurrence } from '../read-recurrence.ts';
import type { RecurrenceInput } from '../read-recurrence.ts';
import type { AttachmentInput } from './attachments/attachment-input.ts';
import { readAttachment } from './attachments/attachment-input.ts';
import { placeOfInput } from './event-place.ts';
import { eventPropertyNames } from './event-properties.ts';
import type { ExtendedProperties } from './extended-properties.ts';
import { readExtendedProperties } from './extended-properties.ts';
import { readExtensions } from './open-extensions.ts';
import { readWallTime } from './wall-time-input.ts';
import type { WallTimeInput } from './wall-time-input.ts';

/** Somebody a client invites. */
export interface AttendeeInput {
  readonly type: string;
  readonly address: string;
  readonly name: string;
}

/** What a client says about an event; what it leaves out is undefined. */
export interface EventInput {
  readonly subject: string | undefined;
  readonly body: { readonly isText: boolean; readonly content: string } | undefined;
  readonly start: WallTimeInput | undefined;
  readonly end: WallTimeInput | undefined;
  readonly isAllDay: boolean | undefined;
  readonly place: EventPlace | undefined;
  readonly attendees: readonly AttendeeInput[] | undefined;
  /** Null ends the repetition. */
  readonly recurrence: RecurrenceInput | null | undefined;
  readonly categories: readonly string[] | undefined;
  readonly importance: string | undefined;
  readonly sensitivity: string | undefined;
  readonly showAs: string | undefined;
  readonly isReminderOn: boolean | undefined;
  readonly reminderMinutes: number | undefined;
  readonly responseRequested: boolean | undefined;
  readonly allowNewTimeProposals: boolean | undefined;
  readonly hideAttendees: boolean | undefined;
  readonly isOnlineMeeting: boolean | undefined;
  readonly onlineMeetingProvider: string | undefined;
  readonly transactionId: string | undefined;
  readonly properties: ExtendedProperties | undefined;
  readonly extensions: ReadonlyMap<string, JsonObject> | undefined;
  readonly attachments: readonly AttachmentInput[] | undefined;
}

// Graph docs, "event resource type".
const maxAttendees = 500;
const attendeeTypes = ['required', 'optional', 'resource'];
const importances = ['low', 'normal', 'high'];
const sensitivities = ['normal', 'personal', 'private', 'confidential'];
const busyStates = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'];
const meetingProviders = ['unknown', 'skypeForBusiness', 'skypeForConsumer', 'teamsForBusiness'];
/** Largest reminder: what a year has of minutes, and then some. */
const maxReminderMinutes = 2_629_800;

/**
 * Reads the body of a POST or PATCH on events. Properties that the service sets by itself are dropped without a word.
 *
 * @param before - Extended properties that are there already.
 * @throws GraphRefusal 400 for unknown properties and for values of the wrong type or out of range.
 */
export function readEventInput(body: BodyReader, before?: ExtendedProperties): EventInput {
  body.allowOnly(eventPropertyNames, 'event');
  const text = body.nullableObject('body');
  const reminderMinutes = body.number('reminderMinutesBeforeStart');
  if (reminderMinutes !== undefined && (reminderMinutes < 0 || reminderMinutes > maxReminderMinutes)) {
    throw invalidProperty('ReminderMinutesBeforeStart is out of range.');
  }
  const recurrence = body.nullableObject('recurrence');
  return {
    subject: body.text('subject'),
    body:
      text === undefined
        ? undefined
        : {
            isText: text?.choice('contentType', ['text', 'html'], 'bodyType') === 'text',
            content: text?.text('content') ?? '',
          },
    start: readWallTime(body, 'start'),
    end: readWallTime(body, 'end'),
    isAllDay: body.flag('isAllDay'),
    place: placeOfInput(body),
    attendees: readAttendees(body),
    recurrence: recurrence ? readRecurrence(recurrence) : recurrence,
    categories: body.texts('categories'),
    importance: body.choice('importance', importances, 'importance'),
    sensitivity: body.choice('sensitivity', sensitivities, 'sensitivity'),
    showAs: body.choice('showAs', busyStates, 'freeBusyStatus'),
    isReminderOn: body.flag('isReminderOn'),
    reminderMinutes,
    responseRequested: body.flag('responseRequested'),
    allowNewTimeProposals: body.flag('allowNewTimeProposals'),
    hideAttendees: body.flag('hideAttendees'),
    isOnlineMeeting: body.flag('isOnlineMeeting'),
    onlineMeetingProvider: body.choice('onlineMeetingProvider', meetingProviders, 'onlineMeetingProviderType'),
    transactionId: body.text('transactionId'),
    properties: readExtendedProperties(body, before),
    extensions: readExtensions(body),
    attachments: body.objects('attachments')?.map(readAttachment),
  };
}

/**
 * Instants of an event.
 *
 * @throws GraphRefusal 400 when the end is before the start, or when a whole day does not begin and end at midnight.
 */
export function timesOfInput(start: WallTimeInput, end: WallTimeInput, isAllDay: boolean): EventTimes {
  if (isAllDay) {
    for (const [name, { wallTime }] of [['Start', start] as const, ['End', end] as const]) {
      if (wallTime.slice(11) === '00:00:00') continue;
      throw invalidProperty(`The Event.${name} property for an all-day event needs to be set to midnight.`);
    }
    if (start.zone.iana !== end.zone.iana) {
      throw invalidProperty('The Event.Start and Event.End of an all-day event need to be in the same time zone.');
    }
    const [startMs, endMs] = [Date.parse(`${start.wallTime}Z`), Date.parse(`${end.wallTime}Z`)];
    if (endMs === startMs) throw invalidProperty('The duration of an all-day event has to be at least one day.');
    if (endMs < startMs) throw endBeforeStart();
    return { startMs, endMs, isAllDay, zone: start.zone.iana };
  }
  if (end.ms < start.ms) throw endBeforeStart();
  return {
    startMs: start.ms,
    endMs: end.ms,
    isAllDay,
    zone: start.zone.iana,
    ...(end.zone.iana === start.zone.iana ? {} : { endZone: end.zone.iana }),
  };
}

function endBeforeStart(): GraphRefusal {
  return new GraphRefusal(
    400,
    'ErrorCalendarEndDateIsEarlierThanStartDate',
    'The end date is earlier than the start date.',
  );
}

function readAttendees(body: BodyReader): readonly AttendeeInput[] | undefined {
  const attendees = body.objects('attendees')?.map((attendee): AttendeeInput => {
    const { address, name } = readRecipient(attendee);
    return { type: attendee.choice('type', attendeeTypes, 'attendeeType') ?? 'required', address, name };
  });
  if (attendees === undefined) return undefined;
  if (attendees.length > maxAttendees) throw invalidProperty(`An event has at most ${maxAttendees} attendees.`);
  return [...new Map(attendees.map((attendee) => [attendee.address.toLowerCase(), attendee])).values()];
}

/**
 * Reads `emailAddress` of a recipient.
 *
 * @throws GraphRefusal 400 `ErrorInvalidRecipients` for somebody without an address.
 */
export function readRecipient(recipient: BodyReader): { readonly address: string; readonly name: string } {
  const emailAddress = recipient.object('emailAddress');
  const address = emailAddress?.text('address')?.trim() ?? '';
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) {
    throw new GraphRefusal(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  }
  return { address, name: emailAddress?.text('name') ?? '' };
}
