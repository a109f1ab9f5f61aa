import { contactDictionaries } from '../store/contact-dictionaries.ts';
import type { SchemaVersion } from '../soap/server-versions.ts';
import { emailAddress, extendedProperty } from './common-rules.ts';
import { recurrence } from './recurrence-rule.ts';
import {
  isAnything,
  isBase64,
  isBoolean,
  isDateTime,
  isInteger,
  isOneOf,
  open,
  optional,
  required,
  textRule,
  typed,
} from './rule.ts';
import type { ChildRule, ElementRule } from './rule.ts';

const text = textRule(isAnything);
const boolean = textRule(isBoolean);
const integer = textRule(isInteger);
const dateTime = textRule(isDateTime);
const strings: ElementRule = { sequence: [typed(0, Infinity, { String: text })] };
const busyStatus = textRule(isOneOf('Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere', 'NoData'));

/** A body with its format. */
export const body: ElementRule = {
  text: isAnything,
  attributes: { BodyType: required(isOneOf('HTML', 'Text')), IsTruncated: optional(isBoolean) },
};

const attachment = (last: Readonly<Record<string, ElementRule>>, more: readonly ChildRule[] = []): ElementRule => ({
  sequence: [
    typed(0, 1, { AttachmentId: open }),
    typed(0, 1, { Name: text }),
    typed(0, 1, { ContentType: text }),
    typed(0, 1, { ContentId: text }),
    typed(0, 1, { ContentLocation: text }),
    typed(0, 1, { Size: { ...integer, since: 'Exchange2010' } }),
    typed(0, 1, { LastModifiedTime: { ...dateTime, since: 'Exchange2010' } }),
    typed(0, 1, { IsInline: { ...boolean, since: 'Exchange2010' } }),
    ...more,
    typed(0, 1, last),
  ],
});

/** Files and items attached to an item. */
export const attachments: ElementRule = {
  sequence: [
    typed(1, Infinity, {
      FileAttachment: attachment({ Content: textRule(isBase64) }, [
        typed(0, 1, { IsContactPhoto: { ...boolean, since: 'Exchange2010' } }),
      ]),
      ItemAttachment: attachment({ Item: open, Message: open, CalendarItem: open, Contact: open, Task: open }),
    }),
  ],
};

const attendees: ElementRule = {
  sequence: [
    typed(1, Infinity, {
      Attendee: {
        sequence: [
          typed(1, 1, { Mailbox: emailAddress }),
          typed(0, 1, {
            ResponseType: textRule(
              isOneOf('Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived'),
            ),
          }),
          typed(0, 1, { LastResponseTime: dateTime }),
          typed(0, 1, { ProposedStart: dateTime }),
          typed(0, 1, { ProposedEnd: dateTime }),
        ],
      },
    }),
  ],
};

const timeZone: ElementRule = {
  attributes: { Id: optional(isAnything), Name: optional(isAnything) },
  sequence: [
    typed(0, 1, { Periods: open }),
    typed(0, 1, { TransitionsGroups: open }),
    typed(0, 1, { Transitions: open }),
  ],
  since: 'Exchange2010',
};

const enhancedLocation: ElementRule = {
  sequence: [
    typed(1, 1, { DisplayName: text }),
    typed(0, 1, { Annotation: text }),
    typed(0, 1, { PostalAddress: open }),
  ],
  since: 'Exchange2013',
};

/** Children that may stand once each, in this order. */
function fields(...entries: readonly (readonly [string, ElementRule])[]): readonly ChildRule[] {
  return entries.map(([name, rule]) => typed(0, 1, { [name]: rule }));
}

/** What only the server sets: the schema knows it, and writing it is an error of its own. */
function readOnly(names: string, since?: SchemaVersion): readonly ChildRule[] {
  const rule: ElementRule = since === undefined ? open : { ...open, since };
  return fields(...names.split(' ').map((name) => [name, rule] as const));
}

const itemSequence: readonly ChildRule[] = [
  ...readOnly('MimeContent ItemId ParentFolderId'),
  ...fields(
    ['ItemClass', text],
    ['Subject', text],
    ['Sensitivity', textRule(isOneOf('Normal', 'Personal', 'Private', 'Confidential'))],
    ['Body', body],
    ['Attachments', attachments],
  ),
  ...readOnly('DateTimeReceived Size'),
  ...fields(['Categories', strings], ['Importance', textRule(isOneOf('Low', 'Normal', 'High'))]),
  ...readOnly('InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified InternetMessageHeaders DateTimeSent'),
  ...readOnly('DateTimeCreated ResponseObjects'),
  ...fields(
    ['ReminderDueBy', dateTime],
    ['ReminderIsSet', boolean],
    ['ReminderNextTime', open],
    ['ReminderMinutesBeforeStart', integer],
  ),
  ...readOnly('DisplayCc DisplayTo DisplayBcc HasAttachments'),
  typed(0, Infinity, { ExtendedProperty: extendedProperty }),
  ...fields(['Culture', text]),
  ...readOnly('EffectiveRights LastModifiedName LastModifiedTime'),
  ...readOnly('IsAssociated WebClientReadFormQueryString WebClientEditFormQueryString ConversationId', 'Exchange2010'),
  ...readOnly('UniqueBody', 'Exchange2010'),
  ...readOnly('Flag StoreEntryId InstanceKey NormalizedBody PolicyTag ArchiveTag Preview TextBody', 'Exchange2013'),
];

