import { isSince2013 } from '../soap/envelope.ts';
import type { EwsSchemaVersion } from '../soap/envelope.ts';

/**
 * How much of an item is read: `summary` with the text of the body for the preview, `withBody` with its HTML, `master` for
 * what an occurrence needs to know of its series.
 */
export type ItemDetail = 'summary' | 'withBody' | 'master';

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
  'item:Body',
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
  'calendar:RequiredAttendees',
  'calendar:OptionalAttendees',
  'calendar:Resources',
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

const masterProperties = ['calendar:UID', 'calendar:Start', 'calendar:IsAllDayEvent', ...zoneProperties];
const masterProperties2013 = [...masterProperties, ...zoneProperties2013];

/** The properties to name in a request: exactly those the mapping uses, as far as the schema version has them. */
export function itemProperties(detail: ItemDetail, version: EwsSchemaVersion): readonly string[] {
  if (detail === 'master') return isSince2013(version) ? masterProperties2013 : masterProperties;
  return isSince2013(version) ? properties2013 : properties;
}
