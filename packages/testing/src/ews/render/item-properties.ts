import type { RequestContext } from '../soap/request-context.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import { hashBytes } from '../store/ids.ts';
import type { ItemView } from '../store/item-views.ts';
import { isSkypeUrl } from '../store/meeting-facts.ts';
import { formatInstant } from '../time/instants.ts';
import { zoneDefinition, zoneDisplayName } from '../time/zone-definition.ts';
import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import { bodyElement } from './body-text.ts';
import { extendedProperties } from './extended-properties.ts';
import type { ItemShape } from './item-shape.ts';
import { attendeeList, myResponseType, organizerElement } from './people.ts';
import {
  deletedOccurrences,
  firstOccurrence,
  lastOccurrence,
  modifiedOccurrences,
  recurrenceElement,
} from './series-elements.ts';

/** Everything a property is written from. */
export interface PropertySource {
  readonly view: ItemView;
  readonly context: RequestContext;
  readonly shape: ItemShape;
  /** FindItem answers from an index: no names beside the organizer's, and short strings. */
  readonly inFind: boolean;
  /** The year whose zone rules are written. */
  readonly year: number;
}

/** A property in the order of the schema. */
export interface PropertyDefinition {
  /** FieldURI, or nothing for what has no path of its own. */
  readonly uri: string;
  /** The smallest shape that includes it; `named` has to be asked for by its path. */
  readonly shape: 'Default' | 'AllProperties' | 'named';
  /** Whether FindItem knows it: `refused` is an error when asked for there, `absent` is left out. */
  readonly find?: 'refused' | 'absent';
  /** Whether a private item shows it to those who may only see busy time. */
  readonly showsWhenPrivate?: boolean;
  readonly write: (source: PropertySource) => string;
}

const maxFoundString = 255;
const busyStatuses = {
  free: 'Free',
  busy: 'Busy',
  tentative: 'Tentative',
  outOfOffice: 'OOF',
  workingElsewhere: 'WorkingElsewhere',
} as const;
const sensitivities = { public: 'Normal', private: 'Private', confidential: 'Confidential' } as const;

const time = (name: string, at: number | undefined, { context }: PropertySource): string =>
  at === undefined ? '' : textElement(name, formatInstant(at, context));

const wallClock = (name: string, at: number, { view, context }: PropertySource): string =>
  textElement(name, formatInstant(at, { ...context, timeZone: view.zone.timeZone }));

const shortened = (name: string, text: string, { inFind }: PropertySource): string =>
  // Never cut in the middle of a character.
  textElement(name, inFind ? text.slice(0, maxFoundString).replace(/[\uD800-\uDBFF]$/, '') : text);

const isMeeting = (view: ItemView): boolean => view.item.facts.attendees.length > 0;
const isCancelled = (view: ItemView): boolean => view.item.facts.meeting.isCancelled === true;
const isInvitation = (view: ItemView): boolean => view.item.invitation !== undefined;
const isMaster = (view: ItemView): boolean => view.kind === 'RecurringMaster';

/** Bits of AppointmentState (MS-OXOCAL, section 2.2.1.10): meeting, received, cancelled. */
function appointmentState(view: ItemView): number {
  return (isMeeting(view) ? 1 : 0) | (isInvitation(view) ? 2 : 0) | (isCancelled(view) ? 4 : 0);
}

function busyStatus({ view, context }: PropertySource): string {
  if (isCancelled(view)) return 'Free';
  const status = busyStatuses[view.item.facts.meeting.busyStatus ?? 'busy'];
  // An invitation without a firm answer blocks the time tentatively, unless the organizer meant it to be free.
  const response = view.item.invitation?.response;
  if (status !== 'Free' && (response === 'needsAction' || response === 'tentative')) return 'Tentative';
  return status === 'WorkingElsewhere' && !isAtLeast(context.version, 'Exchange2013') ? 'Free' : status;
}

function responseObjects({ view }: PropertySource): string {
  const names = !isMeeting(view)
    ? ['ForwardItem']
    : isCancelled(view)
      ? ['RemoveItem']
      : isInvitation(view)
        ? ['AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', 'ReplyToItem', 'ReplyAllToItem', 'ForwardItem']
        : ['ReplyAllToItem', 'ForwardItem', 'CancelCalendarItem'];
  return element('t:ResponseObjects', {}, ...names.map((name) => element(`t:${name}`, {})));
}

