import type { EventInstance } from './event-instance.ts';
import { occurrenceObjectId } from './item-ids.ts';
import type { IdForm } from './item-ids.ts';
import type { JsonObject, StoredItem } from './mailbox.ts';
import type { NamedZone } from './time-zones.ts';
import { windowsZoneOf } from './time-zones.ts';
import { dateTimeTimeZone, instantText } from './wall-time.ts';

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
  const { item, occurrence, times } = instance;
  const id = eventId(instance, rendering.idForm);
  const masterId = occurrence === undefined ? null : itemId(item, rendering.idForm);
  const zone = windowsZoneOf(times.zone);
  const isDeviating = instance.type === 'exception';
  return {
    '@odata.etag': `W/"${instance.changeKey}"`,
    id,
    createdDateTime: item.createdAt,
    lastModifiedDateTime: item.lastModifiedAt,
    changeKey: instance.changeKey,
    categories: item.categories,
    transactionId: null,
    originalStartTimeZone: zone,
    originalEndTimeZone: zone,
    iCalUId: occurrence === undefined ? item.uid : occurrenceObjectId(item.uid, occurrence.date),
    uid: item.uid,
    reminderMinutesBeforeStart: item.reminderMinutes,
    isReminderOn: true,
    hasAttachments: item.hasAttachments,
    subject: instance.subject,
    ...(rendering.isBasic ? {} : { bodyPreview: preview(item.bodyText) }),
    importance: 'normal',
    sensitivity: item.sensitivity,
    ...(occurrence === undefined || (isDeviating && rendering.omitOriginalStart)
      ? {}
      : { originalStart: instantText(occurrence.startMs) }),
    isAllDay: times.isAllDay,
    isCancelled: item.isCancelled,
    isOrganizer: item.isOrganizer,
    responseRequested: true,
    seriesMasterId: masterId,
    showAs: item.showAs,
    type: instance.type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: item.joinUrl !== undefined,
    onlineMeetingProvider: item.joinUrl === undefined ? 'unknown' : 'teamsForBusiness',
    allowNewTimeProposals: true,
    occurrenceId: occurrence === undefined ? null : occurrenceKey(item, occurrence.date, rendering.idForm),
    isDraft: false,
    hideAttendees: item.hideAttendees,
    responseStatus: item.responseStatus,
    ...(rendering.isBasic ? {} : { body: body(item, rendering) }),
    start: dateTimeTimeZone(times.startMs, times.isAllDay, rendering.zone),
    end: dateTimeTimeZone(times.endMs, times.isAllDay, rendering.zone),
    location: instance.place.location,
    locations: instance.place.locations,
    recurrence: instance.type === 'seriesMaster' ? item.series?.recurrence : null,
    attendees: item.attendees,
    organizer: item.organizer,
    onlineMeeting: item.joinUrl === undefined ? null : { joinUrl: item.joinUrl },
    ...calendarLinks(item, rendering.graphBaseUrl),
  };
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

function body(item: StoredItem, rendering: EventRendering): JsonObject {
  return { contentType: rendering.bodyType, content: rendering.bodyType === 'text' ? item.bodyText : item.bodyHtml };
}

/** At most 255 UTF-16 units, as Outlook cuts it, but never half a character. */
function preview(text: string): string {
  return text.slice(0, 255).replace(/[\uD800-\uDBFF]$/, '');
}

function calendarLinks(item: StoredItem, graphBaseUrl: string): JsonObject {
  const url = `${graphBaseUrl}/users('${item.mailbox.address}')/calendars('${item.calendar.id}')`;
  return { 'calendar@odata.associationLink': `${url}/$ref`, 'calendar@odata.navigationLink': url };
}
