import { invalid } from '../../api/api-error.ts';
import type { EventDateTime } from '../zoned-time.ts';

/** Parts of a rule with what each value of its list may be (RFC 5545, section 3.3.10). */
const ruleParts: ReadonlyMap<string, RegExp> = new Map([
  ['FREQ', /^(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['UNTIL', /^\d{8}(?:T\d{6}Z?)?$/],
  ['COUNT', /^[1-9]\d{0,8}$/],
  ['INTERVAL', /^[1-9]\d{0,8}$/],
  ['BYSECOND', /^[0-5]?\d$/],
  ['BYMINUTE', /^[0-5]?\d$/],
  ['BYHOUR', /^(?:[01]?\d|2[0-3])$/],
  ['BYDAY', /^(?:[+-]?(?:[1-9]|[1-4]\d|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)$/],
  ['BYMONTHDAY', /^[+-]?(?:[1-9]|[12]\d|3[01])$/],
  ['BYYEARDAY', /^[+-]?(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$/],
  ['BYWEEKNO', /^[+-]?(?:[1-9]|[1-4]\d|5[0-3])$/],
  ['BYMONTH', /^(?:[1-9]|1[0-2])$/],
  ['BYSETPOS', /^[+-]?(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$/],
  ['WKST', /^(?:MO|TU|WE|TH|FR|SA|SU)$/],
]);

/**
 * Refuses lines that are no recurrence of an event that starts at `start` (Google Calendar API, "Recurring events"): other
 * properties than RRULE, EXRULE, RDATE and EXDATE, rules that contradict themselves, and ends or dates of the wrong kind.
 *
 * @throws ApiError 400 `invalid`.
 */
export function checkRecurrence(lines: readonly string[], start: EventDateTime): void {
  for (const line of lines) {
    const [, name, parameters = '', value] = /^(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:;]+)*):(.+)$/s.exec(line) ?? [];
    if (value === undefined) throw invalidRule();
    if (name === 'RRULE' || name === 'EXRULE') checkRule(value, start);
    else checkDates(value, parameters, start);
  }
}

/** The refusal of a recurrence. */
export function invalidRule(): Error {
  return invalid('Invalid recurrence rule.');
}

function checkRule(value: string, start: EventDateTime): void {
  const parts = value.split(';').map((part) => part.split('='));
  const rule = new Map(parts.map(([name = '', text = '']) => [name.toUpperCase(), text]));
  const isWellFormed = parts.every(
    ([name = '', text = '', ...more]) =>
      more.length === 0 &&
      (name.toUpperCase().startsWith('BY') ? text.split(',') : [text]).every(
        (item) => ruleParts.get(name.toUpperCase())?.test(item) === true,
      ),
  );
  if (!isWellFormed || rule.size !== parts.length || !rule.has('FREQ')) throw invalidRule();
  const until = rule.get('UNTIL');
  if (until !== undefined) {
    if (rule.has('COUNT')) throw invalidRule();
    // The end of a timed series is an instant, that of an all-day series a date.
    if (!(start.date === undefined ? /^\d{8}T\d{6}Z$/ : /^\d{8}$/).test(until)) throw invalidRule();
  }
}

function checkDates(value: string, parameters: string, start: EventDateTime): void {
  const isDates = /;VALUE=DATE$|;VALUE=DATE;/.test(parameters);
  if (isDates !== (start.date !== undefined)) throw invalidRule();
  const form = isDates ? /^\d{8}$/ : /^\d{8}T\d{6}Z?$/;
  if (!value.split(',').every((moment) => form.test(moment))) throw invalidRule();
}
