import type { Weekday } from '../model/recurrence.ts';

/** Which of a period's days: `last` is the last one. @public */
export type PatternIndex = 'first' | 'second' | 'third' | 'fourth' | 'last';

/**
 * How a series repeats in the words of Outlook and Exchange, which Graph and EWS share.
 *
 * A `dayOfMonth` that a month lacks falls on the month's last day. With several `days` a relative pattern means the first
 * (second, last) day that is any of them: one a period, not several.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/recurrencepattern | Graph docs, recurrencePattern}
 * @public
 */
export type RecurrencePattern =
  | { readonly type: 'daily'; readonly interval: number }
  | {
      readonly type: 'weekly';
      readonly interval: number;
      readonly days: readonly Weekday[];
      readonly firstDayOfWeek: Weekday;
    }
  | { readonly type: 'absoluteMonthly'; readonly interval: number; readonly dayOfMonth: number }
  | {
      readonly type: 'relativeMonthly';
      readonly interval: number;
      readonly days: readonly Weekday[];
      readonly index: PatternIndex;
    }
  | {
      readonly type: 'absoluteYearly';
      readonly interval: number;
      readonly month: number;
      readonly dayOfMonth: number;
    }
  | {
      readonly type: 'relativeYearly';
      readonly interval: number;
      readonly month: number;
      readonly days: readonly Weekday[];
      readonly index: PatternIndex;
    };

/** From which day and how long a pattern holds. @public */
export interface RecurrenceRange {
  /** Date of the first occurrence, `YYYY-MM-DD`, in the series' zone. */
  readonly startDate: string;
  /** `date`: the last occurrence starts on it or before, in the series' zone. */
  readonly end:
    | { readonly kind: 'never' }
    | { readonly kind: 'count'; readonly count: number }
    | { readonly kind: 'date'; readonly date: string };
}

/** A pattern with its range. @public */
export interface PatternedRecurrence {
  readonly pattern: RecurrencePattern;
  readonly range: RecurrenceRange;
}

/** {@link PatternIndex} in the words of RFC 5545, BYSETPOS. */
export const positionOfIndex: Readonly<Record<PatternIndex, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: -1,
};