function attachments({ view, context }: PropertySource): string {
  const { meeting, modifiedAt } = view.item.facts;
  if (meeting.attachments === undefined || meeting.attachments.length === 0) return '';
  const files = meeting.attachments.map((name, at) =>
    element(
      't:FileAttachment',
      {},
      element('t:AttachmentId', {
        Id: Buffer.concat([Buffer.from(view.id, 'base64'), hashBytes(`${meeting.id}/${at}`, 24)]).toString('base64'),
      }),
      textElement('t:Name', name),
      textElement('t:ContentType', 'application/octet-stream'),
      isAtLeast(context.version, 'Exchange2010') ? textElement('t:Size', 1024 + name.length) : '',
      isAtLeast(context.version, 'Exchange2010')
        ? textElement('t:LastModifiedTime', formatInstant(modifiedAt, context))
        : '',
      isAtLeast(context.version, 'Exchange2010') ? textElement('t:IsInline', false) : '',
      textElement('t:IsContactPhoto', isAtLeast(context.version, 'Exchange2010') ? false : undefined),
    ),
  );
  return element('t:Attachments', {}, ...files);
}

function duration(view: ItemView): string {
  const minutes = Math.round((view.end - view.start) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const clock = `${hours === 0 ? '' : `${hours}H`}${rest === 0 ? '' : `${rest}M`}`;
  if (days === 0 && clock === '') return 'PT0S';
  return `P${days === 0 ? '' : `${days}D`}${clock === '' ? '' : `T${clock}`}`;
}

/** Exchange's own default: a quarter of an hour, and 18 hours for all-day events. */
function reminderMinutes(view: ItemView): number {
  return view.item.facts.meeting.reminderMinutes ?? (view.isAllDay ? 1080 : 15);
}

const property = (
  uri: string,
  shape: PropertyDefinition['shape'],
  write: PropertyDefinition['write'],
  more: Pick<PropertyDefinition, 'find' | 'showsWhenPrivate'> = {},
): PropertyDefinition => ({ uri, shape, write, ...more });

const shown = { showsWhenPrivate: true } as const;
const notFound = { find: 'refused' } as const;

/** The properties of a calendar item, in the order of types.xsd: those of ItemType, then those of CalendarItemType. */
export const itemProperties: readonly PropertyDefinition[] = [
  property(
    'item:ParentFolderId',
    'AllProperties',
    ({ view }) =>
      element('t:ParentFolderId', { Id: view.item.folder.id, ChangeKey: view.item.folder.changeKey }),
    shown,
  ),
  property(
    'item:ItemClass',
    'AllProperties',
    ({ view }) =>
      textElement('t:ItemClass', view.original === undefined ? 'IPM.Appointment' : 'IPM.Appointment.Occurrence'),
    shown,
  ),
  property('item:Subject', 'Default', (source) => shortened('t:Subject', source.view.subject, source)),
  property(
    'item:Sensitivity',
    'AllProperties',
    ({ view }) => textElement('t:Sensitivity', sensitivities[view.item.facts.meeting.privacy ?? 'public']),
    shown,
  ),
  property(
    'item:Body',
    'AllProperties',
    ({ view, shape }) => {
      const { body } = view.item.facts;
      return body === undefined ? '' : bodyElement('t:Body', body, shape.bodyType, shape.maximumBodySize);
    },
    notFound,
  ),
  property('item:Attachments', 'AllProperties', attachments, notFound),
  property('item:DateTimeReceived', 'AllProperties', (source) =>
    time('t:DateTimeReceived', source.view.item.facts.createdAt, source),
  ),
  property(
    'item:Size',
    'AllProperties',
    ({ view }) => textElement('t:Size', 4096 + (view.item.facts.body?.content.length ?? 0)),
    shown,
  ),
  property('item:Categories', 'AllProperties', ({ view }) => {
    const categories = view.item.facts.meeting.categories ?? [];
    return categories.length === 0
      ? ''
      : element('t:Categories', {}, ...categories.map((name) => element('t:String', {}, escapeXml(name))));
  }),
  property('item:Importance', 'AllProperties', () => textElement('t:Importance', 'Normal')),
  property('item:IsSubmitted', 'AllProperties', () => textElement('t:IsSubmitted', false)),
  property('item:IsDraft', 'AllProperties', () => textElement('t:IsDraft', false)),
  property('item:IsFromMe', 'AllProperties', () => textElement('t:IsFromMe', false)),
  property('item:IsResend', 'AllProperties', () => textElement('t:IsResend', false)),
  property('item:IsUnmodified', 'AllProperties', () => textElement('t:IsUnmodified', false)),
  property('item:DateTimeSent', 'AllProperties', (source) =>
    time('t:DateTimeSent', source.view.item.facts.createdAt, source),
  ),
  property('item:DateTimeCreated', 'AllProperties', (source) =>
    time('t:DateTimeCreated', source.view.item.facts.createdAt, source),
  ),
  property('item:ResponseObjects', 'Default', responseObjects, notFound),
  property('item:ReminderDueBy', 'AllProperties', (source) => time('t:ReminderDueBy', source.view.start, source)),
  property('item:ReminderIsSet', 'AllProperties', () => textElement('t:ReminderIsSet', true)),
  property('item:ReminderMinutesBeforeStart', 'AllProperties', ({ view }) =>
    textElement('t:ReminderMinutesBeforeStart', reminderMinutes(view)),
  ),
  property('item:DisplayTo', 'AllProperties', (source) =>
    shortened(
      't:DisplayTo',
      source.view.item.facts.attendees
        .filter((attendee) => attendee.role === 'required')
        .map((attendee) => attendee.name)
        .join('; '),
      source,
    ),
  ),
  property(
    'item:HasAttachments',
    'Default',
    ({ view }) => textElement('t:HasAttachments', (view.item.facts.meeting.attachments ?? []).length > 0),
    shown,
  ),
  // Extended properties have paths of their own and this place in the order.
  property('', 'named', extendedProperties, shown),
  property('item:Culture', 'AllProperties', () => textElement('t:Culture', 'en-US')),
  property('item:LastModifiedName', 'AllProperties', ({ view }) =>
    textElement('t:LastModifiedName', view.item.facts.organizer.name),
  ),
  property(
    'item:LastModifiedTime',
    'AllProperties',
    (source) => time('t:LastModifiedTime', source.view.item.facts.modifiedAt, source),
    shown,
  ),
  property('item:IsAssociated', 'Default', () => textElement('t:IsAssociated', false)),
  property(
    'item:TextBody',
    'named',
    ({ view, shape }) => {
      const { body } = view.item.facts;
      return body === undefined ? '' : bodyElement('t:TextBody', body, 'Text', shape.maximumBodySize);
    },
    notFound,
  ),
  property(
    'calendar:UID',
    'AllProperties',
    ({ view }) => textElement('t:UID', view.item.facts.globalObjectId.toString('hex').toUpperCase()),
    shown,
  ),
  property(
    'calendar:RecurrenceId',
    'AllProperties',
    (source) => time('t:RecurrenceId', source.view.original?.start, source),
    shown,
  ),
  property('calendar:DateTimeStamp', 'AllProperties', (source) =>
    time('t:DateTimeStamp', source.view.item.facts.modifiedAt, source),
  ),
  property('calendar:Start', 'Default', (source) => time('t:Start', source.view.start, source), shown),
  property('calendar:End', 'Default', (source) => time('t:End', source.view.end, source), shown),
  property(
    'calendar:OriginalStart',
    'AllProperties',
    (source) => time('t:OriginalStart', source.view.original?.start, source),
    shown,
  ),
  property(
    'calendar:IsAllDayEvent',
    'AllProperties',
    ({ view }) => textElement('t:IsAllDayEvent', view.isAllDay),
    shown,
  ),
  property(
    'calendar:LegacyFreeBusyStatus',
    'Default',
    (source) => textElement('t:LegacyFreeBusyStatus', busyStatus(source)),
    shown,
  ),
  property('calendar:Location', 'Default', (source) => shortened('t:Location', source.view.location, source)),
  property('calendar:IsMeeting', 'AllProperties', ({ view }) => textElement('t:IsMeeting', isMeeting(view))),
  property(
    'calendar:IsCancelled',
    'AllProperties',
    ({ view }) => textElement('t:IsCancelled', isCancelled(view)),
    shown,
  ),
  property(
    'calendar:IsRecurring',
    'AllProperties',
    // On a master it is false on the organizer's copy and true on an attendee's.
    ({ view }) => textElement('t:IsRecurring', isMaster(view) ? isInvitation(view) : view.original !== undefined),
    shown,
  ),
  property('calendar:MeetingRequestWasSent', 'AllProperties', ({ view }) =>
    textElement('t:MeetingRequestWasSent', isMeeting(view) && !isInvitation(view)),
  ),
  property('calendar:IsResponseRequested', 'AllProperties', () => textElement('t:IsResponseRequested', true)),
  property(
    'calendar:CalendarItemType',
    'Default',
    ({ view }) => textElement('t:CalendarItemType', view.kind),
    shown,
  ),
  property('calendar:MyResponseType', 'AllProperties', ({ view }) =>
    textElement('t:MyResponseType', myResponseType(view.item)),
  ),
  property('calendar:Organizer', 'Default', ({ view, inFind }) =>
    organizerElement(view.item.facts.organizer, inFind),
  ),
  property(
    'calendar:RequiredAttendees',
    'AllProperties',
    ({ view, context }) => attendeeList('t:RequiredAttendees', 'required', view.item, context),
    notFound,
  ),
  property(
    'calendar:OptionalAttendees',
    'AllProperties',
    ({ view, context }) => attendeeList('t:OptionalAttendees', 'optional', view.item, context),
    notFound,
  ),
  property(
    'calendar:Resources',
    'AllProperties',
    ({ view, context }) => attendeeList('t:Resources', 'resource', view.item, context),
    notFound,
  ),
  property('calendar:Duration', 'AllProperties', ({ view }) => textElement('t:Duration', duration(view)), shown),
  property(
    'calendar:TimeZone',
    'AllProperties',
    ({ view, year }) => textElement('t:TimeZone', zoneDisplayName(view.zone, year)),
    shown,
  ),
  property('calendar:AppointmentReplyTime', 'AllProperties', (source) => {
    const response = source.view.item.invitation?.response ?? 'needsAction';
    return response === 'needsAction'
      ? ''
      : time('t:AppointmentReplyTime', source.view.item.facts.modifiedAt, source);
  }),
  property('calendar:AppointmentSequenceNumber', 'AllProperties', ({ view }) =>
    textElement('t:AppointmentSequenceNumber', isCancelled(view) ? 1 : 0),
  ),
  property('calendar:AppointmentState', 'AllProperties', ({ view }) =>
    textElement('t:AppointmentState', appointmentState(view)),
  ),
  property(
    'calendar:Recurrence',
    'AllProperties',
    ({ view, context }) => (isMaster(view) ? recurrenceElement(view, context) : ''),
    { ...notFound, ...shown },
  ),
  property(
    'calendar:FirstOccurrence',
    'AllProperties',
    ({ view, context }) => (isMaster(view) ? firstOccurrence(view, context) : ''),
    { ...notFound, ...shown },
  ),
  property(
    'calendar:LastOccurrence',
    'AllProperties',
    ({ view, context }) => (isMaster(view) ? lastOccurrence(view, context) : ''),
    { ...notFound, ...shown },
  ),
  property(
    'calendar:ModifiedOccurrences',
    'AllProperties',
    ({ view, context }) => (isMaster(view) ? modifiedOccurrences(view, context) : ''),
    { ...notFound, ...shown },
  ),
  property(
    'calendar:DeletedOccurrences',
    'AllProperties',
    ({ view, context }) => (isMaster(view) ? deletedOccurrences(view, context) : ''),
    { ...notFound, ...shown },
  ),
  property(
    'calendar:StartTimeZone',
    'AllProperties',
    ({ view, year }) => zoneDefinition('t:StartTimeZone', view.zone, year),
    shown,
  ),
  property(
    'calendar:EndTimeZone',
    'AllProperties',
    ({ view, year }) => zoneDefinition('t:EndTimeZone', view.zone, year),
    shown,
  ),
  property('calendar:ConferenceType', 'AllProperties', () => textElement('t:ConferenceType', 0)),
  property('calendar:AllowNewTimeProposal', 'AllProperties', () => textElement('t:AllowNewTimeProposal', true)),
  property('calendar:IsOnlineMeeting', 'AllProperties', ({ view }) =>
    textElement('t:IsOnlineMeeting', isSkypeUrl(view.item.facts.meeting.conferenceUrl)),
  ),
  property(
    'calendar:EnhancedLocation',
    'named',
    ({ view }) =>
      view.location === ''
        ? ''
        : element(
            't:EnhancedLocation',
            {},
            textElement('t:DisplayName', view.location),
            element(
              't:PostalAddress',
              {},
              textElement('t:Type', 'Business'),
              textElement('t:LocationSource', 'None'),
            ),
          ),
    { find: 'absent' },
  ),
  property(
    'calendar:StartWallClock',
    'named',
    (source) => wallClock('t:StartWallClock', source.view.start, source),
    shown,
  ),
  property('calendar:EndWallClock', 'named', (source) => wallClock('t:EndWallClock', source.view.end, source), shown),
  property(
    'calendar:StartTimeZoneId',
    'named',
    ({ view }) => textElement('t:StartTimeZoneId', view.zone.id),
    shown,
  ),
  property('calendar:EndTimeZoneId', 'named', ({ view }) => textElement('t:EndTimeZoneId', view.zone.id), shown),
  property('calendar:JoinOnlineMeetingUrl', 'named', ({ view }) => {
    const { conferenceUrl } = view.item.facts.meeting;
    return isSkypeUrl(conferenceUrl) ? textElement('t:JoinOnlineMeetingUrl', conferenceUrl) : '';
  }),
  property('calendar:IsOrganizer', 'named', ({ view }) => textElement('t:IsOrganizer', !isInvitation(view))),
];
