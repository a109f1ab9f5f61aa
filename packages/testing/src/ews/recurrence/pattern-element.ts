import { element, textElement } from '../xml/xml-writer.ts';
import type { ExchangePattern } from './exchange-pattern.ts';

/** Writes the pattern; `withWeekStart` from Exchange 2010 SP1 on. */
export function patternElement(pattern: ExchangePattern, withWeekStart: boolean): string {
  switch (pattern.kind) {
    case 'daily':
      return element('t:DailyRecurrence', {}, textElement('t:Interval', pattern.interval));
    case 'weekly':
      return element(
        't:WeeklyRecurrence',
        {},
        textElement('t:Interval', pattern.interval),
        textElement('t:DaysOfWeek', pattern.days.join(' ')),
        withWeekStart ? textElement('t:FirstDayOfWeek', pattern.weekStart) : '',
      );
    case 'absoluteMonthly':
      return element(
        't:AbsoluteMonthlyRecurrence',
        {},
        textElement('t:Interval', pattern.interval),
        textElement('t:DayOfMonth', pattern.dayOfMonth),
      );
    case 'relativeMonthly':
      return element(
        't:RelativeMonthlyRecurrence',
        {},
        textElement('t:Interval', pattern.interval),
        textElement('t:DaysOfWeek', pattern.day),
        textElement('t:DayOfWeekIndex', pattern.index),
      );
    case 'absoluteYearly':
      return element(
        't:AbsoluteYearlyRecurrence',
        {},
        textElement('t:DayOfMonth', pattern.dayOfMonth),
        textElement('t:Month', pattern.month),
      );
    default:
      return element(
        't:RelativeYearlyRecurrence',
        {},
        textElement('t:DaysOfWeek', pattern.day),
        textElement('t:DayOfWeekIndex', pattern.index),
        textElement('t:Month', pattern.month),
      );
  }
}
