import { describe, expect, it } from 'vitest';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, getItem, one, textOf, texts } from './soap-client.ts';
import {
  agenda,
  berlin,
  clear,
  create,
  createCalendarItem,
  deleteItem,
  nine,
  read,
  ref,
  refOf,
  set,
  updateItem,
  weekly,
  written,
} from './write-client.ts';
import type { ItemRef } from './write-client.ts';

const days = (from: string): string => `<t:NoEndRecurrence><t:StartDate>${from}</t:StartDate></t:NoEndRecurrence>`;
const count = (from: string, number: number): string =>
  `<t:NumberedRecurrence><t:StartDate>${from}</t:StartDate><t:NumberOfOccurrences>${number}</t:NumberOfOccurrences></t:NumberedRecurrence>`;
const until = (from: string, to: string): string =>
  `<t:EndDateRecurrence><t:StartDate>${from}</t:StartDate><t:EndDate>${to}</t:EndDate></t:EndDateRecurrence>`;
const repeat = (pattern: string, range: string): string => `<t:Recurrence>${pattern}${range}</t:Recurrence>`;
const daily = (interval = 1): string => `<t:DailyRecurrence><t:Interval>${interval}</t:Interval></t:DailyRecurrence>`;
const monthly = (day: number): string =>
  `<t:AbsoluteMonthlyRecurrence><t:Interval>1</t:Interval><t:DayOfMonth>${day}</t:DayOfMonth></t:AbsoluteMonthlyRecurrence>`;
const weeklyOn = (names: string, interval = 1, first = 'Monday'): string =>
  `<t:WeeklyRecurrence><t:Interval>${interval}</t:Interval><t:DaysOfWeek>${names}</t:DaysOfWeek><t:FirstDayOfWeek>${first}</t:FirstDayOfWeek></t:WeeklyRecurrence>`;
const relative = (day: string, index: string, interval = 1): string =>
  `<t:RelativeMonthlyRecurrence><t:Interval>${interval}</t:Interval><t:DaysOfWeek>${day}</t:DaysOfWeek><t:DayOfWeekIndex>${index}</t:DayOfWeekIndex></t:RelativeMonthlyRecurrence>`;
const yearly = (day: number, month: string): string =>
  `<t:AbsoluteYearlyRecurrence><t:DayOfMonth>${day}</t:DayOfMonth><t:Month>${month}</t:Month></t:AbsoluteYearlyRecurrence>`;
const relativeYearly = (day: string, index: string, month: string): string =>
  `<t:RelativeYearlyRecurrence><t:DaysOfWeek>${day}</t:DaysOfWeek><t:DayOfWeekIndex>${index}</t:DayOfWeekIndex><t:Month>${month}</t:Month></t:RelativeYearlyRecurrence>`;

const at = (date: string): string => `<t:Start>${date}T09:00:00</t:Start><t:End>${date}T10:00:00</t:End>`;

async function firstDays(emulator: ExchangeEmulator, { id }: ItemRef, number: number): Promise<string[]> {
  const ids = Array.from(
    { length: number },
    (_value, index) => `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="${index + 1}"/>`,
  );
  return texts((await ask(emulator, getItem(ids.join(''), ['calendar:Start']))).body, 'Start').map((start) =>
    start.slice(0, 10),
  );
}

