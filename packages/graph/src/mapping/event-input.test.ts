import type { EventTime, NewEventTime, Recurrence } from '@kalends/core';
import { patternOfRecurrence, ruleOfPattern } from '@kalends/core/recurrence';
import { addDays, eventTimeOf, resolveTimeZone, windowsTimeZone } from '@kalends/core/time';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { wireEvent } from '../../test/support/graph-answers.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { joinBlock, namesUrl, withoutJoinBlock, wordsOf } from './body-text.ts';
import { recurrenceToWire } from './recurrence-input.ts';
import { mapRecurrence } from './recurrence-mapping.ts';
import { keepableTime, timesToWire } from './time-input.ts';
import { mapTime } from './time-mapping.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Sydney',
  'Pacific/Auckland',
  'America/Sao_Paulo',
];

const dates = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2037-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const dateTexts = dates.map((date) => date.toISOString().slice(0, 10));

const allDayTimes: fc.Arbitrary<NewEventTime> = fc
  .tuple(dateTexts, fc.integer({ min: 1, max: 40 }))
  .map(([startDate, days]) => ({ kind: 'allDay', startDate, endDate: addDays(startDate, days) }));

const timedTimes: fc.Arbitrary<NewEventTime> = fc.tuple(dates, fc.constantFrom(...zones)).map(([date, timeZone]) => {
  const wall = { dateTime: date.toISOString().slice(0, 19), timeZone };
  return { kind: 'timed', start: wall, end: wall };
});

/** What the service would send of a time: wall times in UTC, and the Windows names beside them. */
function asSent(time: EventTime): EventWire {
  const { start, end, isAllDay } = timesToWire(time);
  const inUtc = (instant: string): { dateTime: string; timeZone: string } => ({
    dateTime: `${instant.slice(0, 19)}.0000000`,
    timeZone: 'UTC',
  });
  return eventWireSchema.parse(
    wireEvent({
      isAllDay,
      originalStartTimeZone: start.timeZone,
      originalEndTimeZone: end.timeZone,
      start: time.kind === 'allDay' ? start : inUtc(time.start.instant),
      end: time.kind === 'allDay' ? end : inUtc(time.end.instant),
    }),
  );
}

describe('times', () => {
  test('come back as they were written', () => {
    fc.assert(
      fc.property(fc.oneof(allDayTimes, timedTimes), (input) => {
        const time = eventTimeOf(input);
        expect(mapTime(asSent(time))).toEqual(time);
      }),
    );
  });

  test('in a zone that shares its Windows id come back in the one that CLDR gives first', () => {
    const wall = { dateTime: '2026-06-01T09:00:00', timeZone: 'Europe/Amsterdam' };
    const time = keepableTime({ kind: 'timed', start: wall, end: wall });
    expect(mapTime(asSent(time))).toMatchObject({
      start: { dateTime: '2026-06-01T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-06-01T07:00:00Z' },
    });
  });

  test.each([
    ['a zone without a Windows id', 'Antarctica/Troll', '2026-06-01T09:00:00', undefined, 'Antarctica/Troll'],
    ['the second run of an hour', 'Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T01:30:00Z', 'second run'],
    // Amsterdam was twenty minutes ahead of Greenwich until 1937.
    ['a zone that went another way then', 'Europe/Amsterdam', '1930-01-01T09:00:00', undefined, 'Europe/Amsterdam'],
  ])('of %s are refused', (_name, timeZone, dateTime, instant, named) => {
    const wall = { dateTime, timeZone, ...(instant === undefined ? {} : { instant }) };
    expect(() => keepableTime({ kind: 'timed', start: wall, end: wall })).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(named) }),
    );
  });

  test('the zones of these tests have Windows ids of their own', () => {
    for (const zone of zones) expect(resolveTimeZone(windowsTimeZone(zone))).toEqual({ kind: 'iana', timeZone: zone });
  });
});

const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const ends = fc.oneof(
  fc.constant({ kind: 'never' } as const),
  fc.integer({ min: 1, max: 999 }).map((count) => ({ kind: 'count', count }) as const),
  fc.integer({ min: 0, max: 4_000 }).map((days) => ({ kind: 'untilDate', days }) as const),
);

/** A rule that Outlook can say, for a series that begins on a date. */
const patterns = fc.record({
  date: dateTexts,
  interval: fc.integer({ min: 1, max: 99 }),
  kind: fc.constantFrom('daily', 'weekly', 'monthly', 'yearly', 'nth'),
  further: fc.subarray([...weekdays]),
  firstDayOfWeek: fc.constantFrom(...weekdays),
  end: ends,
});

