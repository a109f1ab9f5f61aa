import type { EventInstance } from './event-instance.ts';
import { occurrenceObjectId } from '../item-ids.ts';
import type { IdForm } from '../item-ids.ts';
import type { EventContent, JsonObject, StoredAttendee, StoredItem } from '../mailbox.ts';
import type { NamedZone } from '../time-zones.ts';
import { windowsZoneOf } from '../time-zones.ts';
import { dateTimeTimeZone, instantText } from '../wall-time.ts';

/** How a request wants its events. */
export interface EventRendering {
  readonly zone: NamedZone;
  readonly bodyType: 'html' | 'text';
  readonly idForm: IdForm;
  /** Only `Calendars.ReadBasic` was granted: no bodies. */
  readonly isBasic: boolean;
  /** Leave `originalStart` out of exceptions. */
  readonly omitOriginalStart: boolean;
  /** `http://127.0.0.1:50123/v1.0` */
  readonly graphBaseUrl: string;
}

/** The whole event as Graph sends it, members in the service's order. */
export function eventJson(instance: EventInstance, rendering: EventRendering): JsonObject {
  const { item, occurrence, times, content } = instance;
  const id = eventId(instance, rendering.idForm);
  const masterId = occurrence === undefined ? null : itemId(item, rendering.idForm);
  const isDeviating = instance.type === 'exception';
  const { onlineMeeting } = content;
  return {
    '@odata.etag': etagOf(instance.changeKey),
    id,
    createdDateTime: item.createdAt,
    lastModifiedDateTime: instance.lastModifiedAt,
    changeKey: instance.changeKey,
    categories: content.categories,
    transactionId: item.transactionId ?? null,
    originalStartTimeZone: windowsZoneOf(times.zone),
    originalEndTimeZone: windowsZoneOf(times.endZone ?? times.zone),
    iCalUId: occurrence === undefined ? item.uid : occurrenceObjectId(item.uid, occurrence.date),
    uid: item.uid,
    reminderMinutesBeforeStart: content.reminderMinutes,
    isReminderOn: content.isReminderOn,
    hasAttachments: content.attachments.some(({ isInline }) => !isInline),
    subject: content.subject,
    ...(rendering.isBasic ? {} : { bodyPreview: preview(content.bodyText) }),
    importance: content.importance,
    sensitivity: content.sensitivity,
    ...(occurrence === undefined || (isDeviating && rendering.omitOriginalStart)
      ? {}
      : { originalStart: instantText(occurrence.startMs) }),
    isAllDay: times.isAllDay,
    isCancelled: content.isCancelled,
    isOrganizer: item.isOrganizer,
    responseRequested: content.responseRequested,
    seriesMasterId: masterId,
    showAs: content.showAs,
    type: instance.type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: onlineMeeting !== undefined,
    onlineMeetingProvider: onlineMeeting?.provider ?? 'unknown',
    allowNewTimeProposals: content.allowNewTimeProposals,
    occurrenceId: occurrence === undefined ? null : occurrenceKey(item, occurrence.date, rendering.idForm),
    isDraft: item.isDraft ?? false,
    hideAttendees: content.hideAttendees,
    responseStatus: content.responseStatus,
    ...(rendering.isBasic ? {} : { body: body(content, rendering) }),
    start: dateTimeTimeZone(times.startMs, times.isAllDay, rendering.zone),
    end: dateTimeTimeZone(times.endMs, times.isAllDay, rendering.zone),
    location: content.place.location,
    locations: content.place.locations,
    recurrence: instance.type === 'seriesMaster' ? item.series?.recurrence : null,
    attendees: content.attendees.map((attendee) => attendeeJson(attendee, rendering.zone)),
    organizer: { emailAddress: item.organizer },
    onlineMeeting: onlineMeeting?.joinUrl === undefined ? null : { joinUrl: onlineMeeting.joinUrl },
    ...calendarLinks(item, rendering.graphBaseUrl),
  };
}

/** What a change key is in an ETag. */
export function etagOf(changeKey: string): string {
  return `W/"${changeKey}"`;
}

/** The id of an event in the form asked for. */
export function eventId({ item, occurrence }: EventInstance, form: IdForm): string {
  if (occurrence === undefined) return itemId(item, form);
  return item.mailbox.ids.idOf({ itemNumber: item.number, date: occurrence.date }, item.calendar.id, form);
}

/** `OID.<master id>.<date>`: how `occurrenceId` and `cancelledOccurrences` name a member of a series. */
export function occurrenceKey(item: StoredItem, date: string, form: IdForm): string {
  return `OID.${itemId(item, form)}.${date}`;
}

function itemId(item: StoredItem, form: IdForm): string {
  return item.mailbox.ids.idOf({ itemNumber: item.number }, item.calendar.id, form);
}

function body(content: EventContent, { bodyType }: EventRendering): JsonObject {
  return { contentType: bodyType, content: bodyType === 'text' ? content.bodyText : content.bodyHtml };
}

function attendeeJson({ type, status, name, address, proposedNewTime }: StoredAttendee, zone: NamedZone): JsonObject {
  const { startMs, endMs, isAllDay } = proposedNewTime ?? { startMs: 0, endMs: 0, isAllDay: false };
  return {
    type,
    status,
    emailAddress: { name, address },
    ...(proposedNewTime === undefined
      ? {}
      : {
          proposedNewTime: {
            start: dateTimeTimeZone(startMs, isAllDay, zone),
            end: dateTimeTimeZone(endMs, isAllDay, zone),
          },
        }),
  };
}

/** At most 255 UTF-16 units, as Outlook cuts it, but never half a character. */
function preview(text: string): string {
  return text.slice(0, 255).replace(/[\uD800-\uDBFF]$/, '');
}

function calendarLinks(item: StoredItem, graphBaseUrl: string): JsonObject {
  const url = `${graphBaseUrl}/users('${item.mailbox.address}')/calendars('${item.calendar.id}')`;
  return { 'calendar@odata.associationLink': `${url}/$ref`, 'calendar@odata.navigationLink': url };
}
