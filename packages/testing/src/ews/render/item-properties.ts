import { isSkypeUrl } from '../store/meeting-facts.ts';
import { zoneDefinition, zoneDisplayName } from '../time/zone-definition.ts';
import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import { bodyElement } from './body-text.ts';
import { extendedProperties } from './extended-properties.ts';
import {
  appointmentState,
  attachments,
  busyStatus,
  duration,
  isCancelled,
  isInvitation,
  isMaster,
  isMeeting,
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

const sensitivities = { public: 'Normal', private: 'Private', confidential: 'Confidential' } as const;

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
  property('calendar:CalendarItemType', 'Default', ({ view }) => textElement('t:CalendarItemType', view.kind), shown),
  property('calendar:MyResponseType', 'AllProperties', ({ view }) =>
    textElement('t:MyResponseType', myResponseType(view.item)),
  ),
  property('calendar:Organizer', 'Default', ({ view, inFind }) => organizerElement(view.item.facts.organizer, inFind)),
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
    return response === 'needsAction' ? '' : time('t:AppointmentReplyTime', source.view.item.facts.modifiedAt, source);
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
            element('t:PostalAddress', {}, textElement('t:Type', 'Business'), textElement('t:LocationSource', 'None')),
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
  property('calendar:StartTimeZoneId', 'named', ({ view }) => textElement('t:StartTimeZoneId', view.zone.id), shown),
  property('calendar:EndTimeZoneId', 'named', ({ view }) => textElement('t:EndTimeZoneId', view.zone.id), shown),
  property('calendar:JoinOnlineMeetingUrl', 'named', ({ view }) => {
    const { conferenceUrl } = view.item.facts.meeting;
    return isSkypeUrl(conferenceUrl) ? textElement('t:JoinOnlineMeetingUrl', conferenceUrl) : '';
  }),
  property('calendar:IsOrganizer', 'named', ({ view }) => textElement('t:IsOrganizer', !isInvitation(view))),
];
