import type { CalendarErrorJson } from '../errors/calendar-error.ts';
import type { Weekday } from './recurrence.ts';

/** How a stretch of time is taken. @public */
export type BusyKind = 'busy' | 'tentative' | 'outOfOffice' | 'workingElsewhere';

/** A stretch of time that is taken; half-open. @public */
export interface BusyPeriod {
  /** `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly start: string;
  /** `YYYY-MM-DDTHH:mm:ssZ`, exclusive. */
  readonly end: string;
  readonly kind: BusyKind;
}

/** When somebody works, by weekday, on the clock of a zone. @public */
export interface WorkingHours {
  /** IANA zone. */
  readonly timeZone: string;
  /** A weekday that is not named is free of work; one may be named more than once. */
  readonly periods: readonly WorkingPeriod[];
}

/** A stretch of one working day. @public */
export interface WorkingPeriod {
  readonly day: Weekday;
  /** `HH:mm`. */
  readonly from: string;
  /** `HH:mm`, exclusive; `24:00` is the end of the day. */
  readonly to: string;
}

/** Why nothing is known of a schedule. @public */
export type UnknownScheduleReason =
  | 'notFound'
  | 'accessDenied'
  | 'tooManyMembers'
  | 'rateLimited'
  | 'timeout'
  | 'serviceFailed'
  | 'invalidResponse';

/**
 * What is known of one mailbox's time. Unknown is neither busy nor free: whoever takes it for free books over people.
 *
 * @public
 */
export type Schedule =
  | {
      readonly kind: 'known';
      /** Address, as it was asked for. */
      readonly mailbox: string;
      /** Sorted by start. Time that no period covers is free. */
      readonly busy: readonly BusyPeriod[];
      readonly workingHours?: WorkingHours;
    }
  | {
      readonly kind: 'unknown';
      readonly mailbox: string;
      readonly reason: UnknownScheduleReason;
      readonly error?: CalendarErrorJson;
    };
