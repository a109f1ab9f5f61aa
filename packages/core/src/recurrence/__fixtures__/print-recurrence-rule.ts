import type { RecurrenceRule } from '../../model/recurrence.ts';

const compact = (text: string): string => text.replaceAll(/[-:]/g, '');

/** Writes a rule as RFC 5545 has it, as the inverse of the parser under test. */
export function printRecurrenceRule(rule: RecurrenceRule): string {
  const list = (name: string, values: readonly number[] | undefined): string[] =>
    values === undefined ? [] : [`${name}=${values.join(',')}`];
  const end =
    rule.end.kind === 'never'
      ? []
      : rule.end.kind === 'count'
        ? [`COUNT=${rule.end.count}`]
        : [`UNTIL=${compact(rule.end.kind === 'untilDate' ? rule.end.date : rule.end.instant)}`];
  return [
    `FREQ=${rule.frequency.toUpperCase()}`,
    `INTERVAL=${rule.interval}`,
    ...(rule.skip === 'backward' ? ['RSCALE=GREGORIAN', 'SKIP=BACKWARD'] : []),
    `WKST=${rule.firstDayOfWeek.toUpperCase()}`,
    ...(rule.byDay === undefined
      ? []
      : [`BYDAY=${rule.byDay.map(({ day, nthOfPeriod }) => `${nthOfPeriod ?? ''}${day.toUpperCase()}`).join(',')}`]),
    ...list('BYMONTHDAY', rule.byMonthDay),
    ...list('BYMONTH', rule.byMonth),
    ...list('BYYEARDAY', rule.byYearDay),
    ...list('BYWEEKNO', rule.byWeekNo),
    ...list('BYHOUR', rule.byHour),
    ...list('BYMINUTE', rule.byMinute),
    ...list('BYSECOND', rule.bySecond),
    ...list('BYSETPOS', rule.bySetPosition),
    ...end,
  ].join(';');
}
