import { typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many, text, textWith } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** An address as Exchange has it: `RoutingType` says whether `EmailAddress` is a mail address at all. */
export interface WireMailbox {
  readonly Name?: string;
  readonly EmailAddress?: string;
  readonly RoutingType?: string;
  readonly MailboxType?: string;
}

/** One of the lists of attendees. */
export interface WireAttendees {
  readonly Attendee?: readonly { readonly Mailbox?: WireMailbox; readonly ResponseType?: string }[];
}

/** A time zone definition, as far as it is needed. */
export interface WireTimeZone {
  readonly Id?: string;
  readonly Name?: string;
  readonly Periods?: { readonly Period?: readonly { readonly Bias?: string; readonly Name?: string }[] };
}

/** What the six recurrence patterns consist of. */
export interface WirePattern {
  readonly Interval?: string;
  readonly DaysOfWeek?: string;
  readonly FirstDayOfWeek?: string;
  readonly DayOfWeekIndex?: string;
  readonly DayOfMonth?: string;
  readonly Month?: string;
}

/** One pattern and one range; only the master of a series has it. */
export interface WireRecurrence {
  readonly DailyRecurrence?: WirePattern;
  readonly WeeklyRecurrence?: WirePattern;
  readonly AbsoluteMonthlyRecurrence?: WirePattern;
  readonly RelativeMonthlyRecurrence?: WirePattern;
  readonly AbsoluteYearlyRecurrence?: WirePattern;
  readonly RelativeYearlyRecurrence?: WirePattern;
  readonly NoEndRecurrence?: object;
  readonly EndDateRecurrence?: { readonly EndDate?: string };
  readonly NumberedRecurrence?: { readonly NumberOfOccurrences?: string };
}

/** A calendar item: every property that the mapping uses and no other, as text. */
export interface WireItem {
  readonly ItemId?: { readonly Id?: string; readonly ChangeKey?: string };
  readonly ParentFolderId?: { readonly Id?: string };
  readonly Subject?: string;
  readonly Sensitivity?: string;
  readonly Body?: { readonly text?: string; readonly BodyType?: string };
  readonly DateTimeCreated?: string;
  readonly LastModifiedTime?: string;
  readonly Categories?: { readonly String?: readonly string[] };
  readonly ReminderIsSet?: string;
  readonly ReminderMinutesBeforeStart?: string;
  readonly HasAttachments?: string;
  readonly UID?: string;
  readonly RecurrenceId?: string;
  readonly Start?: string;
  readonly End?: string;
  readonly OriginalStart?: string;
  readonly IsAllDayEvent?: string;
  readonly LegacyFreeBusyStatus?: string;
  readonly Location?: string;
  readonly IsCancelled?: string;
  readonly CalendarItemType?: string;
  readonly MyResponseType?: string;
  readonly Organizer?: { readonly Mailbox?: WireMailbox };
  readonly RequiredAttendees?: WireAttendees;
  readonly OptionalAttendees?: WireAttendees;
  readonly Resources?: WireAttendees;
  readonly AppointmentState?: string;
  readonly Recurrence?: WireRecurrence;
  readonly DeletedOccurrences?: { readonly DeletedOccurrence?: readonly { readonly Start?: string }[] };
  readonly StartTimeZone?: WireTimeZone;
  readonly EndTimeZone?: WireTimeZone;
  readonly AllowNewTimeProposal?: string;
  readonly EnhancedLocation?: {
    readonly DisplayName?: string;
    readonly PostalAddress?: { readonly LocationUri?: string; readonly LocationSource?: string };
  };
  readonly StartWallClock?: string;
  readonly EndWallClock?: string;
  readonly StartTimeZoneId?: string;
  readonly EndTimeZoneId?: string;
  readonly JoinOnlineMeetingUrl?: string;
  readonly IsOrganizer?: string;
  readonly MeetingRequestWasSent?: string;
  readonly AppointmentReplyTime?: string;
  readonly ModifiedOccurrences?: { readonly Occurrence?: readonly WireOccurrence[] };
  readonly ExtendedProperty?: readonly WireExtendedProperty[];
}

/** What a master says of one of its changed occurrences. */
export interface WireOccurrence {
  readonly ItemId?: { readonly Id?: string };
  readonly OriginalStart?: string;
}