describe('recurrences', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(patterns, ({ date, interval, kind, further, firstDayOfWeek, end }) => {
        const time: EventTime = { kind: 'allDay', startDate: date, endDate: addDays(date, 1) };
        const jsDay = new Date(`${date}T00:00:00Z`).getUTCDay();
        const own = weekdays[(jsDay + 6) % 7] ?? 'mo';
        const dayOfMonth = Number(date.slice(8, 10));
        const rule = {
          interval,
          skip:
            dayOfMonth > 28 && (kind === 'monthly' || kind === 'yearly') ? ('backward' as const) : ('omit' as const),
          firstDayOfWeek: kind === 'weekly' ? firstDayOfWeek : ('mo' as const),
          end: end.kind === 'untilDate' ? { kind: 'untilDate' as const, date: addDays(date, end.days) } : end,
        };
        const byKind = {
          daily: { frequency: 'daily' },
          weekly: {
            frequency: 'weekly',
            byDay: weekdays.filter((day) => day === own || further.includes(day)).map((day) => ({ day })),
          },
          monthly: { frequency: 'monthly', byMonthDay: [dayOfMonth] },
          yearly: { frequency: 'yearly', byMonth: [Number(date.slice(5, 7))], byMonthDay: [dayOfMonth] },
          nth: { frequency: 'monthly', byDay: [{ day: own, nthOfPeriod: Math.min(Math.ceil(dayOfMonth / 7), 4) }] },
        } as const;
        fc.pre(kind !== 'nth' || dayOfMonth <= 28);
        const recurrence: Recurrence = {
          rules: [{ ...rule, ...byKind[kind] }],
          excludedRules: [],
          additional: [],
          excluded: [],
        };
        const { pattern, range } = recurrenceToWire(recurrence, time);
        expect(range.startDate).toBe(date);
        const wire = {
          pattern: { ...pattern, daysOfWeek: pattern.daysOfWeek === undefined ? undefined : [...pattern.daysOfWeek] },
          range,
          cancelledOccurrences: [],
        };
        const back = mapRecurrence(wire, time);
        const said = patternOfRecurrence(recurrence, time);
        expect(patternOfRecurrence(back, time)).toEqual(said);
        expect(back.rules[0]?.end).toEqual(ruleOfPattern(said).end);
      }),
    );
  });

  it('end on a day of their own zone', () => {
    const wall = { dateTime: '2026-06-01T23:30:00', timeZone: 'America/New_York' };
    const time = eventTimeOf({ kind: 'timed', start: wall, end: wall });
    const end = { kind: 'untilInstant', instant: '2026-06-05T03:30:00Z' } as const;
    const rule = { frequency: 'daily', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end } as const;
    const recurrence = { rules: [rule], excludedRules: [], additional: [], excluded: [] };
    expect(recurrenceToWire(recurrence, time)).toEqual({
      pattern: { type: 'daily', interval: 1 },
      range: {
        type: 'endDate',
        startDate: '2026-06-01',
        endDate: '2026-06-04',
        recurrenceTimeZone: 'Eastern Standard Time',
      },
    });
  });

  it('do not count further than Exchange does', () => {
    const time: EventTime = { kind: 'allDay', startDate: '2026-06-01', endDate: '2026-06-02' };
    const rule = { frequency: 'daily', interval: 1, skip: 'omit', firstDayOfWeek: 'mo' } as const;
    const counted = (count: number): Recurrence => ({
      rules: [{ ...rule, end: { kind: 'count', count } }],
      excludedRules: [],
      additional: [],
      excluded: [],
    });
    expect(recurrenceToWire(counted(999), time).range).toMatchObject({ numberOfOccurrences: 999 });
    expect(() => recurrenceToWire(counted(1_000), time)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('the block of Teams', () => {
  const url = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting?context={"a":1}&b=2';
  const line = '_'.repeat(80);
  const block = `<div style="width:100%"><span>${line}</span></div><div class="me-email-text">Join: <a href="https://teams.microsoft.com/l/meetup-join/19%3ameeting?context={&quot;a&quot;:1}&amp;b=2">here</a></div><div>${line}</div>`;

  test.each([
    ['alone', '', ''],
    ['between texts', '<p>before</p>', '<p>after</p>'],
    ['beside other lines', `<p>${line}</p><p>x</p>`, `<div>${'_'.repeat(10)}</div>`],
  ])('is told from the rest: %s', (_name, before, after) => {
    const html = `<html><body>${before}${block}${after}</body></html>`;
    const { start = 0, end = 0 } = joinBlock(html, url) ?? {};
    expect(html.slice(start, end)).toBe(block);
    expect(withoutJoinBlock(html, url)).toBe(`<html><body>${before}${after}</body></html>`);
  });

  test.each([
    ['another meeting', block.replaceAll('meetup-join', 'other')],
    ['no lines', `<a href="${url}">x</a>`],
    ['nothing', ''],
  ])('is not found where there is %s', (_name, html) => {
    expect(joinBlock(html, url)).toBeUndefined();
    expect(withoutJoinBlock(html, url)).toBe(html);
  });
});

test('bodies are compared by their words', () => {
  const html =
    '<html><head><title>x</title></head><body><p>a &lt; b &amp;amp; "c"</p>\r\n<p>d&nbsp;e</p></body></html>';
  expect(wordsOf(html)).toBe(wordsOf('a&nbsp;&lt; b &amp;amp; &quot;c&quot; <b>d</b>e'));
  expect(wordsOf('<b>x</b>')).not.toBe(wordsOf('<b>y</b>'));
});

describe('an address in a text', () => {
  const url = 'https://meet.example/a?b=1&c=2';
  const escaped = 'https://meet.example/a?b=1&amp;c=2';

  test.each([
    ['alone', url],
    ['in a sentence', `Join at ${url}.`],
    ['in brackets', `(${url}), then`],
    ['as a link', `<a href="${escaped}">here</a>`],
    ['between other quotes', `<a href='${escaped}'>here</a>`],
    ['before an entity', `&lt;${escaped}&gt;`],
    ['beside a longer one', `${url}&d=3 ${url}`],
  ])('is named %s', (_where, text) => {
    expect(namesUrl(text, url)).toBe(true);
  });

  test.each([
    ['a longer one', `${url}3`],
    ['one with another option', `<a href="${escaped}&amp;d=3">here</a>`],
    ['a path below', `${url}/d`],
    ['nothing', ''],
  ])('is not named by %s', (_what, text) => {
    expect(namesUrl(text, url)).toBe(false);
  });
});
