import { BodyReader, invalidProperty, readBody } from './body-reader.ts';
import { badRequest, GraphRefusal } from './graph-error.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { JsonObject, Mailbox } from './mailbox.ts';
import { weekdays } from './recurrence-pattern.ts';
import { ok } from './reply.ts';
import type { Reply } from './reply.ts';
import { findZone, ianaZoneNames, windowsZoneNames, windowsZoneOf } from './time-zones.ts';
import type { NamedZone } from './time-zones.ts';

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

/**
 * `PATCH mailboxSettings`: members that are not named stay.
 *
 * @throws GraphRefusal 400 for members that do not exist, and for zones and times that do not.
 */
export function updateMailboxSettings(work: MailboxRequest): Reply {
  const { mailbox } = work;
  const body = readBody(work.request);
  body.allowOnly(writableMembers, 'mailboxSettings');
  const change: Record<string, unknown> = {};
  const timeZone = body.text('timeZone');
  if (timeZone !== undefined) {
    mailbox.timeZone = knownZone(timeZone).iana;
    change['timeZone'] = timeZone;
  }
  for (const name of ['dateFormat', 'timeFormat']) {
    const text = body.text(name);
    if (text !== undefined) change[name] = text;
  }
  const delivery = body.choice(
    'delegateMeetingMessageDeliveryOptions',
    ['sendToDelegateAndInformationToPrincipal', 'sendToDelegateAndPrincipal', 'sendToDelegateOnly'],
    'delegateMeetingMessageDeliveryOptions',
  );
  if (delivery !== undefined) change['delegateMeetingMessageDeliveryOptions'] = delivery;
  const before = mailboxSettings(mailbox);
  for (const name of ['language', 'automaticRepliesSetting', 'workingHours']) {
    const member = body.object(name);
    if (member === undefined) continue;
    if (name === 'workingHours') checkWorkingHours(member);
    change[name] = { ...Object(before[name]), ...member.source };
  }
  mailbox.settings = { ...mailbox.settings, ...change };
  return ok(getMailboxSettings(work, undefined));
}

/** When somebody works: days, and times of day in a zone. */
export interface WorkingHours {
  readonly daysOfWeek: readonly string[];
  /** `08:00:00.0000000` */
  readonly startTime: string;
  readonly endTime: string;
  readonly iana: string;
  /** As Graph sends it. */
  readonly json: JsonObject;
}

/** The working hours of a mailbox. */
export function workingHoursOf(mailbox: Mailbox): WorkingHours {
  const json: unknown = mailboxSettings(mailbox)['workingHours'];
  // An object by construction: the default is one, and `updateMailboxSettings` takes nothing else.
  const body = new BodyReader(json as JsonObject);
  const zone = findZone(body.object('timeZone')?.text('name') ?? '');
  return {
    daysOfWeek: body.texts('daysOfWeek') ?? [],
    startTime: body.text('startTime') ?? '',
    endTime: body.text('endTime') ?? '',
    iana: zone?.iana ?? mailbox.timeZone,
    json: body.source,
  };
}

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,7})?$/;

function checkWorkingHours(body: BodyReader): void {
  for (const day of body.texts('daysOfWeek') ?? []) {
    if (!weekdays.includes(day)) throw invalidProperty('DaysOfWeek of the working hours has an unknown day.');
  }
  for (const name of ['startTime', 'endTime']) {
    const time = body.text(name);
    if (time !== undefined && !timeOfDay.test(time)) throw invalidProperty(`${name} of the working hours is no time.`);
  }
  const zone = body.object('timeZone')?.text('name');
  if (zone !== undefined && !/^Customized Time Zone$/i.test(zone)) knownZone(zone);
}

function knownZone(name: string): NamedZone {
  const zone = findZone(name);
  if (zone === undefined) {
    throw new GraphRefusal(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.');
  }
  return zone;
}

const writableMembers = new Set(
  `timezone dateformat timeformat delegatemeetingmessagedeliveryoptions language automaticrepliessetting
  workinghours`.split(/\s+/),
);

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
    ...mailbox.settings,
  };
}