/** A property that the schema has no name for. */
export interface WireExtendedProperty {
  readonly ExtendedFieldURI?: {
    readonly PropertySetId?: string;
    readonly DistinguishedPropertySetId?: string;
    readonly PropertyName?: string;
    readonly PropertyId?: string;
  };
  readonly Value?: string;
}

/** See {@link WireMailbox}. */
export const mailboxShape: Shape<WireMailbox> = element(typesNamespace, {
  Name: text,
  EmailAddress: text,
  RoutingType: text,
  MailboxType: text,
});

const attendeesShape: Shape<WireAttendees> = element(typesNamespace, {
  Attendee: many(element(typesNamespace, { Mailbox: mailboxShape, ResponseType: text })),
});

const timeZoneShape: Shape<WireTimeZone> = element(
  typesNamespace,
  { Periods: element(typesNamespace, { Period: many(attributesOnly(['Bias', 'Name'])) }) },
  ['Id', 'Name'],
);

const patternShape: Shape<WirePattern> = element(typesNamespace, {
  Interval: text,
  DaysOfWeek: text,
  FirstDayOfWeek: text,
  DayOfWeekIndex: text,
  DayOfMonth: text,
  Month: text,
});

const recurrenceShape: Shape<WireRecurrence> = element(typesNamespace, {
  DailyRecurrence: patternShape,
  WeeklyRecurrence: patternShape,
  AbsoluteMonthlyRecurrence: patternShape,
  RelativeMonthlyRecurrence: patternShape,
  AbsoluteYearlyRecurrence: patternShape,
  RelativeYearlyRecurrence: patternShape,
  NoEndRecurrence: element(typesNamespace, {}),
  EndDateRecurrence: element(typesNamespace, { EndDate: text }),
  NumberedRecurrence: element(typesNamespace, { NumberOfOccurrences: text }),
});

/** See {@link WireItem}. */
export const calendarItemShape: Shape<WireItem> = element(typesNamespace, {
  ItemId: attributesOnly(['Id', 'ChangeKey']),
  ParentFolderId: attributesOnly(['Id']),
  Subject: text,
  Sensitivity: text,
  Body: textWith(['BodyType']),
  DateTimeCreated: text,
  LastModifiedTime: text,
  Categories: element(typesNamespace, { String: many(text) }),
  ReminderIsSet: text,
  ReminderMinutesBeforeStart: text,
  HasAttachments: text,
  UID: text,
  RecurrenceId: text,
  Start: text,
  End: text,
  OriginalStart: text,
  IsAllDayEvent: text,
  LegacyFreeBusyStatus: text,
  Location: text,
  IsCancelled: text,
  CalendarItemType: text,
  MyResponseType: text,
  Organizer: element(typesNamespace, { Mailbox: mailboxShape }),
  RequiredAttendees: attendeesShape,
  OptionalAttendees: attendeesShape,
  Resources: attendeesShape,
  AppointmentState: text,
  Recurrence: recurrenceShape,
  DeletedOccurrences: element(typesNamespace, { DeletedOccurrence: many(element(typesNamespace, { Start: text })) }),
  StartTimeZone: timeZoneShape,
  EndTimeZone: timeZoneShape,
  AllowNewTimeProposal: text,
  EnhancedLocation: element(typesNamespace, {
    DisplayName: text,
    PostalAddress: element(typesNamespace, { LocationUri: text, LocationSource: text }),
  }),
  StartWallClock: text,
  EndWallClock: text,
  StartTimeZoneId: text,
  EndTimeZoneId: text,
  JoinOnlineMeetingUrl: text,
  IsOrganizer: text,
  MeetingRequestWasSent: text,
  AppointmentReplyTime: text,
  ModifiedOccurrences: element(typesNamespace, {
    Occurrence: many(element(typesNamespace, { ItemId: attributesOnly(['Id']), OriginalStart: text })),
  }),
  ExtendedProperty: many(
    element(typesNamespace, {
      ExtendedFieldURI: attributesOnly(['PropertySetId', 'DistinguishedPropertySetId', 'PropertyName', 'PropertyId']),
      Value: text,
    }),
  ),
});
