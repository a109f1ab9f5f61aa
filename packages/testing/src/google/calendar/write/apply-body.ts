import { invalid, required } from '../../api/api-error.ts';
import { calendarError } from '../../api/calendar-refusals.ts';
import type { GoogleEventChange, GoogleEventResource } from '../event-resource.ts';
import { eventPalette } from '../palette.ts';
import { nextAttendees, withOwnAnswer } from './attendees.ts';
import type { AttendeeOptions } from './attendees.ts';
import { nextConference } from './conference.ts';
import type { EventBody, SentAttachment } from './event-body.ts';
import { checkRange, nextTime } from './event-times.ts';
import { checkEventType } from './event-type.ts';
import type { EventTypeOptions } from './event-type.ts';
import { nextExtendedProperties } from './extended-properties.ts';
import { checkRecurrence } from './recurrence-lines.ts';
import { nextReminders } from './reminders.ts';
import type { WriteQuery } from './write-query.ts';

/** Circumstances of a write. */
export interface ApplyOptions extends AttendeeOptions, Omit<EventTypeOptions, 'stored'> {
  /** `PUT` and `POST` replace, `PATCH` merges. */
  readonly mode: 'replace' | 'merge';
  readonly isNew: boolean;
  readonly query: WriteQuery;
  readonly calendarZone: string;
  readonly calendarReminders: readonly { readonly method: 'email' | 'popup'; readonly minutes: number }[];
  /** False for a service account that acts for itself. */
  readonly mayInvite: boolean;
}

const maxAttachments = 25;
const plainFields = [
  'summary',
  'description',
  'location',
  'visibility',
  'transparency',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
] as const;
const typeProperties = [
  'outOfOfficeProperties',
  'focusTimeProperties',
  'workingLocationProperties',
  'birthdayProperties',
] as const;

/**
 * An event after its organizer wrote `body` over it. In a merge absent fields stay, `null` clears, lists are replaced and
 * objects merged; in a replacement what is not sent is cleared (Google Calendar API, "Performance tips", patch semantics).
 *
 * @throws ApiError 400 or 403 for what the service refuses.
 */
export function applyBody(base: GoogleEventResource, body: EventBody, options: ApplyOptions): GoogleEventChange {
  const { mode, query } = options;
  const isInstance = base.recurringEventId !== undefined;
  if (isInstance && (body.recurrence ?? []).length > 0) throw invalid('An instance of a series can not repeat.');
  const recurrence = isInstance ? undefined : nextRecurrence(base, body, mode);
  const times = { mode, calendarZone: options.calendarZone, isSeries: recurrence !== undefined };
  const start = nextTime('start', base.start, body.start, times);
  const end = nextTime('end', base.end, body.end, times);
  checkRange(start, end, options.calendarZone);
  if (recurrence !== undefined) checkRecurrence(recurrence, start);
  const conference = query.writesConference
    ? nextConference(base, body.conferenceData, { mode, mayCreate: options.mayInvite })
    : { conferenceData: base.conferenceData, hangoutLink: base.hangoutLink };
  const next: GoogleEventChange = {
    ...base,
    ...Object.fromEntries(plainFields.map((name) => [name, nextPlain(base[name], body[name], mode)])),
    ...Object.fromEntries(typeProperties.map((name) => [name, nextObject(base[name], body[name], mode)])),
    status: nextPlain(base.status, body.status, mode) ?? 'confirmed',
    colorId: query.usesLabels ? base.colorId : nextColor(base.colorId, body.colorId, mode),
    start,
    end,
    recurrence,
    attendees: nextGuests(base, body, options),
    attachments: query.writesAttachments ? nextAttachments(base, body.attachments, mode) : base.attachments,
    conferenceData: conference.conferenceData,
    hangoutLink: conference.hangoutLink,
    reminders: nextReminders(base.reminders, body.reminders, {
      mode,
      isAllDay: start.date !== undefined,
      calendarDefaults: options.calendarReminders,
    }),
    extendedProperties: nextExtendedProperties(base.extendedProperties, body.extendedProperties, mode),
    source: nextSource(base.source, body.source, mode),
    eventType: body.eventType ?? base.eventType ?? 'default',
  };
  // A calendar of the emulator has no labels that could be named.
  if (query.usesLabels && typeof body.eventLabelId === 'string' && body.eventLabelId !== '') {
    throw invalid('Invalid event label id.');
  }
  checkEventType(next, { ...options, stored: options.isNew ? undefined : base });
  return { ...next, sequence: nextSequence(base, next, body.sequence) };
}

