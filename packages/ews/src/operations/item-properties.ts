import type { EventInclusion, EventOmission } from '@kalends/core';
import { isSince2013 } from '../soap/envelope.ts';
import type { EwsSchemaVersion } from '../soap/envelope.ts';
import { ownPropertyPath } from '../mapping/own-properties.ts';
import type { OwnProperty } from '../mapping/own-properties.ts';
import { fieldPath } from './property-path.ts';

/** How much of an event is read. */
export interface EventDetail {
  /** `preview`: its text, for the description; `stored`: as it is kept. */
  readonly body: 'none' | 'preview' | 'stored';
  readonly attendees: boolean;
  /** The caller's own data. */
  readonly properties: boolean;
  /** Also what only a write has to know: marks of earlier writes, exceptions of a series. */
  readonly forWriting?: boolean;
}

/** How much of an item is read: an event, or of a `master` what an occurrence needs to know of its series. */
export type ItemDetail = 'master' | EventDetail;

/** What the options of a read ask for. */
export function detailOf(options: {
  readonly include?: readonly EventInclusion[];
  readonly omit?: readonly EventOmission[];
}): EventDetail {
  const { include = [], omit = [] } = options;
  return {
    body: include.includes('body') ? 'stored' : omit.includes('description') ? 'none' : 'preview',
    attendees: !omit.includes('attendees'),
    properties: include.includes('properties'),
  };
}

const zoneProperties = ['calendar:StartTimeZone', 'calendar:EndTimeZone'];
const zoneProperties2013 = [
  'calendar:StartWallClock',
  'calendar:EndWallClock',
  'calendar:StartTimeZoneId',
  'calendar:EndTimeZoneId',
];

const properties = [
  'item:ParentFolderId',
  'item:Subject',
  'item:Sensitivity',
  'item:DateTimeCreated',
  'item:LastModifiedTime',
  'item:Categories',
  'item:ReminderIsSet',
  'item:ReminderMinutesBeforeStart',
  'item:HasAttachments',
  'calendar:UID',
  'calendar:RecurrenceId',
  'calendar:Start',
  'calendar:End',
  'calendar:OriginalStart',
  'calendar:IsAllDayEvent',
  'calendar:LegacyFreeBusyStatus',
  'calendar:Location',
  'calendar:IsCancelled',
  'calendar:CalendarItemType',
  'calendar:MyResponseType',
  'calendar:Organizer',
  'calendar:AppointmentState',
  'calendar:Recurrence',
  'calendar:DeletedOccurrences',
  'calendar:AllowNewTimeProposal',
  ...zoneProperties,
];

const properties2013 = [
  ...properties,
  'calendar:EnhancedLocation',
  'calendar:JoinOnlineMeetingUrl',
  'calendar:IsOrganizer',
  ...zoneProperties2013,
];

const attendeeProperties = ['calendar:RequiredAttendees', 'calendar:OptionalAttendees', 'calendar:Resources'];
const writingProperties = [
  'calendar:ModifiedOccurrences',
  'calendar:MeetingRequestWasSent',
  'calendar:AppointmentReplyTime',
];

const masterProperties = ['calendar:UID', 'calendar:Start', 'calendar:IsAllDayEvent', ...zoneProperties];
const masterProperties2013 = [...masterProperties, ...zoneProperties2013];

const writeMarks: readonly OwnProperty[] = ['link', 'lastWrite', 'idempotencyKey', 'claim', 'exclusions'];

/** XML of the properties to name in a request: exactly those that are used, as far as the schema version has them. */
export function itemPropertiesXml(detail: ItemDetail, version: EwsSchemaVersion): string {
  const paths = pathsOf(detail, version).join('');
  return `<t:AdditionalProperties>${paths}</t:AdditionalProperties>`;
}

function pathsOf(detail: ItemDetail, version: EwsSchemaVersion): readonly string[] {
  const is2013 = isSince2013(version);
  if (detail === 'master') return (is2013 ? masterProperties2013 : masterProperties).map(fieldPath);
  const { body, attendees, forWriting = false } = detail;
  const own: readonly OwnProperty[] = [
    ...(detail.properties ? (['properties'] as const) : []),
    ...(forWriting ? writeMarks : []),
  ];
  return [
    ...[
      ...(is2013 ? properties2013 : properties),
      ...(body === 'none' ? [] : ['item:Body']),
      ...(attendees ? attendeeProperties : []),
      ...(forWriting ? writingProperties : []),
    ].map(fieldPath),
    ...own.map(ownPropertyPath),
    ...(forWriting ? [globalObjectIdPath] : []),
  ];
}

/** What all copies of a meeting have in common, in a form that can be searched for (PidLidCleanGlobalObjectId). */
export const globalObjectIdPath =
  '<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="35" PropertyType="Binary"/>';
