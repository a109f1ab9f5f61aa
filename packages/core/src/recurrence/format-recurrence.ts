import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceId, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { formatInstant, instantOfWallTime } from '../time/zoned-date-time.ts';

/**
 * Writes a recurrence as the content lines of RFC 5545: RRULE, EXRULE, RDATE and EXDATE, without DTSTART. A rule that moves a
 * day which a month lacks to the month's end is written as the last of the days that the month may have, which means the same.
 *
 * @param time - When the master takes place: a series of whole days is written with dates.
 * @returns one text a line, not folded.
 * @throws CalendarError `unsupported` for a moved day together with other parts that RFC 5545 has no words for.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5 | RFC 5545, recurrence component properties}
 * @public
 */
export function formatRecurrence(recurrence: Recurrence, time: EventTime): string[] {
  return [
    ...recurrence.rules.map((rule) => `RRULE:${formatRecurrenceRule(rule, time)}`),
    ...recurrence.excludedRules.map((rule) => `EXRULE:${formatRecurrenceRule(rule, time)}`),
    ...dateLine('RDATE', recurrence.additional),
    ...dateLine('EXDATE', recurrence.excluded),
  ];
}

/**
 * Writes one rule as the value of RRULE.
 *
 * @param time - When the master takes place.
 * @throws CalendarError `unsupported` as {@link formatRecurrence}.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 | RFC 5545, RECUR}
 * @public
 */
export function formatRecurrenceRule(rule: RecurrenceRule, time: EventTime): string {
  const { byMonthDay, bySetPosition } = withoutSkip(rule, time);
  const parts: (readonly [name: string, value: string | number | undefined])[] = [
    ['FREQ', rule.frequency.toUpperCase()],
    ['INTERVAL', rule.interval === 1 ? undefined : rule.interval],
    ['COUNT', rule.end.kind === 'count' ? rule.end.count : undefined],
    ['UNTIL', untilOf(rule, time)],
    ['BYMONTH', list(rule.byMonth)],
    ['BYWEEKNO', list(rule.byWeekNo)],
    ['BYYEARDAY', list(rule.byYearDay)],
    ['BYMONTHDAY', list(byMonthDay)],
    ['BYDAY', list(rule.byDay?.map(({ day, nthOfPeriod }) => `${nthOfPeriod ?? ''}${day.toUpperCase()}`))],
    ['BYHOUR', list(rule.byHour)],
    ['BYMINUTE', list(rule.byMinute)],
    ['BYSECOND', list(rule.bySecond)],
    ['BYSETPOS', list(bySetPosition)],
    ['WKST', rule.firstDayOfWeek === 'mo' ? undefined : rule.firstDayOfWeek.toUpperCase()],
  ];
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(';');
}

/** The last of 28, 29, 30 and 31 is what day 31 means where it moves back. */
function withoutSkip(
  rule: RecurrenceRule,
  time: EventTime,
): { readonly byMonthDay: readonly number[] | undefined; readonly bySetPosition: readonly number[] | undefined } {
  const { byMonthDay, bySetPosition } = rule;
  const days = byMonthDay ?? impliedMonthDay(rule, time);
  if (rule.skip === 'omit' || days === undefined || days.every((day) => day <= 28))
    return { byMonthDay, bySetPosition };
  const [day = 0] = days;
  const isPlain =
    days.length === 1 &&
    bySetPosition === undefined &&
    rule.byDay === undefined &&
    (rule.frequency === 'monthly'
      ? rule.byMonth === undefined
      : rule.frequency === 'yearly' && rule.byMonth?.length === 1);
  if (!isPlain) {
    throw new CalendarError({
      code: 'unsupported',
      message: 'RFC 5545 has no words for a day that moves to the month’s end together with other parts of a rule',
    });
  }
  return { byMonthDay: Array.from({ length: day - 27 }, (_, index) => 28 + index), bySetPosition: [-1] };
}

function impliedMonthDay(rule: RecurrenceRule, time: EventTime): readonly number[] | undefined {
  const isImplied = rule.byDay === undefined && (rule.frequency === 'monthly' || rule.frequency === 'yearly');
  const date = time.kind === 'allDay' ? time.startDate : time.start.dateTime;
  return isImplied ? [Number(date.slice(8, 10))] : undefined;
}

/** UNTIL has the form of DTSTART: a date for whole days, else an instant in UTC. A date means the whole of that day. */
function untilOf(rule: RecurrenceRule, time: EventTime): string | undefined {
  if (rule.end.kind !== 'untilDate' && rule.end.kind !== 'untilInstant') return undefined;
  if (time.kind === 'allDay') {
    return (rule.end.kind === 'untilDate' ? rule.end.date : rule.end.instant.slice(0, 10)).replaceAll('-', '');
  }
  const { timeZone } = time.start;
  return compact(
    rule.end.kind === 'untilInstant'
      ? rule.end.instant
      : formatInstant(instantOfWallTime(`${rule.end.date}T23:59:59`, timeZone)),
  );
}

function dateLine(name: 'RDATE' | 'EXDATE', ids: readonly RecurrenceId[]): string[] {
  const dates = ids.filter((id) => !id.includes('T')).map((date) => date.replaceAll('-', ''));
  const instants = ids.filter((id) => id.includes('T')).map(compact);
  return [
    ...(dates.length === 0 ? [] : [`${name};VALUE=DATE:${dates.join(',')}`]),
    ...(instants.length === 0 ? [] : [`${name}:${instants.join(',')}`]),
  ];
}

function compact(instant: string): string {
  return instant.replaceAll(/[-:]/g, '');
}

function list(values: readonly (string | number)[] | undefined): string | undefined {
  return values === undefined || values.length === 0 ? undefined : values.join(',');
}
