import { isMeeting } from '../store/calendar-content.ts';
import { zoneDefinition, zoneDisplayName } from '../time/zone-definition.ts';
import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import { bodyElement } from './body-text.ts';
import { attachmentList } from './attachment-element.ts';
import { extendedProperties, extendedValue } from './extended-properties.ts';
import {
  appointmentState,
  busyStatus,
  duration,
  isMaster,
  reminderMinutes,
  responseObjects,
  shortened,
  time,
  wallClock,
} from './item-values.ts';
import type { PropertySource } from './item-values.ts';
import { attendeeList, myResponseType, organizerElement } from './people.ts';
import {
  deletedOccurrences,
  firstOccurrence,
  lastOccurrence,
  modifiedOccurrences,
  recurrenceElement,
} from './series-elements.ts';

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
    ({ view }) => element('t:ParentFolderId', { Id: view.item.folder.id, ChangeKey: view.item.folder.changeKey }),
    shown,
  ),
  property(
    'item:ItemClass',
    'AllProperties',
    ({ view }) =>
      textElement('t:ItemClass', view.original === undefined ? 'IPM.Appointment' : 'IPM.Appointment.Occurrence'),
    shown,
  ),
  property('item:Subject', 'Default', (source) => shortened('t:Subject', source.view.content.subject, source)),
  property(
    'item:Sensitivity',
    'AllProperties',
    ({ view }) => textElement('t:Sensitivity', view.content.sensitivity),
    shown,
  ),
  property(
    'item:Body',
    'AllProperties',
    ({ view, shape }) => {
      const { body } = view.content;
      return body === undefined ? '' : bodyElement('t:Body', body, shape.bodyType, shape.maximumBodySize);
    },
    notFound,
  ),
  property(
    'item:Attachments',
    'AllProperties',
    ({ view, context }) => attachmentList(view.id, view.content.attachments, context),
    notFound,
  ),
  property('item:DateTimeReceived', 'AllProperties', (source) =>
    time('t:DateTimeReceived', source.view.content.createdAt, source),
  ),
  property(
    'item:Size',
    'AllProperties',
    ({ view }) => textElement('t:Size', 4096 + (view.content.body?.content.length ?? 0)),
    shown,
  ),
  property('item:Categories', 'AllProperties', ({ view }) => {
    const categories = view.content.categories;
    return categories.length === 0
      ? ''
      : element('t:Categories', {}, ...categories.map((name) => element('t:String', {}, escapeXml(name))));
  }),
  property('item:Importance', 'AllProperties', ({ view }) => textElement('t:Importance', view.content.importance)),
  property('item:IsSubmitted', 'AllProperties', () => textElement('t:IsSubmitted', false)),
  property('item:IsDraft', 'AllProperties', () => textElement('t:IsDraft', false)),
  property('item:IsFromMe', 'AllProperties', () => textElement('t:IsFromMe', false)),
  property('item:IsResend', 'AllProperties', () => textElement('t:IsResend', false)),
  property('item:IsUnmodified', 'AllProperties', () => textElement('t:IsUnmodified', false)),
  property('item:DateTimeSent', 'AllProperties', (source) =>
    time('t:DateTimeSent', source.view.content.createdAt, source),
  ),
  property('item:DateTimeCreated', 'AllProperties', (source) =>
    time('t:DateTimeCreated', source.view.content.createdAt, source),
  ),
  property('item:ResponseObjects', 'Default', responseObjects, notFound),
  property('item:ReminderDueBy', 'AllProperties', (source) =>
    time('t:ReminderDueBy', source.view.content.start, source),
  ),
  property('item:ReminderIsSet', 'AllProperties', ({ view }) =>
    textElement('t:ReminderIsSet', view.content.reminder.isSet),
  ),
  property('item:ReminderMinutesBeforeStart', 'AllProperties', ({ view }) =>
    textElement('t:ReminderMinutesBeforeStart', reminderMinutes(view)),
  ),
  property('item:DisplayTo', 'AllProperties', (source) =>
    shortened(
      't:DisplayTo',
      source.view.content.attendees
        .filter((attendee) => attendee.role === 'required')
        .map((attendee) => attendee.name)
        .join('; '),
      source,
    ),
  ),
  property(
    'item:HasAttachments',
    'Default',
    ({ view }) => textElement('t:HasAttachments', view.content.attachments.length > 0),
    shown,
  ),
  // Extended properties have paths of their own and this place in the order.
  property(
    '',
    'named',
    ({ view, shape }) => extendedProperties(shape.extended, (field) => extendedValue(view, field)),
    shown,
  ),
  property('item:Culture', 'AllProperties', () => textElement('t:Culture', 'en-US')),
  property('item:LastModifiedName', 'AllProperties', ({ view }) =>
    textElement('t:LastModifiedName', view.content.modifiedBy),
  ),
  property(
    'item:LastModifiedTime',
    'AllProperties',
    (source) => time('t:LastModifiedTime', source.view.content.modifiedAt, source),
    shown,
  ),
  property('item:IsAssociated', 'Default', () => textElement('t:IsAssociated', false)),
  property(
    'item:TextBody',
    'named',
    ({ view, shape }) => {
      const { body } = view.content;
      return body === undefined ? '' : bodyElement('t:TextBody', body, 'Text', shape.maximumBodySize);
    },
    notFound,
  ),
  property('calendar:UID', 'AllProperties', ({ view }) => textElement('t:UID', view.content.uid), shown),
  property(
    'calendar:RecurrenceId',
    'AllProperties',
    (source) => time('t:RecurrenceId', source.view.original?.start, source),
    shown,
  ),
  property('calendar:DateTimeStamp', 'AllProperties', (source) =>
    time('t:DateTimeStamp', source.view.content.modifiedAt, source),
  ),
  property('calendar:Start', 'Default', (source) => time('t:Start', source.view.content.start, source), shown),
  property('calendar:End', 'Default', (source) => time('t:End', source.view.content.end, source), shown),
  property(
    'calendar:OriginalStart',
    'AllProperties',
    (source) => time('t:OriginalStart', source.view.original?.start, source),
    shown,
  ),
  property(
    'calendar:IsAllDayEvent',
    'AllProperties',
    ({ view }) => textElement('t:IsAllDayEvent', view.content.isAllDay),
    shown,
  ),
  property(
    'calendar:LegacyFreeBusyStatus',
    'Default',
    (source) => textElement('t:LegacyFreeBusyStatus', busyStatus(source)),
    shown,
  ),
  property('calendar:Location', 'Default', (source) => shortened('t:Location', source.view.content.location, source)),
  property('calendar:IsMeeting', 'AllProperties', ({ view }) => textElement('t:IsMeeting', isMeeting(view.content))),
  property(
    'calendar:IsCancelled',
    'AllProperties',
    ({ view }) => textElement('t:IsCancelled', view.content.isCancelled),
    shown,
  ),
  property(
    'calendar:IsRecurring',
    'AllProperties',
    // On a master it is false on the organizer's copy and true on an attendee's.
    ({ view }) => textElement('t:IsRecurring', isMaster(view) ? view.content.isReceived : view.original !== undefined),
    shown,
  ),
  property('calendar:MeetingRequestWasSent', 'AllProperties', ({ view }) =>
    textElement('t:MeetingRequestWasSent', view.content.requestWasSent),
  ),
  property('calendar:IsResponseRequested', 'AllProperties', ({ view }) =>
    textElement('t:IsResponseRequested', view.content.isResponseRequested),
  ),
  property('calendar:CalendarItemType', 'Default', ({ view }) => textElement('t:CalendarItemType', view.kind), shown),
  property('calendar:MyResponseType', 'AllProperties', ({ view }) =>
    textElement('t:MyResponseType', myResponseType(view.content)),
  ),
  property('calendar:Organizer', 'Default', ({ view, inFind }) => organizerElement(view.content.organizer, inFind)),
  property(
    'calendar:RequiredAttendees',
    'AllProperties',
    ({ view, context }) => attendeeList('t:RequiredAttendees', 'required', view.content, context),
    notFound,
  ),
  property(
    'calendar:OptionalAttendees',
    'AllProperties',
    ({ view, context }) => attendeeList('t:OptionalAttendees', 'optional', view.content, context),
    notFound,
  ),
  property(
    'calendar:Resources',
    'AllProperties',
    ({ view, context }) => attendeeList('t:Resources', 'resource', view.content, context),
    notFound,
  ),
  property('calendar:Duration', 'AllProperties', ({ view }) => textElement('t:Duration', duration(view)), shown),
  property(
    'calendar:TimeZone',
    'AllProperties',
    ({ view, year }) => textElement('t:TimeZone', zoneDisplayName(view.content.zone, year)),
    shown,
  ),
  property('calendar:AppointmentReplyTime', 'AllProperties', (source) => {
    const { isReceived, repliedAt } = source.view.content;
    return isReceived ? time('t:AppointmentReplyTime', repliedAt, source) : '';
  }),
  property('calendar:AppointmentSequenceNumber', 'AllProperties', ({ view }) =>
    textElement('t:AppointmentSequenceNumber', view.content.sequence),
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
    ({ view, year }) => zoneDefinition('t:StartTimeZone', view.content.zone, year),
    shown,
  ),
  property(
    'calendar:EndTimeZone',
    'AllProperties',
    ({ view, year }) => zoneDefinition('t:EndTimeZone', view.content.endZone, year),
    shown,
  ),
  property('calendar:ConferenceType', 'AllProperties', () => textElement('t:ConferenceType', 0)),
  property('calendar:AllowNewTimeProposal', 'AllProperties', ({ view }) =>
    textElement('t:AllowNewTimeProposal', view.content.allowNewTimeProposal),
  ),
  property('calendar:IsOnlineMeeting', 'AllProperties', ({ view }) =>
    textElement('t:IsOnlineMeeting', view.content.skypeUrl !== undefined),
  ),
  property(
    'calendar:EnhancedLocation',
    'named',
    ({ view }) =>
      view.content.location === ''
        ? ''
        : element(
            't:EnhancedLocation',
            {},
            textElement('t:DisplayName', view.content.location),
            element('t:PostalAddress', {}, textElement('t:Type', 'Business'), textElement('t:LocationSource', 'None')),
          ),
    { find: 'absent' },
  ),
  property(
    'calendar:StartWallClock',
    'named',
    (source) => wallClock('t:StartWallClock', source.view.content.start, source.view.content.zone.timeZone, source),
    shown,
  ),
  property(
    'calendar:EndWallClock',
    'named',
    (source) => wallClock('t:EndWallClock', source.view.content.end, source.view.content.endZone.timeZone, source),
    shown,
  ),
  property(
    'calendar:StartTimeZoneId',
    'named',
    ({ view }) => textElement('t:StartTimeZoneId', view.content.zone.id),
    shown,
  ),
  property(
    'calendar:EndTimeZoneId',
    'named',
    ({ view }) => textElement('t:EndTimeZoneId', view.content.endZone.id),
    shown,
  ),
  property('calendar:JoinOnlineMeetingUrl', 'named', ({ view }) =>
    textElement('t:JoinOnlineMeetingUrl', view.content.skypeUrl),
  ),
  property('calendar:IsOrganizer', 'named', ({ view }) => textElement('t:IsOrganizer', !view.content.isReceived)),
];