const calendarSequence: readonly ChildRule[] = [
  ...fields(['UID', text]),
  ...readOnly('RecurrenceId DateTimeStamp'),
  ...fields(['Start', dateTime], ['End', dateTime]),
  ...readOnly('OriginalStart'),
  ...fields(['IsAllDayEvent', boolean], ['LegacyFreeBusyStatus', busyStatus], ['Location', text]),
  ...readOnly('When IsMeeting IsCancelled IsRecurring MeetingRequestWasSent'),
  ...fields(['IsResponseRequested', boolean]),
  ...readOnly('CalendarItemType MyResponseType Organizer'),
  ...fields(['RequiredAttendees', attendees], ['OptionalAttendees', attendees], ['Resources', attendees]),
  ...readOnly('ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Duration TimeZone'),
  ...readOnly('AppointmentReplyTime AppointmentSequenceNumber AppointmentState'),
  ...fields(['Recurrence', recurrence]),
  ...readOnly('FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences'),
  ...fields(['MeetingTimeZone', open], ['StartTimeZone', timeZone], ['EndTimeZone', timeZone]),
  ...fields(
    ['ConferenceType', integer],
    ['AllowNewTimeProposal', boolean],
    ['IsOnlineMeeting', boolean],
    ['MeetingWorkspaceUrl', text],
    ['NetShowUrl', text],
    ['EnhancedLocation', enhancedLocation],
  ),
  ...readOnly('StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId', 'Exchange2013'),
  ...readOnly('JoinOnlineMeetingUrl OnlineMeetingSettings IsOrganizer', 'Exchange2013'),
];

const dictionary = (entry: ElementRule): ElementRule => ({ sequence: [typed(0, Infinity, { Entry: entry })] });
const keyed = (dictionaryName: string): ElementRule => ({
  text: isAnything,
  attributes: {
    Key: required(isOneOf(...(contactDictionaries[dictionaryName]?.keys ?? []))),
    Name: optional(isAnything),
    RoutingType: optional(isAnything),
    MailboxType: optional(isAnything),
  },
});
const postalAddress: ElementRule = {
  attributes: { Key: required(isOneOf('Home', 'Business', 'Other')) },
  sequence: fields(
    ...['Street', 'City', 'State', 'CountryOrRegion', 'PostalCode'].map((name) => [name, text] as const),
  ),
};

const contactSequence: readonly ChildRule[] = [
  ...fields(
    ...['FileAs', 'FileAsMapping', 'DisplayName', 'GivenName', 'Initials', 'MiddleName', 'Nickname'].map(
      (name) => [name, text] as const,
    ),
  ),
  ...readOnly('CompleteName'),
  ...fields(
    ['CompanyName', text],
    ['EmailAddresses', dictionary(keyed('EmailAddresses'))],
    ['PhysicalAddresses', dictionary(postalAddress)],
    ['PhoneNumbers', dictionary(keyed('PhoneNumbers'))],
    ['AssistantName', text],
    ['Birthday', dateTime],
    ['BusinessHomePage', text],
    ['Children', strings],
    ['Companies', strings],
  ),
  ...readOnly('ContactSource'),
  ...fields(
    ['Department', text],
    ['Generation', text],
    ['ImAddresses', dictionary(keyed('ImAddresses'))],
    ...[
      'JobTitle',
      'Manager',
      'Mileage',
      'OfficeLocation',
      'PostalAddressIndex',
      'Profession',
      'SpouseName',
      'Surname',
    ].map((name) => [name, text] as const),
    ['WeddingAnniversary', dateTime],
  ),
  ...readOnly('HasPicture', 'Exchange2010'),
];

/** An item without the properties of a kind (types.xsd, ItemType). */
export const item: ElementRule = { sequence: itemSequence };
/** An appointment or meeting (types.xsd, CalendarItemType). */
export const calendarItem: ElementRule = { sequence: [...itemSequence, ...calendarSequence] };
/** A contact (types.xsd, ContactItemType). */
export const contact: ElementRule = { sequence: [...itemSequence, ...contactSequence] };
