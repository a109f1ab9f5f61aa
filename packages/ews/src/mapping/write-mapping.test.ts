import { CalendarError } from '@kalends/core';
import type { EventTime, NewEventTime, Recurrence, RecurrenceRule } from '@kalends/core';
import { patternOfRecurrence } from '@kalends/core/recurrence';
import { formatInstant, parseInstant, wallTimeAt } from '@kalends/core/time';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { documentShape } from '../soap/answer-shape.ts';
import { readXml } from '../soap/read-xml.ts';
import { element } from '../soap/shape.ts';
import { calendarItemShape } from '../wire/calendar-item-shape.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { withLink, withoutLink } from './link-line.ts';
import { propertiesOf, propertiesText } from './own-properties.ts';
import { changesXml, newItemXml, setElement, writeOwn } from './property-writes.ts';
import type { PropertyWrite } from './property-writes.ts';
import { recurrenceOf } from './recurrence-mapping.ts';
import { recurrenceWrite } from './recurrence-writing.ts';
import { withJoinBlock } from './teams-block.ts';
import { eventTimeOf } from './time-mapping.ts';
import { eventTimeOfNew, newTimeWrites, requireFirstReading, timeChanges, writtenTime } from './time-writing.ts';

const answerShape = element(typesNamespace, { CalendarItem: calendarItemShape });

