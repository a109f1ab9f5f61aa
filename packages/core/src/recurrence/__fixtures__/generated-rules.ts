import * as fc from 'fast-check';
import type { NthWeekday, Recurrence, RecurrenceEnd, RecurrenceRule, Weekday } from '../../model/recurrence.ts';
import type { EventTime } from '../../model/time.ts';
import { addDays } from '../../time/zoned-date-time.ts';
import { allDay, series, timed } from './series.ts';

const weekdays: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const days = fc.integer({ min: 0, max: 2_000 }).map((offset) => addDays('2024-01-01', offset));
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'];

/** When series begin: whole days, and times in several zones, hours that clocks skip and repeat among them. */
export const starts: fc.Arbitrary<EventTime> = fc.oneof(
  days.map(allDay),
  fc
    .record({ day: days, hour: fc.constantFrom('00', '01', '02', '09', '23'), zone: fc.constantFrom(...zones) })
    .map(({ day, hour, zone }) => timed(`${day}T${hour}:30:00`, zone)),
);

function some<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[] | undefined> {
  return fc.option(fc.uniqueArray(values, { minLength: 1, maxLength: 4, selector: (value) => JSON.stringify(value) }), {
    nil: undefined,
    freq: 2,
  });
}

const weekday: fc.Arbitrary<NthWeekday> = fc.constantFrom(...weekdays).map((day) => ({ day }));
const countedWeekday: fc.Arbitrary<NthWeekday> = fc.record({
  day: fc.constantFrom(...weekdays),
  nthOfPeriod: fc.constantFrom(1, 2, 3, 4, 5, -1, -2),
});
const monthDay = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 }));
const month = fc.integer({ min: 1, max: 12 });
const position = fc.constantFrom(1, 2, 3, -1, -2);

const ends: fc.Arbitrary<RecurrenceEnd> = fc.oneof(
  fc.constant({ kind: 'never' as const }),
  fc.integer({ min: 1, max: 80 }).map((count) => ({ kind: 'count' as const, count })),
  days.map((date) => ({ kind: 'untilDate' as const, date: addDays(date, 900) })),
  days.map((date) => ({ kind: 'untilInstant' as const, instant: `${addDays(date, 900)}T08:00:00Z` })),
);

type Parts = Partial<RecurrenceRule> & Pick<RecurrenceRule, 'frequency'>;

const parts: fc.Arbitrary<{ readonly [Name in keyof Parts]: Parts[Name] | undefined }> = fc.oneof(
  fc.record({ frequency: fc.constant('daily' as const), byMonth: some(month), byDay: some(weekday) }),
  fc.record({ frequency: fc.constant('weekly' as const), byMonth: some(month), byDay: some(weekday) }),
  fc.record({ frequency: fc.constant('monthly' as const), byMonthDay: some(monthDay) }),
  fc.record({ frequency: fc.constant('monthly' as const), byMonth: some(month), byDay: some(countedWeekday) }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    byDay: some(weekday).map((list) => list ?? [{ day: 'mo' as const }]),
    bySetPosition: some(position),
  }),
  fc.record({ frequency: fc.constant('yearly' as const), byMonth: some(month), byMonthDay: some(monthDay) }),
  fc.record({ frequency: fc.constant('yearly' as const), byMonth: some(month), byDay: some(countedWeekday) }),
  fc.record({ frequency: fc.constant('yearly' as const), byYearDay: some(fc.integer({ min: 1, max: 366 })) }),
);

/** Rules of days, weeks, months and years, as calendars have them and stranger. */
export const rules: fc.Arbitrary<RecurrenceRule> = fc
  .record({ parts, interval: fc.integer({ min: 1, max: 5 }), firstDayOfWeek: fc.constantFrom(...weekdays), end: ends })
  .map(({ parts: named, interval, firstDayOfWeek, end }) => {
    const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
    return { frequency: named.frequency ?? 'daily', ...given, interval, firstDayOfWeek, skip: 'omit', end };
  });

/** Series of one rule, at times of two. */
export const recurrences: fc.Arbitrary<Recurrence> = fc.oneof(
  { weight: 5, arbitrary: rules.map((one) => series(one)) },
  { weight: 1, arbitrary: fc.tuple(rules, rules).map(([one, other]) => series(one, other)) },
);
