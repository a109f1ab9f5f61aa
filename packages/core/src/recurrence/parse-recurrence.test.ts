import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recurrence, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { rules, starts } from './__fixtures__/generated-rules.ts';
import { allDay, rule, series, timed } from './__fixtures__/series.ts';
import { formatRecurrence } from './format-recurrence.ts';
import { parseRecurrence } from './parse-recurrence.ts';

const paris = timed('2026-11-02T10:00:00', 'Europe/Paris');
const wholeDays = allDay('2026-11-02');
const atUtc = timed('2026-11-02T09:00:00', 'UTC');
const unknown: EventTime = { ...atUtc, start: { ...atUtc.start, unresolvedTimeZone: 'Customized Time Zone' } };

function parse(lines: readonly string[], time: EventTime): Recurrence {
  return parseRecurrence(lines, { time, provider: 'google' });
}

describe('parseRecurrence', () => {
  it('reads rules, additional and excluded occurrences', () => {
    expect(
      parse(
        [
          'RRULE:FREQ=MONTHLY;BYDAY=2MO,-1FR;BYSETPOS=1;INTERVAL=2;WKST=SU',
          'EXRULE:FREQ=YEARLY;BYMONTH=12',
          'RDATE;TZID=America/New_York:20261116T090000',
          'EXDATE;TZID=Europe/Paris:20261102T100000,20261102T100000',
          'EXDATE:20261130T090000Z',
        ],
        paris,
      ),
    ).toEqual({
      rules: [
        {
          frequency: 'monthly',
          interval: 2,
          skip: 'omit',
          firstDayOfWeek: 'su',
          byDay: [
            { day: 'mo', nthOfPeriod: 2 },
            { day: 'fr', nthOfPeriod: -1 },
          ],
          bySetPosition: [1],
          end: { kind: 'never' },
        },
      ],
      excludedRules: [expect.objectContaining({ frequency: 'yearly', byMonth: [12] })],
      additional: ['2026-11-16T14:00:00Z'],
      excluded: ['2026-11-02T09:00:00Z', '2026-11-30T09:00:00Z'],
    });
  });

  it.each([
    ['an instant', 'UNTIL=20260701T215959Z', paris, { kind: 'untilInstant', instant: '2026-07-01T21:59:59Z' }],
    [
      'a local time, in the series’ zone',
      'UNTIL=20260701T235959',
      paris,
      { kind: 'untilInstant', instant: '2026-07-01T21:59:59Z' },
    ],
    ['a date', 'UNTIL=20260701', paris, { kind: 'untilDate', date: '2026-07-01' }],
    ['a date of whole days', 'UNTIL=20260701', wholeDays, { kind: 'untilDate', date: '2026-07-01' }],
    ['a time of whole days', 'UNTIL=20260701T000000Z', wholeDays, { kind: 'untilDate', date: '2026-07-01' }],
    ['a count', 'COUNT=12', paris, { kind: 'count', count: 12 }],
    ['lower case', 'until=20260701', paris, { kind: 'untilDate', date: '2026-07-01' }],
  ])('reads an end that is %s', (_what, part, zone, end) => {
    expect(parse([`RRULE:FREQ=DAILY;${part}`], zone).rules[0]?.end).toEqual(end);
  });

  it.each([
    ['EXDATE;VALUE=DATE:20261116', '2026-11-16'],
    ['EXDATE:20261116T000000Z', '2026-11-16'],
    ['EXDATE;TZID=Europe/Paris:20261116T000000', '2026-11-16'],
  ])('reads an excluded day from %s', (line, id) => {
    expect(parse([line], wholeDays).excluded).toEqual([id]);
  });

  it('passes over colons and semicolons in quotes', () => {
    expect(parse(['EXDATE;X-NOTE="a:b;c":20261116T090000Z'], paris).excluded).toEqual(['2026-11-16T09:00:00Z']);
  });

  it.each([
    ['folded lines', 'RRULE:FREQ=DAILY;INTER\r\n VAL=2;COUNT=\n\t3'],
    ['blanks around the value', ' RRULE: FREQ=DAILY;INTERVAL=2;COUNT=3 '],
    ['lower case', 'rrule:freq=daily;interval=2;count=3'],
    ['a semicolon at the end', 'RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3;'],
  ])('reads %s', (_what, line) => {
    expect(parse([line], paris).rules).toEqual([
      {
        frequency: 'daily',
        interval: 2,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        end: { kind: 'count', count: 3 },
      },
    ]);
  });

  it('reads a leap second as the second before it', () => {
    expect(parse(['EXDATE:20161231T235960Z'], paris).excluded).toEqual(['2016-12-31T23:59:59Z']);
  });

  it('understands quoted zones and Windows names', () => {
    expect(parse(['EXDATE;TZID="W. Europe Standard Time":20261116T100000'], paris).excluded).toEqual([
      '2026-11-16T09:00:00Z',
    ]);
  });

  it('reads SKIP of RFC 7529', () => {
    expect(parse(['RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;BYMONTHDAY=31'], paris).rules[0]?.skip).toBe(
      'backward',
    );
  });

  it.each([
    ['BYEASTER', 'RRULE:FREQ=YEARLY;BYEASTER=0', paris],
    ['X-PART', 'RRULE:FREQ=YEARLY;X-PART=1', paris],
    ['RSCALE', 'RRULE:FREQ=YEARLY;RSCALE=HEBREW', paris],
    ['SKIP=FORWARD', 'RRULE:FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD', paris],
    ['RDATE with VALUE=PERIOD', 'RDATE;VALUE=PERIOD:20261116T090000Z/PT1H', paris],
    ['RDATE with a period', 'RDATE:20261116T090000Z/PT1H', paris],
    ['VALUE of EXDATE', 'EXDATE;VALUE=X:1', paris],
    ['EXDATE with VALUE=DATE in a timed series', 'EXDATE;VALUE=DATE:20261116', paris],
    ['EXDATE with a time in a series of whole days', 'EXDATE:20261116T093000Z', wholeDays],
    ['EXDATE in an unknown time zone', 'EXDATE;TZID=Mars/Base:20261116T093000', paris],
    ['EXDATE in an unknown time zone', 'EXDATE:20261116T093000', unknown],
    ['UNTIL in an unknown time zone', 'RRULE:FREQ=DAILY;UNTIL=20261116T093000', unknown],
    ['DTSTART', 'DTSTART:20261116T093000Z', paris],
    ['an unknown part', 'some secret text:x', paris],
  ])('refuses what the model cannot say, by name: %s', (part, line, zone) => {
    expect(() => parse([line], zone)).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(part) }),
    );
  });

  it.each([
    ['FREQ', 'RRULE:INTERVAL=1'],
    ['FREQ', 'RRULE:FREQ=FORTNIGHTLY'],
    ['FREQ', 'RRULE:FREQ=DAILY;FREQ=WEEKLY'],
    ['INTERVAL', 'RRULE:FREQ=DAILY;INTERVAL=0'],
    ['COUNT', 'RRULE:FREQ=DAILY;COUNT=-1'],
    ['COUNT', 'RRULE:FREQ=DAILY;COUNT=0'],
    ['BYDAY with a number', 'RRULE:FREQ=WEEKLY;BYDAY=2MO'],
    ['BYDAY with a number', 'RRULE:FREQ=DAILY;BYDAY=TU,-1MO'],
    ['BYDAY with a number', 'RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO'],
    ['RRULE', 'RRULE:FREQ=DAILY;;COUNT=1'],
    ['COUNT together with UNTIL', 'RRULE:FREQ=DAILY;COUNT=1;UNTIL=20261116'],
    ['UNTIL', 'RRULE:FREQ=DAILY;UNTIL=20260230'],
    ['UNTIL', 'RRULE:FREQ=DAILY;UNTIL=tomorrow'],
    ['BYDAY', 'RRULE:FREQ=WEEKLY;BYDAY=MO,XX'],
    ['BYDAY', 'RRULE:FREQ=MONTHLY;BYDAY=0MO'],
    ['BYMONTH', 'RRULE:FREQ=YEARLY;BYMONTH=13'],
    ['BYMONTHDAY', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=0'],
    ['BYMONTHDAY', 'RRULE:FREQ=MONTHLY;BYMONTHDAY='],
    ['BYHOUR', 'RRULE:FREQ=DAILY;BYHOUR=-1'],
    ['WKST', 'RRULE:FREQ=DAILY;WKST=XX'],
    ['SKIP', 'RRULE:FREQ=DAILY;SKIP=SIDEWAYS'],
    ['RRULE', 'RRULE:'],
    ['EXDATE', 'EXDATE:20261316T000000Z'],
    ['a line without a value', 'RRULE'],
    ['a property parameter', 'EXDATE;TZID:20261116T090000'],
  ])('refuses what breaks the grammar, by name: %s', (part, line) => {
    expect(() => parse([line], paris)).toThrow(
      expect.objectContaining({ code: 'invalidResponse', message: expect.stringContaining(`recurrence: ${part} `) }),
    );
  });

  it('reads a very long list in time that grows with its length', () => {
    const dates = Array.from({ length: 100_000 }, () => '20261116T090000Z').join(',');
    expect(parse([`EXDATE:${dates}`], paris).excluded).toHaveLength(1);
  });

  it('says whose mistake it is', () => {
    expect(() => parse(['RRULE:FREQ=DAILY;COUNT=0'], paris)).toThrow(
      expect.objectContaining({ code: 'invalidResponse', provider: 'google' }),
    );
    const thrown = (line: string): unknown => {
      try {
        return parseRecurrence([line], { time: paris });
      } catch (error) {
        return error;
      }
    };
    expect(thrown('RRULE:FREQ=DAILY;COUNT=0')).toMatchObject({ code: 'invalidArgument' });
    expect(thrown('RRULE:FREQ=DAILY;COUNT=0')).not.toHaveProperty('provider', 'google');
    expect(thrown('RRULE:FREQ=YEARLY;BYEASTER=0')).toMatchObject({ code: 'unsupported' });
  });
});