/** The item as a server would send it that keeps what was written. */
async function itemOf(writes: readonly PropertyWrite[]): Promise<WireItem> {
  const xml =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:Answer xmlns:m="${messagesNamespace}" ` +
    `xmlns:t="${typesNamespace}"><t:CalendarItem>${newItemXml(writes, 'Exchange2013_SP1')}</t:CalendarItem></m:Answer></s:Body></s:Envelope>`;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(xml);
  }
  const document = await readXml(chunks(), documentShape('Answer', answerShape));
  // Built from answerShape.
  const answer = document.Envelope?.Body?.['Answer'] as { readonly CalendarItem?: WireItem } | undefined;
  return answer?.CalendarItem ?? {};
}

const weekday = fc.constantFrom('mo', 'tu', 'we', 'th', 'fr', 'sa', 'su');
const weekdays = fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 });
const interval = fc.integer({ min: 1, max: 99 });
const position = fc.constantFrom(1, 2, 3, 4, -1);
const month = fc.integer({ min: 1, max: 12 });
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const common = { skip: 'backward', firstDayOfWeek: 'mo' } as const;

/** Every kind of rule that Exchange knows, on days that a first occurrence can be on. */
const rules: fc.Arbitrary<Omit<RecurrenceRule, 'end'>> = fc.oneof(
  interval.map((each) => ({ frequency: 'daily', interval: each, ...common }) as const),
  fc.tuple(interval, weekdays, weekday).map(([each, days, firstDayOfWeek]) => ({
    frequency: 'weekly' as const,
    interval: each,
    skip: 'omit' as const,
    firstDayOfWeek,
    byDay: days.map((day) => ({ day })),
  })),
  fc
    .tuple(interval, dayOfMonth)
    .map(([each, day]) => ({ frequency: 'monthly' as const, interval: each, ...common, byMonthDay: [day] })),
  fc.tuple(interval, weekday, position).map(([each, day, nthOfPeriod]) => ({
    frequency: 'monthly' as const,
    interval: each,
    ...common,
    byDay: [{ day, nthOfPeriod }],
  })),
  fc.tuple(fc.integer({ min: 1, max: 8 }), month, dayOfMonth).map(([each, inMonth, day]) => ({
    frequency: 'yearly' as const,
    interval: each,
    ...common,
    byMonth: [inMonth],
    byMonthDay: [day],
  })),
  fc
    .tuple(month, position, fc.constantFrom(['sa', 'su'], ['mo', 'tu', 'we', 'th', 'fr']))
    .map(([inMonth, at, days]) => ({
      frequency: 'yearly' as const,
      interval: 1,
      ...common,
      byMonth: [inMonth],
      byDay: days.map((day) => ({ day: day as 'mo' })), // of the letters above
      bySetPosition: [at],
    })),
);
const ends: fc.Arbitrary<RecurrenceRule['end']> = fc.oneof(
  fc.constant({ kind: 'never' } as const),
  fc.integer({ min: 1, max: 999 }).map((count) => ({ kind: 'count', count }) as const),
  fc.integer({ min: 2030, max: 4499 }).map((year) => ({ kind: 'untilDate', date: `${year}-07-01` }) as const),
);

describe('recurrences', () => {
  it('come back from Exchange’s words as the days they were', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(rules, ends, fc.integer({ min: 0, max: 1_500 }), async (rule, end, offset) => {
        const date = new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
        const time: EventTime = { kind: 'allDay', startDate: date, endDate: date };
        const recurrence: Recurrence = { rules: [{ ...rule, end }], excludedRules: [], additional: [], excluded: [] };
        const wanted = patternOrNothing(recurrence, time);
        // Most days are none of the rule's, and a series has to begin on one that is.
        if (wanted === undefined) return;
        const read = recurrenceOf(await itemOf([recurrenceWrite(recurrence, time)]));
        const isWholeYears = rule.frequency === 'yearly' && rule.interval > 1;
        compared += 1;
        const got = patternOrNothing(read, time);
        expect(isWholeYears ? { ...got, pattern: undefined } : got).toEqual(
          isWholeYears ? { ...wanted, pattern: undefined } : wanted,
        );
        expect(read.rules[0]?.interval).toBe(isWholeYears ? rule.interval * 12 : rule.interval);
      }),
      { seed: 20_261_122, numRuns: 2_000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it.each<[string, Partial<RecurrenceRule>]>([
    ['days', { frequency: 'daily', interval: 1_000 }],
    ['weeks', { frequency: 'weekly', interval: 100 }],
    ['months', { frequency: 'yearly', interval: 9 }],
    ['occurrences', { end: { kind: 'count', count: 1_000 } }],
    ['4500', { end: { kind: 'untilDate', date: '4500-09-02' } }],
    ['weekdays', { frequency: 'monthly', byDay: [{ day: 'th' }, { day: 'fr' }], bySetPosition: [1] }],
  ])('are refused beyond what Exchange holds: %s', (what, rule) => {
    const base = {
      frequency: 'daily',
      interval: 1,
      skip: 'omit',
      firstDayOfWeek: 'mo',
      end: { kind: 'never' },
    } as const;
    const recurrence = { rules: [{ ...base, ...rule }], excludedRules: [], additional: [], excluded: [] };
    const time: EventTime = { kind: 'allDay', startDate: '2026-01-01', endDate: '2026-01-02' };
    expect(() => recurrenceWrite(recurrence, time)).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(what) }),
    );
  });
});

function patternOrNothing(
  recurrence: Recurrence,
  time: EventTime,
): Partial<ReturnType<typeof patternOfRecurrence>> | undefined {
  try {
    return patternOfRecurrence(recurrence, time);
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'unsupported') return undefined;
    throw error;
  }
}

const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'UTC');
const instants = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 1_000, max: Date.UTC(2035, 0, 1) / 1_000 })
  .map((seconds) => seconds * 1_000);

describe('times', () => {
  it('come back as they were, in either reading of a repeated hour', async () => {
    await fc.assert(
      fc.asyncProperty(instants, fc.integer({ min: 0, max: 200_000 }), zones, zones, async (ms, length, from, to) => {
        const wall = (at: number, timeZone: string): { dateTime: string; timeZone: string; instant: string } => ({
          dateTime: wallTimeAt(at, timeZone),
          timeZone,
          instant: formatInstant(at),
        });
        const time: NewEventTime = { kind: 'timed', start: wall(ms, from), end: wall(ms + length * 1_000, to) };
        expect(eventTimeOf(await itemOf(newTimeWrites(writtenTime(time, 'UTC'))))).toEqual({
          kind: 'timed',
          start: expect.objectContaining({ instant: time.start.instant, dateTime: time.start.dateTime }),
          end: expect.objectContaining({ instant: time.end.instant, dateTime: time.end.dateTime }),
        });
      }),
      { seed: 20_261_122, numRuns: 200 },
    );
  });

  it('of whole days come back as they were, wherever the days begin', async () => {
    await fc.assert(
      fc.asyncProperty(instants, fc.integer({ min: 1, max: 400 }), zones, async (ms, length, zone) => {
        const startDate = formatInstant(ms).slice(0, 10);
        const endDate = formatInstant(parseInstant(`${startDate}T00:00:00Z`) + length * 86_400_000).slice(0, 10);
        const time = { kind: 'allDay', startDate, endDate } as const;
        expect(eventTimeOf(await itemOf(newTimeWrites(writtenTime(time, zone))))).toEqual(time);
      }),
      { seed: 20_261_122, numRuns: 200 },
    );
  });

  it('change in an order in which no event ends before it starts', () => {
    const time = writtenTime(
      {
        kind: 'timed',
        start: { dateTime: '2026-09-07T10:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-09-07T11:00:00', timeZone: 'UTC' },
      },
      'UTC',
    );
    const order = (endMs: number): readonly string[] =>
      timeChanges(time, { endMs, isAllDay: false })
        .map(({ element: name }) => name)
        .slice(0, 2);
    expect(order(Date.UTC(2026, 8, 7, 9))).toEqual(['End', 'Start']);
    expect(order(Date.UTC(2026, 8, 7, 10))).toEqual(['Start', 'End']);
  });

  it('of a series have one reading', () => {
    const second = { dateTime: '2026-10-25T02:30:00', timeZone: 'Europe/Berlin', instant: '2026-10-25T01:30:00Z' };
    expect(() => requireFirstReading({ kind: 'timed', start: second, end: second })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
    const first = { ...second, instant: '2026-10-25T00:30:00Z' };
    expect(() => requireFirstReading({ kind: 'timed', start: first, end: first })).not.toThrow();
    expect(eventTimeOfNew({ kind: 'timed', start: first, end: second })).toMatchObject({
      end: { instant: second.instant },
    });
  });
});

describe('properties', () => {
  it('stand in the order of the schema in a new item, and in the given one in a change', () => {
    const writes = [
      setElement('StartTimeZone', ''),
      setElement('Start', 'x'),
      writeOwn('link', 'y'),
      setElement('Subject', 'z'),
      setElement('Body', 'b'),
    ];
    const names = (xml: string): readonly (string | undefined)[] =>
      [...xml.matchAll(/<t:(Subject|Body|ExtendedProperty|Start|StartTimeZone)>/g)].map(([, name]) => name);
    expect(names(newItemXml(writes, 'Exchange2013_SP1'))).toEqual([
      'Subject',
      'Body',
      'ExtendedProperty',
      'Start',
      'StartTimeZone',
    ]);
    expect(names(changesXml(writes, 'Exchange2013_SP1'))).toEqual([
      'StartTimeZone',
      'Start',
      'ExtendedProperty',
      'Subject',
      'Body',
    ]);
  });

  it('of the caller’s own come back whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[\w-]{1,44}$/), fc.string({ unit: 'grapheme', maxLength: 60 }), {
          maxKeys: 8,
        }),
        async (properties) => {
          const item = await itemOf([writeOwn('properties', propertiesText(properties))]);
          expect(propertiesOf(item)).toEqual({ ...properties });
        },
      ),
      { seed: 20_261_122, numRuns: 200 },
    );
  });

  it.each(['', '{', '[]', '{"a":1}', 'null'])('that somebody else wrote are none: %j', async (text) => {
    expect(propertiesOf(await itemOf([writeOwn('properties', text)]))).toEqual({});
  });
});

describe('a link in the body', () => {
  const link = 'https://meet.example/a?b=1&c="2"';
  const html = (content: string): { contentType: 'html'; content: string } => ({ contentType: 'html', content });

  it.each(['Agenda', 'Agenda\r\n', 'two\nlines'])('goes below %j and off again', (content) => {
    const body = { contentType: 'text', content } as const;
    const linked = withLink(body, link);
    expect(linked.content.endsWith(`\n${link}`)).toBe(true);
    expect(withLink(linked, link)).toBe(linked);
    expect(withoutLink(linked, link)?.content).toBe(content.trimEnd());
  });

  it('stands inside of a document, and text around it stays', () => {
    const body = html('<html><body><p>Agenda</p></body></html>');
    const linked = withLink(body, link);
    expect(linked.content).toMatch(
      /<p><a href="https:\/\/meet\.example\/a\?b=1&amp;c=&quot;2&quot;">.*<\/a><\/p><\/body><\/html>$/,
    );
    expect(withLink(linked, link)).toBe(linked);
    expect(withoutLink(linked, link)).toEqual(body);
    expect(withoutLink(body, link)).toBe(body);
  });

  it('is the body when there is no other', () => {
    expect(withLink(undefined, link)).toEqual({ contentType: 'text', content: link });
    expect(withoutLink({ contentType: 'text', content: link }, link)).toBeUndefined();
  });
});

describe('the join block of Teams', () => {
  const line = '_'.repeat(80);
  const block = `<div><span>${line}</span></div><div><a href="https://teams.microsoft.com/l/meetup-join/19%3a">Join</a></div><div><span>${line}</span></div>`;
  const current = { contentType: 'html', content: `<html><body><p>Old</p>${block}</body></html>` } as const;

  it('stays when the text is replaced or taken away', () => {
    const body = withJoinBlock({ contentType: 'html', content: '<p>New</p>' }, current);
    expect(body?.content).toBe(`<p>New</p>${block}`);
    expect(withJoinBlock(body, current)).toBe(body);
    expect(withJoinBlock(undefined, current)?.content).toBe(block);
  });

  it('is not lost to a plain text', () => {
    expect(() => withJoinBlock({ contentType: 'text', content: 'New' }, current)).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
    const text = {
      contentType: 'text',
      content: `Old\r\n${line}\r\nhttps://teams.microsoft.com/l/x\r\n${line}`,
    } as const;
    expect(withJoinBlock({ contentType: 'text', content: 'New' }, text)?.content).toBe(
      `New\r\n${text.content.slice(5)}`,
    );
  });

  it.each([
    '<p>Old</p>',
    `${line} no link ${line}`,
    'https://teams.microsoft.com/ without lines',
    `https://notteams.microsoft.com.evil.example/ ${line}`,
  ])('is nothing that %s has', (content) => {
    const body = { contentType: 'html', content: 'New' } as const;
    expect(withJoinBlock(body, { contentType: 'html', content })).toBe(body);
  });
});
