import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceId, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { formatInstant, instantOfWallTime } from '../time/zoned-date-time.ts';
import { withoutSkip } from './without-skip.ts';

/** The last instant that four digits of a year can write: who ends a series there means never. */
const endOfTimeMs = Date.parse('9999-12-31T23:59:59Z');

/**
 * Writes a recurrence as the content lines of RFC 5545: RRULE, EXRULE, RDATE and EXDATE, without DTSTART. A rule that moves a
 * day which a month lacks to the month's end is written as the last of the days that the month may have, which means the same.
 *
 * @param time - When the master takes place: a series of whole days is written with dates.
 * @returns one text a line, not folded.
 * @throws CalendarError `unsupported` for a moved day together with other parts that RFC 5545 has no words for, and for a rule of
 * times that ends with a date of a zone that is not resolved.
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

/** UNTIL has the form of DTSTART: a date for whole days, else an instant in UTC. A date means the whole of that day. */
function untilOf(rule: RecurrenceRule, time: EventTime): string | undefined {
  if (rule.end.kind !== 'untilDate' && rule.end.kind !== 'untilInstant') return undefined;
  if (time.kind === 'allDay') {
    return (rule.end.kind === 'untilDate' ? rule.end.date : rule.end.instant.slice(0, 10)).replaceAll('-', '');
  }
  if (rule.end.kind === 'untilInstant') return compact(rule.end.instant);
  const { timeZone, unresolvedTimeZone } = time.start;
  if (unresolvedTimeZone !== undefined) {
    throw new CalendarError({
      code: 'unsupported',
      message: 'A rule that ends with a date cannot be written in a time zone that is not resolved',
    });
  }
  const lastMs = instantOfWallTime(`${rule.end.date}T23:59:59`, timeZone);
  return compact(formatInstant(Math.min(lastMs, endOfTimeMs)));
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
