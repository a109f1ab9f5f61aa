import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceRule } from '../model/recurrence.ts';
import { recurrenceRuleSchema } from '../schemas/recurrence-schema.ts';
import { printRecurrenceRule } from './__fixtures__/print-recurrence-rule.ts';
import { allDay, timed } from './__fixtures__/series.ts';
import { parseRecurrence } from './parse-recurrence.ts';

const weekday = fc.constantFrom('mo', 'tu', 'we', 'th', 'fr', 'sa', 'su');
const signed = (max: number): fc.Arbitrary<number> => fc.integer({ min: -max, max }).filter((value) => value !== 0);
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 8 });
const instant = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);

// requiredKeys leaves every BY part out at times.
const anyRule: fc.Arbitrary<RecurrenceRule> = fc.record(
  {
    frequency: fc.constantFrom('secondly', 'minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'),
    interval: fc.integer({ min: 1, max: 999 }),
    skip: fc.constantFrom('omit', 'backward'),
    firstDayOfWeek: weekday,
    byDay: list(fc.record({ day: weekday, nthOfPeriod: signed(53) }, { requiredKeys: ['day'] })),
    byMonthDay: list(signed(31)),
    byMonth: list(fc.integer({ min: 1, max: 12 })),
    byYearDay: list(signed(366)),
    byWeekNo: list(signed(53)),
    byHour: list(fc.integer({ min: 0, max: 23 })),
    byMinute: list(fc.integer({ min: 0, max: 59 })),
    bySecond: list(fc.integer({ min: 0, max: 60 })),
    bySetPosition: list(signed(366)),
    end: fc.oneof(
      fc.constant({ kind: 'never' as const }),
      fc.record({ kind: fc.constant('count' as const), count: fc.integer({ min: 1, max: 99_999 }) }),
      fc.record({ kind: fc.constant('untilInstant' as const), instant }),
      fc.record({ kind: fc.constant('untilDate' as const), date: instant.map((text) => text.slice(0, 10)) }),
    ),
  },
  { requiredKeys: ['frequency', 'interval', 'skip', 'firstDayOfWeek', 'end'] },
);

/** Weekdays are counted in months and in years without week numbers only (RFC 5545, section 3.3.10). */
const rule = anyRule.map((made): RecurrenceRule => {
  const counts = made.frequency === 'monthly' || (made.frequency === 'yearly' && made.byWeekNo === undefined);
  return counts || made.byDay === undefined ? made : { ...made, byDay: made.byDay.map(({ day }) => ({ day })) };
});

it('reads back every rule that can be written', () => {
  fc.assert(
    fc.property(rule, (written) => {
      const lines = [`RRULE:${printRecurrenceRule(written)}`];
      const [read] = parseRecurrence(lines, { time: timed('2026-11-16T09:00:00', 'Europe/Paris') }).rules;
      expect(read).toEqual(written);
      expect(recurrenceRuleSchema.parse(read)).toEqual(read);
    }),
  );
});

it('answers any text with a rule or a typed error', () => {
  const piece = fc.constantFrom('FREQ', 'DAILY', 'BYDAY', 'UNTIL', 'COUNT', '=', ';', ',', '-1', 'MO', '20261116', ':');
  const text = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => `FREQ=DAILY;${pieces.join('')}`),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(['rule', 'unsupported', 'invalidResponse']).toContain(outcomeOf(value));
    }),
  );
});

function outcomeOf(value: string): string {
  try {
    const { rules } = parseRecurrence([`RRULE:${value}`], { time: allDay('2026-11-16'), provider: 'google' });
    recurrenceRuleSchema.parse(rules[0]);
    return 'rule';
  } catch (error) {
    return CalendarError.is(error) ? error.code : String(error);
  }
}
