import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import type { ResponseMessage } from '../soap/answer-shape.ts';
import { element, many, text } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** When a zone goes over to standard or daylight time. */
export interface WireZoneChange {
  readonly Bias?: string;
  readonly Time?: string;
  readonly DayOrder?: string;
  readonly Month?: string;
  readonly DayOfWeek?: string;
  readonly Year?: string;
}

/** A zone without a name: its offset, and when the clocks change. */
export interface WireZoneRules {
  readonly Bias?: string;
  readonly StandardTime?: WireZoneChange;
  readonly DaylightTime?: WireZoneChange;
}

/** When somebody works. */
export interface WireWorkingHours {
  readonly TimeZone?: WireZoneRules;
  readonly WorkingPeriodArray?: {
    readonly WorkingPeriod?: readonly {
      readonly DayOfWeek?: string;
      readonly StartTimeInMinutes?: string;
      readonly EndTimeInMinutes?: string;
    }[];
  };
}

/** What an answer says of one mailbox. */
export interface WireFreeBusyView {
  readonly FreeBusyViewType?: string;
  readonly MergedFreeBusy?: string;
  readonly CalendarEventArray?: {
    readonly CalendarEvent?: readonly {
      readonly StartTime?: string;
      readonly EndTime?: string;
      readonly BusyType?: string;
    }[];
  };
  readonly WorkingHours?: WireWorkingHours;
}

/** An answer of GetUserAvailability: one message for each mailbox, without ResponseMessages around them. */
export interface WireAvailability {
  readonly FreeBusyResponseArray?: {
    readonly FreeBusyResponse?: readonly {
      readonly ResponseMessage?: ResponseMessage;
      readonly FreeBusyView?: WireFreeBusyView;
    }[];
  };
}

const changeShape: Shape<WireZoneChange> = element(typesNamespace, {
  Bias: text,
  Time: text,
  DayOrder: text,
  Month: text,
  DayOfWeek: text,
  Year: text,
});

const workingHoursShape: Shape<WireWorkingHours> = element(typesNamespace, {
  TimeZone: element(typesNamespace, { Bias: text, StandardTime: changeShape, DaylightTime: changeShape }),
  WorkingPeriodArray: element(typesNamespace, {
    WorkingPeriod: many(element(typesNamespace, { DayOfWeek: text, StartTimeInMinutes: text, EndTimeInMinutes: text })),
  }),
});

const viewShape: Shape<WireFreeBusyView> = element(typesNamespace, {
  FreeBusyViewType: text,
  MergedFreeBusy: text,
  CalendarEventArray: element(typesNamespace, {
    CalendarEvent: many(element(typesNamespace, { StartTime: text, EndTime: text, BusyType: text })),
  }),
  WorkingHours: workingHoursShape,
});

/** See {@link WireAvailability}. */
export const availabilityShape: Shape<WireAvailability> = element(messagesNamespace, {
  FreeBusyResponseArray: element(messagesNamespace, {
    FreeBusyResponse: many(
      element(messagesNamespace, {
        ResponseMessage: element(messagesNamespace, responseMessageMembers, ['ResponseClass']),
        FreeBusyView: viewShape,
      }),
    ),
  }),
});
