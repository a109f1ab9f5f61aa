import type { ExtendedPropertyWire } from '../mapping/extended-property.ts';

/** A wall time with a Windows zone. */
export interface WallTimeWire {
  readonly dateTime: string;
  readonly timeZone: string;
}

/** A place as it is written. */
export interface PlaceWire {
  readonly displayName: string;
  readonly locationEmailAddress?: string;
}

/** Somebody invited, as it is written: the service keeps the answers of those who stay. */
export interface InviteeWire {
  readonly type: string;
  /** Some participants have no address; they stay as they are. */
  readonly emailAddress: { readonly address?: string; readonly name?: string };
}

/** How a series repeats, with the members its type needs. */
export interface RecurrenceWriteWire {
  readonly pattern: {
    readonly type: string;
    readonly interval: number;
    readonly month?: number;
    readonly dayOfMonth?: number;
    readonly daysOfWeek?: readonly string[];
    readonly firstDayOfWeek?: string;
    readonly index?: string;
  };
  readonly range: {
    readonly type: string;
    readonly startDate: string;
    readonly endDate?: string;
    readonly numberOfOccurrences?: number;
    readonly recurrenceTimeZone: string;
  };
}

/** When an event takes place; these three go together. */
export interface TimesWriteWire {
  readonly start: WallTimeWire;
  readonly end: WallTimeWire;
  readonly isAllDay: boolean;
}

/** What is written of an event; absent members stay as they are. */
export interface EventWriteWire extends Partial<TimesWriteWire> {
  readonly subject?: string;
  readonly body?: { readonly contentType: 'html'; readonly content: string };
  readonly recurrence?: RecurrenceWriteWire | null;
  /** The only place, or with an empty name: none. */
  readonly location?: PlaceWire;
  readonly locations?: readonly PlaceWire[];
  readonly attendees?: readonly InviteeWire[];
  readonly categories?: readonly string[];
  readonly isReminderOn?: boolean;
  readonly reminderMinutesBeforeStart?: number;
  readonly showAs?: string;
  readonly sensitivity?: string;
  readonly allowNewTimeProposals?: boolean;
  readonly isOnlineMeeting?: boolean;
  readonly onlineMeetingProvider?: string;
  readonly transactionId?: string;
  readonly singleValueExtendedProperties?: readonly Required<ExtendedPropertyWire>[];
  readonly importance?: string;
  readonly responseRequested?: boolean;
  readonly hideAttendees?: boolean;
}