describe('the recurrence of a new item', () => {
  it.each([
    ['every other day', daily(2), days('2026-07-01'), ['2026-07-01', '2026-07-03', '2026-07-05']],
    [
      'days of the week, three times',
      weeklyOn('Wednesday Monday'),
      count('2026-07-01', 3),
      ['2026-07-01', '2026-07-06', '2026-07-08'],
    ],
    [
      'every other week from Sunday on',
      weeklyOn('Sunday Wednesday', 2, 'Sunday'),
      days('2026-07-01'),
      ['2026-07-01', '2026-07-12', '2026-07-15'],
    ],
    [
      'every other week from Monday on',
      weeklyOn('Sunday Wednesday', 2),
      days('2026-07-01'),
      ['2026-07-01', '2026-07-05', '2026-07-15'],
    ],
    [
      'the 31st, or the last day of a shorter month',
      monthly(31),
      until('2026-08-31', '2026-12-31'),
      ['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31'],
    ],
    [
      'the last weekday of each quarter',
      relative('Weekday', 'Last', 3),
      days('2026-06-30'),
      ['2026-06-30', '2026-09-30', '2026-12-31'],
    ],
    [
      'the first weekend day',
      relative('WeekendDay', 'First'),
      days('2026-07-04'),
      ['2026-07-04', '2026-08-01', '2026-09-05'],
    ],
    ['the second day', relative('Day', 'Second'), days('2026-07-02'), ['2026-07-02', '2026-08-02']],
    ['a day of the year', yearly(1, 'September'), days('2026-09-01'), ['2026-09-01', '2027-09-01']],
    ['29 February', yearly(29, 'February'), days('2028-02-29'), ['2028-02-29', '2029-02-28']],
    [
      'the second Sunday of May',
      relativeYearly('Sunday', 'Second', 'May'),
      days('2027-05-09'),
      ['2027-05-09', '2028-05-14'],
    ],
    ['a start that is no day of the pattern', weeklyOn('Friday'), days('2026-07-01'), ['2026-07-03', '2026-07-10']],
  ])('is %s', async (_name, pattern, range, expected) => {
    const emulator = await startTidewater();
    const start = /<t:StartDate>(.*?)</.exec(range)?.[1] ?? '';
    const ref = await create(emulator, at(start) + repeat(pattern, range) + berlin);
    expect(await firstDays(emulator, ref, expected.length)).toEqual(expected);
    const recurrence = one(await read(emulator, ref), 'Recurrence');
    expect(childNames(recurrence)).toEqual([pattern, range].map((text) => /<t:(\w+)/.exec(text)?.[1]));
  });

  it('keeps what the clocks show when they change', async () => {
    const emulator = await startTidewater();
    const ref = await create(emulator, at('2026-10-24') + repeat(daily(), count('2026-10-24', 2)) + berlin);
    const ids = [1, 2].map((index) => `<t:OccurrenceItemId RecurringMasterId="${ref.id}" InstanceIndex="${index}"/>`);
    const answer = await ask(emulator, getItem(ids.join(''), ['calendar:Start']));
    expect(texts(answer.body, 'Start')).toEqual(['2026-10-24T07:00:00Z', '2026-10-25T08:00:00Z']);
  });

  it('repeats in UTC when no zone is named', async () => {
    const emulator = await startTidewater();
    const content = '<t:Start>2026-10-24T07:00:00Z</t:Start><t:End>2026-10-24T08:00:00Z</t:End>';
    const ref = await create(emulator, content + repeat(daily(), count('2026-10-24', 2)));
    const second = await ask(
      emulator,
      getItem(`<t:OccurrenceItemId RecurringMasterId="${ref.id}" InstanceIndex="2"/>`, ['calendar:Start']),
    );
    expect(texts(second.body, 'Start')).toEqual(['2026-10-25T07:00:00Z']);
  });

  it('is of whole days', async () => {
    const emulator = await startTidewater();
    const content = `<t:Start>2026-10-24T00:00:00</t:Start><t:End>2026-10-25T00:00:00</t:End><t:IsAllDayEvent>true</t:IsAllDayEvent>${repeat(weeklyOn('Saturday Sunday'), count('2026-10-24', 2))}`;
    const ref = await create(emulator, content + berlin);
    const second = await ask(
      emulator,
      getItem(`<t:OccurrenceItemId RecurringMasterId="${ref.id}" InstanceIndex="2"/>`, [
        'calendar:Start',
        'calendar:End',
      ]),
    );
    expect([...texts(second.body, 'Start'), ...texts(second.body, 'End')]).toEqual([
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ]);
  });

  it.each([
    [
      'names kinds of days in a weekly pattern',
      weeklyOn('Weekday'),
      days('2026-07-01'),
      'ErrorCalendarInvalidDayForWeeklyRecurrence',
    ],
    ['ends before it starts', daily(), until('2026-07-01', '2026-06-30'), 'ErrorRecurrenceHasNoOccurrence'],
    [
      'ends before its first day',
      weeklyOn('Friday'),
      until('2026-07-01', '2026-07-02'),
      'ErrorRecurrenceHasNoOccurrence',
    ],
    ['ends too late', daily(), until('2026-07-01', '4500-09-02'), 'ErrorRecurrenceEndDateTooBig'],
    ['has a thousand occurrences', daily(), count('2026-07-01', 1000), 'ErrorCalendarInvalidRecurrence'],
    ['has none', daily(), count('2026-07-01', 0), 'ErrorCalendarInvalidRecurrence'],
    ['is too rare', daily(1000), days('2026-07-01'), 'ErrorCalendarInvalidRecurrence'],
    ['has no such day', monthly(32), days('2026-07-01'), 'ErrorCalendarInvalidRecurrence'],
  ])('is refused when it %s', async (_reason, pattern, range, code) => {
    const emulator = await startTidewater();
    expect(codeOf(await ask(emulator, createCalendarItem(at('2026-07-01') + repeat(pattern, range) + berlin)))).toBe(
      code,
    );
  });

  it('is refused when occurrences overlap', async () => {
    const emulator = await startTidewater();
    const content = `<t:Start>2026-07-01T09:00:00</t:Start><t:End>2026-07-02T10:00:00</t:End>${repeat(daily(), days('2026-07-01'))}${berlin}`;
    expect(codeOf(await ask(emulator, createCalendarItem(content)))).toBe('ErrorOccurrenceTimeSpanTooBig');
  });
});

