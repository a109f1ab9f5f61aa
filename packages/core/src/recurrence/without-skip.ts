import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';

/**
 * Says a rule that moves a day which a month lacks to the month's end in the words of RFC 5545, which leaves such days out: the
 * last of 28, 29, 30 and 31 is what day 31 means where it moves back.
 *
 * @param time - When the master takes place: a rule without days takes the day from there.
 * @returns the rule itself where nothing can move.
 * @throws CalendarError `unsupported` for a moved day together with other parts that RFC 5545 has no words for.
 */
export function withoutSkip(rule: RecurrenceRule, time: EventTime): RecurrenceRule {
  const days = rule.byMonthDay ?? impliedMonthDay(rule, time);
  if (rule.skip === 'omit' || days === undefined || days.every((day) => day <= 28)) return rule;
  const [day = 0] = days;
  const isPlain =
    days.length === 1 &&
    rule.bySetPosition === undefined &&
    rule.byDay === undefined &&
    rule.byYearDay === undefined &&
    rule.byWeekNo === undefined &&
    // The last candidate is the last of a day's times too.
    [rule.byHour, rule.byMinute, rule.bySecond].every((times) => (times?.length ?? 0) < 2) &&
    (rule.frequency === 'monthly'
      ? rule.byMonth === undefined
      : rule.frequency === 'yearly' && rule.byMonth?.length === 1);
  if (!isPlain) {
    throw new CalendarError({
      code: 'unsupported',
      message: 'RFC 5545 has no words for a day that moves to the month’s end together with other parts of a rule',
    });
  }
  return {
    ...rule,
    skip: 'omit',
    byMonthDay: Array.from({ length: day - 27 }, (_, index) => 28 + index),
    bySetPosition: [-1],
  };
}

/** The day of the month that a rule takes from the start. */
export function impliedMonthDay(rule: RecurrenceRule, time: EventTime): readonly number[] | undefined {
  const isImplied =
    rule.byDay === undefined &&
    rule.byYearDay === undefined &&
    rule.byWeekNo === undefined &&
    (rule.frequency === 'monthly' || rule.frequency === 'yearly');
  const date = time.kind === 'allDay' ? time.startDate : time.start.dateTime;
  return isImplied ? [Number(date.slice(8, 10))] : undefined;
}