/** Times, rules and places are what guests have to hear of: their change counts as a new version of the invitation. */
export function isRescheduled(base: GoogleEventChange, next: GoogleEventChange): boolean {
  return !same(base.start, next.start) || !same(base.end, next.end) || !same(base.recurrence, next.recurrence);
}

function nextGuests(
  base: GoogleEventResource,
  { attendees: sent, attendeesOmitted }: EventBody,
  options: ApplyOptions,
): GoogleEventChange['attendees'] {
  if (sent === undefined) return options.mode === 'merge' ? base.attendees : undefined;
  if (sent === null) return undefined;
  if (attendeesOmitted === true && !options.isNew) return withOwnAnswer(base.attendees, sent, options.organizer);
  const next = nextAttendees(base.attendees, sent, options);
  if (next !== undefined && !options.mayInvite) {
    throw calendarError(
      'forbiddenForServiceAccounts',
      'Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.',
      403,
    );
  }
  return next;
}

function nextRecurrence(
  base: GoogleEventResource,
  { recurrence: sent }: EventBody,
  mode: 'replace' | 'merge',
): readonly string[] | undefined {
  const next = sent === undefined && mode === 'merge' ? base.recurrence : sent;
  return next === null || next === undefined || next.length === 0 ? undefined : next;
}

/** Empty text counts as none. */
function nextPlain<Value extends string | boolean>(
  stored: Value | undefined,
  sent: Value | null | undefined,
  mode: 'replace' | 'merge',
): Value | undefined {
  if (sent === undefined && mode === 'merge') return stored;
  return sent === null || sent === '' ? undefined : sent;
}

function nextObject(stored: object | undefined, sent: object | null | undefined, mode: string): object | undefined {
  if (sent === undefined) return mode === 'merge' ? stored : undefined;
  return sent === null ? undefined : { ...(mode === 'merge' ? stored : undefined), ...sent };
}

function nextColor(
  stored: string | undefined,
  sent: string | null | undefined,
  mode: 'replace' | 'merge',
): string | undefined {
  const next = nextPlain(stored, sent, mode);
  if (next !== undefined && !(/^[1-9]\d?$/.test(next) && Number(next) <= eventPalette.length)) {
    throw invalid('Invalid color id.');
  }
  return next;
}

function nextSource(
  stored: GoogleEventResource['source'],
  sent: EventBody['source'],
  mode: 'replace' | 'merge',
): GoogleEventResource['source'] | undefined {
  if (sent === undefined) return mode === 'merge' ? stored : undefined;
  if (sent === null) return undefined;
  const { title, url } = mode === 'merge' ? { ...stored, ...sent } : sent;
  if (!/^https?:\/\/\S+$/.test(url ?? '')) throw invalid('Invalid source url.');
  return { title: title ?? '', url: url ?? '' };
}

function nextAttachments(
  { attachments: stored }: GoogleEventResource,
  sent: readonly SentAttachment[] | null | undefined,
  mode: 'replace' | 'merge',
): GoogleEventResource['attachments'] | undefined {
  if (sent === undefined) return mode === 'merge' ? stored : undefined;
  if (sent === null || sent.length === 0) return undefined;
  if (sent.length > maxAttachments) throw invalid('Too many attachments.');
  return sent.map(({ fileUrl, title, mimeType, iconLink }) => {
    if (!fileUrl) throw required('Missing attachment file url.');
    const known = stored?.find((other) => other.fileUrl === fileUrl);
    return {
      fileUrl,
      ...(title ? { title } : {}),
      ...(mimeType ? { mimeType } : {}),
      ...(iconLink ? { iconLink } : {}),
      ...(known?.fileId === undefined ? {} : { fileId: known.fileId }),
    };
  });
}

function nextSequence(base: GoogleEventResource, next: GoogleEventChange, sent: number | null | undefined): number {
  const stored = base.sequence ?? 0;
  if (typeof sent === 'number' && sent < stored) {
    throw invalid(
      'Invalid sequence value. The specified sequence number is below the current sequence number of the resource. ' +
        'Re-fetch the resource and use its sequence number on the following request.',
    );
  }
  if (typeof sent === 'number' && sent > stored) return sent;
  const isNew = base.start === undefined;
  return !isNew && (isRescheduled(base, next) || base.location !== next.location) ? stored + 1 : stored;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
