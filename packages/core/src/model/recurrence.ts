/** How often a rule repeats (RFC 5545 FREQ; what calendars use of it). @public */
export type RecurrenceFrequency = 'secondly' | 'minutely' | 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

/** A day of the week, in RFC 5545's two letters. @public */
export type Weekday = 'mo' | 'tu' | 'we' | 'th' | 'fr' | 'sa' | 'su';

/** A weekday, or the n-th one of the period. @public */
export interface NthWeekday {
  readonly day: Weekday;
  /** 1 is the first of the month or year, -1 the last. Absent: every one. */
  readonly nthOfPeriod?: number;
}

/**
 * One recurrence rule, in the words of JSCalendar.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8984#section-4.3.3 | RFC 8984, recurrenceRules}
 * @public
 */
export interface RecurrenceRule {
  readonly frequency: RecurrenceFrequency;
  /** Default 1. */
  readonly interval: number;
  /** What happens to a day that a month lacks: left out (iCalendar), or moved back to the month's last day (Microsoft). */
  readonly skip: 'omit' | 'backward';
  readonly firstDayOfWeek: Weekday;
  readonly byDay?: readonly NthWeekday[];
  /** 1 to 31, or -1 to -31 from the month's end. */
  readonly byMonthDay?: readonly number[];
  /** 1 to 12. */
  readonly byMonth?: readonly number[];
  readonly byYearDay?: readonly number[];
  readonly byWeekNo?: readonly number[];
  readonly byHour?: readonly number[];
  readonly byMinute?: readonly number[];
  readonly bySecond?: readonly number[];
  /** Which of a period's candidates count: 1 is the first, -1 the last. */
  readonly bySetPosition?: readonly number[];
  /** How the rule ends. */
  readonly end: RecurrenceEnd;
}

/** How a rule ends. Inclusive, as in RFC 5545. @public */
export type RecurrenceEnd =
  | { readonly kind: 'never' }
  | { readonly kind: 'count'; readonly count: number }
  /** The last occurrence starts at or before this instant, `YYYY-MM-DDTHH:mm:ssZ`. */
  | { readonly kind: 'untilInstant'; readonly instant: string }
  /** The last occurrence starts on or before this date, `YYYY-MM-DD`, in the series' zone. */
  | { readonly kind: 'untilDate'; readonly date: string };

/**
 * How a series repeats. Occurrences are those of the rules and the additional ones, less the excluded ones.
 *
 * @public
 */
export interface Recurrence {
  readonly rules: readonly RecurrenceRule[];
  /** Rules whose occurrences are taken away (RFC 5545 EXRULE, deprecated there, still sent by Google). */
  readonly excludedRules: readonly RecurrenceRule[];
  /** {@link RecurrenceId}s added to the rules (RDATE). */
  readonly additional: readonly RecurrenceId[];
  /** {@link RecurrenceId}s that do not take place (EXDATE, and occurrences deleted one by one). */
  readonly excluded: readonly RecurrenceId[];
}

/**
 * Names one occurrence of a series by the start its rule gave, which stays when the occurrence is moved: an instant
 * `YYYY-MM-DDTHH:mm:ssZ` for a timed series, a date `YYYY-MM-DD` for a series of whole days.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4 | RFC 5545, RECURRENCE-ID}
 * @public
 */
export type RecurrenceId = string;