describe('a series that is changed', () => {
  const series = async (): Promise<{ emulator: ExchangeEmulator; master: ItemRef }> => {
    const emulator = await startTidewater();
    return { emulator, master: await create(emulator, `<t:Subject>Tide</t:Subject>${nine}${weekly}${berlin}`) };
  };
  const second = ({ id, key }: ItemRef): string =>
    `<t:OccurrenceItemId RecurringMasterId="${id}" ChangeKey="${key}" InstanceIndex="2"/>`;
  const moveTo = (from: string, to: string): string =>
    set('calendar:Start', `<t:Start>${from}</t:Start>`) + set('calendar:End', `<t:End>${to}</t:End>`);

  it('has an exception after one occurrence was changed', async () => {
    const { emulator, master } = await series();
    const answer = await ask(
      emulator,
      updateItem(
        second(master),
        set('item:Subject', '<t:Subject>Ebb</t:Subject>') + set('item:Body', '<t:Body BodyType="Text">Low</t:Body>'),
      ),
    );
    const exception = written(answer);
    const node = await read(emulator, exception);
    expect(['Subject', 'Body', 'CalendarItemType', 'OriginalStart'].map((name) => textOf(node, name))).toEqual([
      'Ebb',
      'Low',
      'Exception',
      '2026-07-08T07:00:00Z',
    ]);
    const modified = one(await read(emulator, master), 'ModifiedOccurrences');
    expect(all(modified, 'ItemId').map((id) => id.attributes['Id'])).toEqual([exception.id]);
    expect((await agenda(emulator)).map(({ subject }) => subject)).toEqual(['Tide', 'Ebb', 'Tide', 'Tide']);
    // What the series says later reaches the occurrence where it has nothing of its own.
    const now = refOf(await read(emulator, master));
    await ask(
      emulator,
      updateItem(
        ref(now),
        set('item:Subject', '<t:Subject>Flood</t:Subject>') + set('calendar:Location', '<t:Location>Quay</t:Location>'),
      ),
    );
    expect((await agenda(emulator)).map(({ subject }) => subject)).toEqual(['Flood', 'Ebb', 'Flood', 'Flood']);
    expect(textOf(await read(emulator, exception), 'Location')).toBe('Quay');
  });

  it('moves an occurrence within the days between its neighbours', async () => {
    const { emulator, master } = await series();
    const change = (from: string, to: string): Promise<string> =>
      ask(
        emulator,
        updateItem(second(master), moveTo(from, to).replace(/^(.*?<\/t:SetItemField>)(.*)$/, '$2$1'), {
          mode: 'AlwaysOverwrite',
        }),
      ).then(codeOf);
    expect(await change('2026-07-14T20:00:00Z', '2026-07-14T21:00:00Z')).toBe('NoError');
    expect(await change('2026-07-15T05:00:00Z', '2026-07-15T06:00:00Z')).toBe('ErrorOccurrenceCrossingBoundary');
    expect(await change('2026-07-16T05:00:00Z', '2026-07-16T06:00:00Z')).toBe('ErrorOccurrenceCrossingBoundary');
    expect(await change('2026-07-14T20:00:00Z', '2026-07-15T08:00:00Z')).toBe('ErrorOccurrenceTimeSpanTooBig');
    expect((await agenda(emulator)).map(({ start }) => start)).toEqual([
      '2026-07-01T07:00:00Z',
      '2026-07-14T20:00:00Z',
      '2026-07-15T07:00:00Z',
      '2026-07-22T07:00:00Z',
    ]);
  });

  it('does not move an occurrence before its predecessor', async () => {
    const { emulator, master } = await series();
    const change = moveTo('2026-07-01T12:00:00Z', '2026-07-08T08:00:00Z')
      .replace('2026-07-08T08', '2026-07-01T13')
      .replace(/^(.*?<\/t:SetItemField>)(.*)$/, '$1$2');
    expect(codeOf(await ask(emulator, updateItem(second(master), change)))).toBe('ErrorOccurrenceCrossingBoundary');
  });

  it('cannot make an occurrence recurring', async () => {
    const { emulator, master } = await series();
    expect(
      codeOf(
        await ask(emulator, updateItem(second(master), set('calendar:Recurrence', weekly) + clear('item:Categories'))),
      ),
    ).toBe('ErrorInvalidPropertySet');
  });

  it('loses one occurrence for good, which still counts', async () => {
    const { emulator, master } = await series();
    await ask(emulator, deleteItem(second(master)));
    const node = await read(emulator, master);
    expect(texts(one(node, 'DeletedOccurrences'), 'Start')).toEqual(['2026-07-08T07:00:00Z']);
    const answer = await ask(
      emulator,
      getItem(
        [2, 4, 5]
          .map((index) => `<t:OccurrenceItemId RecurringMasterId="${master.id}" InstanceIndex="${index}"/>`)
          .join(''),
        [],
      ),
    );
    expect(texts(answer.body, 'ResponseCode')).toEqual([
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
      'NoError',
      'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
    ]);
  });

  it.each([
    ['pattern', set('calendar:Recurrence', repeat(daily(7), count('2026-07-01', 4)))],
    ['end', set('calendar:Recurrence', repeat(weeklyOn('Wednesday'), count('2026-07-01', 5)))],
    [
      'time of day',
      moveTo('2026-07-01T08:00:00Z', '2026-07-01T09:00:00Z').replace(/^(.*?<\/t:SetItemField>)(.*)$/, '$2$1'),
    ],
    ['length', set('calendar:End', '<t:End>2026-07-01T09:00:00Z</t:End>')],
    [
      'zone',
      ['StartTimeZone', 'EndTimeZone']
        .map((name) => set(`calendar:${name}`, `<t:${name} Id="GMT Standard Time"/>`))
        .join('') +
        set('calendar:Start', '<t:Start>2026-07-01T07:00:00Z</t:Start>') +
        set('calendar:End', '<t:End>2026-07-01T08:00:00Z</t:End>'),
    ],
  ])('loses its exceptions with another %s', async (_what, change) => {
    const { emulator, master } = await series();
    await ask(emulator, updateItem(second(master), set('item:Subject', '<t:Subject>Ebb</t:Subject>')));
    await ask(emulator, deleteItem(`<t:OccurrenceItemId RecurringMasterId="${master.id}" InstanceIndex="3"/>`));
    const code = codeOf(await ask(emulator, updateItem(ref(refOf(await read(emulator, master))), change)));
    const node = await read(emulator, master);
    expect([code, textOf(node, 'ModifiedOccurrences'), textOf(node, 'DeletedOccurrences')]).toEqual([
      'NoError',
      undefined,
      undefined,
    ]);
    expect(new Set((await agenda(emulator)).map(({ subject }) => subject))).toEqual(new Set(['Tide']));
  });

  it('keeps its exceptions when only its text changes', async () => {
    const { emulator, master } = await series();
    await ask(emulator, deleteItem(second(master)));
    await ask(
      emulator,
      updateItem(ref(refOf(await read(emulator, master))), set('calendar:Location', '<t:Location>Quay</t:Location>')),
    );
    expect(await agenda(emulator)).toHaveLength(3);
  });

  it('becomes a single item, and a single item a series', async () => {
    const { emulator, master } = await series();
    const single = written(await ask(emulator, updateItem(ref(master), clear('calendar:Recurrence'))));
    expect((await agenda(emulator)).map(({ node }) => textOf(node, 'CalendarItemType'))).toEqual(['Single']);
    const zones = ['StartTimeZone', 'EndTimeZone']
      .map((name) => set(`calendar:${name}`, `<t:${name} Id="W. Europe Standard Time"/>`))
      .join('');
    await ask(emulator, updateItem(ref(single), set('calendar:Recurrence', weekly) + zones));
    expect((await agenda(emulator)).map(({ start }) => start.slice(11, 16))).toEqual([
      '07:00',
      '07:00',
      '07:00',
      '07:00',
    ]);
  });

  it('goes as a whole with its master', async () => {
    const { emulator, master } = await series();
    await ask(emulator, deleteItem(ref(master), 'SendToNone', 'MoveToDeletedItems'));
    expect(await agenda(emulator)).toEqual([]);
  });
});
