import type {
  BusyStatus,
  CalendarEvent,
  EventBody,
  EventFields,
  EventMaster,
  EventInstance,
  EventPrivacy,
  EventTime,
} from '@kalends/core';
import type { EventParts } from '../events/event-parts.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';
import { mapConference, secureUrl } from './conference-mapping.ts';
import type { Holder } from './holder.ts';
import { mapLocations } from './location-mapping.ts';
import { mapParticipants } from './participant-mapping.ts';
import { mapProperties } from './property-mapping.ts';
import { recurrenceIdOfException, recurrenceIdOfOccurrence } from './recurrence-id.ts';
import { mapRecurrence } from './recurrence-mapping.ts';
import { mapTime } from './time-mapping.ts';

/** What an event does not say about itself. */
export interface EventSurroundings {
  /** Graph never repeats the calendar in the event. */
  readonly calendarId: string;
  /** Address of the connected mailbox, when it is known. */
  readonly selfAddress: string | undefined;
  readonly holder: Holder;
  /** Private items of other people in this calendar are shown without their content. */
  readonly hidesPrivateItems: boolean;
  readonly parts: EventParts;
}

/** Whether the content of an event may be hidden, which only its calendar can tell. */
export function isOthersPrivateItem(event: EventWire, holder: Holder): boolean {
  const isOwn = event.isOrganizer === true && holder.isSelf;
  return !isOwn && privacyOf(event.sensitivity) !== 'default';
}

/** Maps any event; a master also needs what {@link mapMaster} takes. */
export function mapInstance(event: EventWire, around: EventSurroundings): EventInstance {
  const time = mapTime(event);
  const fields = mapFields(event, time, around);
  switch (event.type) {
    case 'occurrence':
      return {
        kind: 'occurrence',
        ...fields,
        masterId: masterIdOf(event),
        recurrenceId: recurrenceIdOfOccurrence(event, time),
      };
    case 'exception': {
      const recurrenceId = recurrenceIdOfException(event, time);
      return {
        kind: 'exception',
        ...fields,
        masterId: masterIdOf(event),
        ...(recurrenceId === undefined ? {} : { recurrenceId }),
      };
    }
    case 'singleInstance':
    case null:
    case undefined:
      return { kind: 'single', ...fields };
    default:
      // A kind of event that came after this version, in a list of what takes up time: it takes up this time.
      return { kind: 'single', ...fields };
  }
}

/** Maps a master with the occurrence ids of its deleted occurrences. */
export function mapMaster(
  event: EventWire,
  cancelledOccurrences: readonly string[],
  around: EventSurroundings,
): EventMaster {
  const { recurrence } = event;
  if (recurrence === null || recurrence === undefined) throw unreadable('event: recurrence');
  const time = mapTime(event);
  return {
    kind: 'master',
    ...mapFields(event, time, around),
    recurrence: mapRecurrence({ ...recurrence, cancelledOccurrences }, time),
  };
}

/** Whether this is the definition of a series, which is not itself in the agenda. */
export function isMaster(event: EventWire): boolean {
  return event.type === 'seriesMaster';
}

function mapFields(event: EventWire, time: EventTime, around: EventSurroundings): EventFields {
  const isContentHidden = around.hidesPrivateItems && isOthersPrivateItem(event, around.holder);
  const version = event['@odata.etag'] || (event.changeKey ? `W/"${event.changeKey}"` : '');
  const createdAt = instant(event.createdDateTime);
  const updatedAt = instant(event.lastModifiedDateTime);
  return {
    id: event.id,
    calendarId: around.calendarId,
    ...(event.iCalUId ? { iCalUid: event.iCalUId } : {}),
    ...(version === '' ? {} : { version }),
    status: event.isCancelled === true ? 'cancelled' : 'confirmed',
    time,
    ...(isContentHidden ? hiddenContent : mapContent(event, around)),
    isContentHidden,
    busyStatus: busyStatusOf(event.showAs),
    privacy: privacyOf(event.sensitivity),
    purpose: 'default',
    ...(typeof event.reminderMinutesBeforeStart === 'number' && event.isReminderOn === true
      ? { reminderMinutes: Math.trunc(event.reminderMinutesBeforeStart) }
      : {}),
    ...(typeof event.allowNewTimeProposals === 'boolean'
      ? { allowsNewTimeProposals: event.allowNewTimeProposals }
      : {}),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

type Content = Pick<
  EventFields,
  | 'title'
  | 'description'
  | 'body'
  | 'organizer'
  | 'attendees'
  | 'attendeesOmitted'
  | 'participationStatus'
  | 'locations'
  | 'conference'
  | 'categories'
  | 'hasAttachments'
  | 'properties'
  | 'webUrl'
>;

/** What is left of an event whose content is hidden; a placeholder the service may put in the subject is not a title. */
const hiddenContent: Content = {
  attendees: [],
  attendeesOmitted: true,
  participationStatus: 'unknown',
  locations: [],
  categories: [],
  hasAttachments: false,
};

function mapContent(event: EventWire, around: EventSurroundings): Content {
  const conference = mapConference(event);
  const webUrl = secureUrl(event.webLink);
  return {
    ...(event.subject ? { title: event.subject } : {}),
    ...(around.parts.description && event.bodyPreview ? { description: event.bodyPreview } : {}),
    ...(around.parts.body && event.body ? { body: mapBody(event.body) } : {}),
    // The answer to a creation holds everything, whatever was asked for.
    ...mapParticipants(around.parts.attendees ? event : { ...event, attendees: [] }, around),
    // The organizer sees everybody even then.
    attendeesOmitted: !around.parts.attendees || (event.hideAttendees === true && event.isOrganizer !== true),
    locations: mapLocations(event),
    ...(conference === undefined ? {} : { conference }),
    categories: event.categories ?? [],
    hasAttachments: event.hasAttachments === true,
    ...(around.parts.properties ? { properties: mapProperties(event.singleValueExtendedProperties) } : {}),
    ...(webUrl === undefined ? {} : { webUrl }),
  };
}

function mapBody(body: NonNullable<EventWire['body']>): EventBody {
  return { contentType: body.contentType?.toLowerCase() === 'html' ? 'html' : 'text', content: body.content ?? '' };
}

function masterIdOf(event: EventWire): CalendarEvent['id'] {
  if (!event.seriesMasterId) throw unreadable('event: seriesMasterId');
  return event.seriesMasterId;
}

function busyStatusOf(showAs: string | null | undefined): BusyStatus {
  switch (showAs) {
    case 'free':
    case 'tentative':
    case 'busy':
    case 'workingElsewhere':
      return showAs;
    case 'oof':
      return 'outOfOffice';
    default:
      return 'unknown';
  }
}

/** `personal` and values that came after this version count as private: showing too little can be mended. */
function privacyOf(sensitivity: string | null | undefined): EventPrivacy {
  switch (sensitivity) {
    case 'normal':
    case null:
    case undefined:
      return 'default';
    case 'confidential':
      return 'confidential';
    default:
      return 'private';
  }
}

/** Service timestamps are instants with `Z`; year 1 stands for "never". */
function instant(text: string | null | undefined): string | undefined {
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text ?? '');
  return text && isInstant && !text.startsWith('0001-') && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
