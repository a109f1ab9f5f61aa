import { badRequest } from './graph-error.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { JsonObject, Mailbox } from './mailbox.ts';
import { ianaZoneNames, windowsZoneNames, windowsZoneOf } from './time-zones.ts';

/**
 * `GET mailboxSettings` and its single members.
 *
 * @throws GraphRefusal for a member that does not exist.
 */
export function getMailboxSettings(work: MailboxRequest, member: string | undefined): JsonObject {
  const settings = mailboxSettings(work.mailbox);
  const context = `${work.graphBaseUrl}/$metadata#users('${encodeURIComponent(work.mailbox.address)}')/mailboxSettings`;
  if (member === undefined) return { '@odata.context': context, ...settings };
  const name = Object.keys(settings).find((known) => known.toLowerCase() === member.toLowerCase());
  if (name === undefined) throw badRequest(`Resource not found for the segment '${member}'.`);
  const value = settings[name];
  // A structured member comes with its own members, a plain one under `value`.
  return typeof value === 'object'
    ? { '@odata.context': `${context}/${name}`, ...value }
    : { '@odata.context': `${context}/${name}`, value };
}

/**
 * `GET outlook/supportedTimeZones`.
 *
 * @throws GraphRefusal for a standard other than Windows and IANA.
 */
export function listTimeZones(work: MailboxRequest, standard: string): JsonObject {
  const lower = standard.toLowerCase();
  if (lower !== 'windows' && lower !== 'iana') throw badRequest(`Invalid value '${standard}' for TimeZoneStandard.`);
  const names = lower === 'iana' ? ianaZoneNames() : windowsZoneNames();
  return {
    '@odata.context': `${work.graphBaseUrl}/$metadata#Collection(microsoft.graph.timeZoneInformation)`,
    value: names.map((name) => ({ alias: name, displayName: name })),
  };
}

function mailboxSettings(mailbox: Mailbox): JsonObject {
  const timeZone = windowsZoneOf(mailbox.timeZone);
  const never = { dateTime: '2026-01-01T00:00:00.0000000', timeZone: 'UTC' };
  return {
    archiveFolder: null,
    timeZone,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    userPurpose: mailbox.purpose,
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'all',
      internalReplyMessage: '',
      externalReplyMessage: '',
      scheduledStartDateTime: never,
      scheduledEndDateTime: never,
    },
    language: { locale: 'en-US', displayName: 'English (United States)' },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: timeZone },
    },
  };
}
