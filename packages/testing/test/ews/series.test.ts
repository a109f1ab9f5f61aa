import { describe, expect, it } from 'vitest';
import type { Series } from '../../src/company/company.ts';
import type { XmlNode } from '../../src/ews/xml/parse-xml.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, childNames, getItem, one, textOf, texts } from './soap-client.ts';
import type { Asking } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

async function master(start: string, series: Series, asking: Asking = {}): Promise<XmlNode> {
  const when = {
    kind: 'timed',
    start: `${start}T09:00:00`,
    end: `${start}T10:00:00`,
    timeZone: 'Europe/Berlin',
  } as const;
  const emulator = await startTidewater([meeting({ id: 'series', when, series })]);
  const list = await ask(
    emulator,
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>',
    asking,
  );
  const id = one(list.body, 'ItemId').attributes['Id'] ?? '';
  const answer = await ask(emulator, getItem(`<t:ItemId Id="${id}"/>`, [], 'AllProperties'), asking);
  return one(answer.body, 'CalendarItem');
}

/** `Name(child=text …)` of pattern and range. */
async function recurrence(start: string, rule: string, asking: Asking = {}): Promise<string> {
  const node = one(await master(start, { rule }, asking), 'Recurrence');
  return node.children
    .map((part) => `${part.name}(${part.children.map((child) => `${child.name}=${child.text}`).join(' ')})`)
    .join(' ');
}