describe('parseRecurrence and formatRecurrence', () => {
  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(rules, starts, fc.boolean(), (one, time, excludes) => {
        const id = time.kind === 'allDay' ? '2027-03-28' : '2027-03-28T01:30:00Z';
        const recurrence: Recurrence = {
          rules: [withEndOf(one, time)],
          excludedRules: excludes ? [withEndOf(one, time)] : [],
          additional: [id],
          excluded: [id],
        };
        expect(parseRecurrence(formatRecurrence(recurrence, time), { time })).toEqual(recurrence);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['backward', 'omit'] as const)('keep the days of %s', (skip) => {
    const recurrence = series(rule({ skip, byMonthDay: [31] }));
    const time = allDay('2026-12-31');
    const there = formatRecurrence(recurrence, time);
    expect(formatRecurrence(parseRecurrence(there, { time }), time)).toEqual(there);
  });
});

/** UNTIL has one form for each kind of series. */
function withEndOf(one: RecurrenceRule, time: EventTime): RecurrenceRule {
  if (one.end.kind === 'untilDate' && time.kind === 'timed')
    return { ...one, end: { kind: 'untilInstant', instant: `${one.end.date}T12:00:00Z` } };
  if (one.end.kind === 'untilInstant' && time.kind === 'allDay')
    return { ...one, end: { kind: 'untilDate', date: one.end.instant.slice(0, 10) } };
  return one;
}