describe('a recurrence', () => {
  it.each([
    ['2026-03-02', 'FREQ=DAILY;INTERVAL=2', 'DailyRecurrence(Interval=2) NoEndRecurrence(StartDate=2026-03-02+01:00)'],
    [
      '2026-03-02',
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=5',
      'WeeklyRecurrence(Interval=1 DaysOfWeek=Monday Tuesday Wednesday Thursday Friday FirstDayOfWeek=Monday) NumberedRecurrence(StartDate=2026-03-02+01:00 NumberOfOccurrences=5)',
    ],
    [
      '2026-03-02',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;UNTIL=20260601T065959Z',
      'WeeklyRecurrence(Interval=2 DaysOfWeek=Sunday Monday FirstDayOfWeek=Sunday) EndDateRecurrence(StartDate=2026-03-02+01:00 EndDate=2026-05-31+01:00)',
    ],
    [
      '2026-03-15',
      'FREQ=MONTHLY;UNTIL=20261231',
      'AbsoluteMonthlyRecurrence(Interval=1 DayOfMonth=15) EndDateRecurrence(StartDate=2026-03-15+01:00 EndDate=2026-12-31+01:00)',
    ],
    [
      '2026-03-31',
      'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=3',
      'AbsoluteMonthlyRecurrence(Interval=1 DayOfMonth=31) NumberedRecurrence(StartDate=2026-03-31+02:00 NumberOfOccurrences=3)',
    ],
    [
      '2026-03-31',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'RelativeMonthlyRecurrence(Interval=1 DaysOfWeek=Day DayOfWeekIndex=Last) NoEndRecurrence(StartDate=2026-03-31+02:00)',
    ],
    [
      '2026-03-31',
      'FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'RelativeMonthlyRecurrence(Interval=3 DaysOfWeek=Weekday DayOfWeekIndex=Last) NoEndRecurrence(StartDate=2026-03-31+02:00)',
    ],
    [
      '2026-03-10',
      'FREQ=MONTHLY;BYDAY=2TU',
      'RelativeMonthlyRecurrence(Interval=1 DaysOfWeek=Tuesday DayOfWeekIndex=Second) NoEndRecurrence(StartDate=2026-03-10+01:00)',
    ],
    [
      '2026-09-01',
      'FREQ=YEARLY',
      'AbsoluteYearlyRecurrence(DayOfMonth=1 Month=September) NoEndRecurrence(StartDate=2026-09-01+02:00)',
    ],
    [
      '2026-05-10',
      'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU',
      'RelativeYearlyRecurrence(DaysOfWeek=Sunday DayOfWeekIndex=Second Month=May) NoEndRecurrence(StartDate=2026-05-10+02:00)',
    ],
    [
      '2026-05-31',
      'FREQ=YEARLY;INTERVAL=2',
      'AbsoluteMonthlyRecurrence(Interval=24 DayOfMonth=31) NoEndRecurrence(StartDate=2026-05-31+02:00)',
    ],
  ])('from %s by %s', async (start, rule, expected) => {
    expect(await recurrence(start, rule)).toBe(expected);
  });

  it('leaves out the first day of the week before 2010 SP1', async () => {
    expect(await recurrence('2026-03-02', 'FREQ=WEEKLY', { version: 'Exchange2010' })).toMatch(
      /^WeeklyRecurrence\(Interval=1 DaysOfWeek=Monday\)/,
    );
  });

  it.each([
    ['2026-03-31', 'FREQ=MONTHLY;BYMONTHDAY=31', 'last day'],
    ['2028-02-29', 'FREQ=YEARLY', 'last day'],
    ['2026-03-02', 'FREQ=MONTHLY;BYMONTHDAY=2,16', 'several days'],
    ['2026-03-02', 'FREQ=MONTHLY;BYDAY=1MO,3MO', 'first four'],
    ['2026-03-02', 'FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=2', 'several months'],
    ['2026-03-02', 'FREQ=YEARLY;BYYEARDAY=61', 'BYYEARDAY'],
    ['2026-03-02', 'FREQ=HOURLY', 'frequency'],
    ['2026-03-02', 'FREQ=DAILY;COUNT=1000', '999'],
    ['2026-03-02', 'FREQ=WEEKLY;INTERVAL=100', 'too long'],
    ['2026-03-02', 'FREQ=WEEKLY;BYDAY=TU', 'starts on a day'],
    ['2026-03-02', 'FREQ=DAILY;BYHOUR=9,15', 'BYHOUR'],
  ])('from %s by %s is refused at seeding', async (start, rule, reason) => {
    await expect(master(start, { rule })).rejects.toThrow(RangeError);
    await expect(master(start, { rule })).rejects.toThrow(reason);
  });

  it('is refused at seeding when an exception or deletion is none of its occurrences', async () => {
    const other = '2026-03-03T09:00:00';
    await expect(master('2026-03-02', { rule: 'FREQ=WEEKLY', deleted: [other] })).rejects.toThrow(RangeError);
    await expect(master('2026-03-02', { rule: 'FREQ=WEEKLY', exceptions: [{ originalStart: other }] })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('a master', () => {
  it('lists first, last, changed and deleted occurrences', async () => {
    const item = await master('2026-03-02', {
      rule: 'FREQ=DAILY;COUNT=5',
      exceptions: [
        {
          originalStart: '2026-03-04T09:00:00',
          when: { kind: 'timed', start: '2026-03-04T14:00:00', end: '2026-03-04T15:00:00', timeZone: 'Europe/Berlin' },
        },
      ],
      deleted: ['2026-03-02T09:00:00', '2026-03-05T09:00:00', '2026-03-06T09:00:00'],
    });
    expect(texts(one(item, 'FirstOccurrence'), 'OriginalStart')).toEqual(['2026-03-03T08:00:00Z']);
    expect(texts(one(item, 'LastOccurrence'), 'Start')).toEqual(['2026-03-04T13:00:00Z']);
    const changed = one(one(item, 'ModifiedOccurrences'), 'Occurrence');
    expect(childNames(changed)).toEqual(['ItemId', 'Start', 'End', 'OriginalStart']);
    expect(['Start', 'End', 'OriginalStart'].map((name) => textOf(changed, name))).toEqual([
      '2026-03-04T13:00:00Z',
      '2026-03-04T14:00:00Z',
      '2026-03-04T08:00:00Z',
    ]);
    expect(texts(one(item, 'DeletedOccurrences'), 'Start')).toEqual([
      '2026-03-02T08:00:00Z',
      '2026-03-05T08:00:00Z',
      '2026-03-06T08:00:00Z',
    ]);
  });

  it('without an end has no last occurrence, and empty lists are absent', async () => {
    const item = await master('2026-03-02', { rule: 'FREQ=DAILY' });
    expect(all(item, 'FirstOccurrence')).toHaveLength(1);
    for (const name of ['LastOccurrence', 'ModifiedOccurrences', 'DeletedOccurrences'])
      expect(all(item, name)).toEqual([]);
  });

  it('moves a day that a month lacks to the end of that month', async () => {
    const when = { kind: 'timed', start: '2027-01-31T09:00:00', end: '2027-01-31T10:00:00', timeZone: 'UTC' } as const;
    const series = { rule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=4' };
    const emulator = await startTidewater([meeting({ id: 'month-end', when, series })]);
    const list = await ask(emulator, calendarView('2027-01-01T00:00:00Z', '2027-12-31T00:00:00Z'));
    expect(texts(list.body, 'Start')).toEqual([
      '2027-01-31T09:00:00Z',
      '2027-02-28T09:00:00Z',
      '2027-03-31T09:00:00Z',
      '2027-04-30T09:00:00Z',
    ]);
  });
});
