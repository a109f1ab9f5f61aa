import type { CalendarEvent, EventInstance } from '@kalends/core';
import { calendarEventSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import {
  answerOf,
  failure,
  fakeExchange,
  folderAnswer,
  itemMessage,
  requestedIds,
  success,
  viewAnswer,
} from './support/fake-exchange.ts';
import type { FakeExchange, SentRequest } from './support/fake-exchange.ts';

const window = { start: '2026-03-01T00:00:00Z', end: '2026-03-31T00:00:00Z' };

interface Stored {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly more?: string;
}

const itemOf = (item: Stored): string =>
  itemMessage(
    item.id,
    `<t:Subject>${item.id}</t:Subject><t:Start>${item.start}</t:Start><t:End>${item.end}</t:End>${item.more ?? '<t:CalendarItemType>Single</t:CalendarItemType>'}`,
  );

/** A calendar that answers views as Exchange does: what touches the interval, in order, cut at the limit. */
function calendar(
  items: readonly Stored[],
  options: { readonly limit?: number; readonly isOrdered?: boolean; readonly includesEnd?: boolean } = {},
): FakeExchange {
  return fakeExchange((request) => {
    if (request.operation === 'FindItem') {
      const [, max, start, end] =
        /MaxEntriesReturned="(\d+)" StartDate="([^"]+)" EndDate="([^"]+)"/.exec(request.body) ?? [];
      const inView = items
        .filter(
          (item) =>
            item.end >= (start ?? '') &&
            (item.start < (end ?? '') || (options.includesEnd === true && item.start === end)),
        )
        .sort((a, b) => (a.start < b.start ? -1 : 1));
      const limit = Math.min(Number(max), options.limit ?? 1_000);
      const cut = options.isOrdered === false ? inView.toReversed().slice(0, limit) : inView.slice(0, limit);
      return viewAnswer(cut, inView.length <= limit);
    }
    return answerOf(
      'GetItem',
      requestedIds(request).map((id) => {
        const item = items.find((candidate) => candidate.id === id);
        return item === undefined ? failure('GetItem', 'ErrorItemNotFound') : itemOf(item);
      }),
    );
  });
}

const day = (n: number, hour = 9): string =>
  `2026-03-${String(n).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`;
const meetings = Array.from({ length: 28 }, (_, index) => ({
  id: `m${index + 1}`,
  start: day(index + 1),
  end: day(index + 1, 10),
}));
const operations = (fake: FakeExchange): string[] => fake.requests.map(({ operation }) => operation);
const list = (fake: FakeExchange, more: object = {}): Promise<EventInstance[]> =>
  fake.connection.events.list({ window, calendarId: 'CAL=', ...more }).toArray();

describe('events.list', () => {
  it('asks for a window wide enough for whole days of any zone and filters exactly', async () => {
    const fake = calendar([
      { id: 'before', start: '2026-02-28T10:00:00Z', end: window.start },
      { id: 'across', start: '2026-02-28T10:00:00Z', end: '2026-03-01T00:00:01Z' },
      { id: 'after', start: window.end, end: '2026-03-31T01:00:00Z' },
      { id: 'empty', start: window.start, end: window.start },
    ]);
    const events = await list(fake);
    expect(events.map((event) => event.id)).toEqual(['across', 'empty']);
    expect(fake.requests[0]?.body).toContain('StartDate="2026-02-27T22:00:00Z" EndDate="2026-04-01T02:00:00Z"');
    for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
  });

  it.each([true, false])('gives each event once when views are cut off (ordered: %s)', async (isOrdered) => {
    const long = { id: 'long', start: day(1, 1), end: day(28, 23) };
    const fake = calendar([long, ...meetings], { isOrdered });
    const events = await list(fake, { pageSize: 5 });
    expect(events.map(({ id }) => id).sort()).toEqual(['long', ...meetings.map(({ id }) => id)].sort());
    const asked = fake.requests.filter(({ operation }) => operation === 'GetItem').flatMap(requestedIds);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('gives each event once, page by page, also when the server counts the end of a view in', async () => {
    const fake = calendar(meetings, { includesEnd: true });
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const more = pageToken === undefined ? {} : { pageToken };
      const page = await fake.connection.events.list({ window, calendarId: 'CAL=', pageSize: 4, ...more });
      seen.push(...page.items.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen).toEqual(meetings.map(({ id }) => id));
  });

  it('gives each event once, page by page from tokens', async () => {
    const fake = calendar(meetings);
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await fake.connection.events.list({
        window,
        calendarId: 'CAL=',
        pageSize: 7,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      seen.push(...page.items.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen).toEqual(meetings.map(({ id }) => id));
  });

  it('gets through events that fill a page at one instant', async () => {
    const same = Array.from({ length: 12 }, (_, index) => ({ id: `s${index}`, start: day(5), end: day(6) }));
    const events = await list(calendar(same), { pageSize: 3 });
    expect(events).toHaveLength(12);
  });

  it('says so when more events run at one instant than the server returns', async () => {
    const same = Array.from({ length: 30 }, (_, index) => ({ id: `s${index}`, start: day(5), end: day(6) }));
    await expect(list(calendar(same, { limit: 20 }))).rejects.toMatchObject({ code: 'responseTooLarge' });
  });

  it('splits windows of more than two years', async () => {
    const fake = calendar([]);
    await list(fake, { window: { start: '2020-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' } });
    const spans = fake.requests.map(({ body }) => {
      const [, start, end] = /StartDate="([^"]+)" EndDate="([^"]+)"/.exec(body) ?? [];
      return (Date.parse(end ?? '') - Date.parse(start ?? '')) / 86_400_000;
    });
    expect(spans).toHaveLength(4);
    expect(Math.max(...spans)).toBeLessThanOrEqual(730);
  });

  it('does not ask for dates that Exchange cannot store', async () => {
    const fake = calendar([]);
    expect(await list(fake, { window: { start: '0001-01-01T00:00:00Z', end: '1600-01-01T00:00:00Z' } })).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  it('reads items in batches of fifty', async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({ id: `n${index}`, start: day(5), end: day(6) }));
    const fake = calendar(many);
    expect(await list(fake)).toHaveLength(120);
    expect(fake.requests.slice(1).map((request) => requestedIds(request).length)).toEqual([50, 50, 20]);
  });

  it('halves a batch whose answer is too large', async () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ id: `n${index}`, start: day(5), end: day(6) }));
    const whole = calendar(many);
    const fake = fakeExchange(
      async (request) => {
        const response = await whole.fetch(request.url, { method: 'POST', body: request.body });
        const large = request.operation === 'GetItem' && requestedIds(request).length > 3;
        return large ? new Response('x'.repeat(60_000)) : response;
      },
      { maxResponseBytes: 50_000 },
    );
    expect(await list(fake)).toHaveLength(8);
    expect(fake.requests.slice(1).map((request) => requestedIds(request).length)).toEqual([8, 4, 2, 2, 2, 2]);
  });

  it('asks again for what the server left undone, and leaves out what is gone', async () => {
    const fake = fakeExchange((request, index) => {
      if (request.operation === 'FindItem') return viewAnswer(meetings.slice(index === 0 ? 0 : 1, 4));
      const ids = requestedIds(request);
      if (index > 1)
        return answerOf(
          'GetItem',
          ids.map((id) =>
            itemOf(meetings.find((item) => item.id === id) ?? meetings[0] ?? { id: '', start: '', end: '' }),
          ),
        );
      const stopped = failure('GetItem', 'ErrorBatchProcessingStopped', '', 'Warning');
      return answerOf('GetItem', [failure('GetItem', 'ErrorItemNotFound'), itemMessage('m2'), stopped, stopped]);
    });
    expect((await list(fake)).map(({ id }) => id)).toEqual(['m2', 'm3', 'm4']);
    expect(fake.requests.map(requestedIds).slice(1)).toEqual([['m1', 'm2', 'm3', 'm4'], ['m3', 'm4'], []]);
    expect(operations(fake)).toEqual(['FindItem', 'GetItem', 'GetItem', 'FindItem']);
  });

  it.each(['ErrorItemNotFound', 'ErrorAccessDenied'])(
    'shows what is listed and hidden (%s) as time that is taken',
    async (code) => {
      const fake = fakeExchange((request) => {
        if (request.operation === 'GetItem') {
          return answerOf('GetItem', [itemMessage('m1'), failure('GetItem', code), failure('GetItem', code)]);
        }
        const isDetailed = request.body.includes('calendar:End');
        const hidden = isDetailed
          ? '<t:CalendarItem><t:ItemId Id="h1" ChangeKey="K"/><t:Start>2026-03-24T10:00:00Z</t:Start><t:End>2026-03-24T11:30:00Z</t:End><t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus></t:CalendarItem>' +
            '<t:CalendarItem><t:ItemId Id="h2" ChangeKey="K"/><t:Start>2026-03-24T23:00:00Z</t:Start><t:End>2026-03-25T23:00:00Z</t:End><t:IsAllDayEvent>true</t:IsAllDayEvent><t:StartTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>'
          : '<t:CalendarItem><t:ItemId Id="h1"/><t:Start>2026-03-24T10:00:00Z</t:Start></t:CalendarItem>' +
            '<t:CalendarItem><t:ItemId Id="h2"/><t:Start>2026-03-24T23:00:00Z</t:Start></t:CalendarItem>';
        return answerOf('FindItem', [
          success(
            'FindItem',
            '<m:RootFolder IncludesLastItemInRange="true"><t:Items>' +
              '<t:CalendarItem><t:ItemId Id="m1"/><t:Start>2026-03-24T08:00:00Z</t:Start></t:CalendarItem>' +
              `${hidden}</t:Items></m:RootFolder>`,
          ),
        ]);
      });
      const events = await list(fake);
      for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
      expect(events).toMatchObject([
        { id: 'm1', isContentHidden: false },
        {
          id: 'h1',
          kind: 'single',
          isContentHidden: true,
          privacy: 'private',
          busyStatus: 'outOfOffice',
          time: { start: { instant: '2026-03-24T10:00:00Z' }, end: { instant: '2026-03-24T11:30:00Z' } },
        },
        { id: 'h2', isContentHidden: true, time: { kind: 'allDay', startDate: '2026-03-25', endDate: '2026-03-26' } },
      ]);
      expect(events[1]).not.toHaveProperty('title');
      expect(operations(fake)).toEqual(['FindItem', 'GetItem', 'FindItem']);
    },
  );

  it('goes by the order of an answer and not by its ids', async () => {
    const fake = fakeExchange((request) =>
      request.operation === 'FindItem' ? viewAnswer(meetings.slice(0, 1)) : answerOf('GetItem', [itemMessage('other')]),
    );
    expect((await list(fake)).map(({ id }) => id)).toEqual(['other']);
    expect(operations(fake)).toEqual(['FindItem', 'GetItem']);
  });

  it.each([1, 3])('cannot tell items apart when %i messages come for two', async (count) => {
    const fake = fakeExchange((request) =>
      request.operation === 'FindItem'
        ? viewAnswer(meetings.slice(0, 2))
        : answerOf(
            'GetItem',
            Array.from({ length: count }, () => itemMessage('m1')),
          ),
    );
    await expect(list(fake)).rejects.toMatchObject({ code: 'invalidResponse' });
    expect(fake.requests).toHaveLength(2);
  });

  it('does not lose an item that cannot be read without a word', async () => {
    const fake = fakeExchange((request) =>
      request.operation === 'FindItem'
        ? viewAnswer(meetings.slice(0, 2))
        : answerOf('GetItem', [itemMessage('m1'), failure('GetItem', 'ErrorCorruptData')]),
    );
    await expect(list(fake)).rejects.toMatchObject({ code: 'invalidResponse', vendorCode: 'ErrorCorruptData' });
  });

  it('asks for each series once, also over several pages', async () => {
    const instance = (id: string, uid: string, n: number): Stored => ({
      id,
      start: day(n),
      end: day(n, 10),
      more: `<t:UID>${uid}</t:UID><t:OriginalStart>${day(n, 8)}</t:OriginalStart><t:CalendarItemType>${n % 2 === 0 ? 'Exception' : 'Occurrence'}</t:CalendarItemType>`,
    });
    const items = [1, 2, 3, 4, 5, 6].map((n) => instance(`o${n}`, n < 5 ? 'u1' : 'u2', n));
    const whole = calendar(items);
    const fake = fakeExchange(async (request) => {
      const ids = requestedIds(request);
      if (ids[0]?.startsWith('master:') !== true)
        return whole.fetch(request.url, { method: 'POST', body: request.body });
      return answerOf(
        'GetItem',
        ids.map((id) => itemMessage(`M-${id.slice(7, 9) < 'o5' ? 'u1' : 'u2'}`)),
      );
    });
    const events = await list(fake, { pageSize: 3 });
    expect(events.map((event) => ('masterId' in event ? event.masterId : undefined))).toEqual([
      'M-u1',
      'M-u1',
      'M-u1',
      'M-u1',
      'M-u2',
      'M-u2',
    ]);
    expect(events[1]).toMatchObject({ kind: 'exception', recurrenceId: '2026-03-02T08:00:00Z' });
    const masters = fake.requests.flatMap(requestedIds).filter((id) => id.startsWith('master:'));
    expect(masters).toHaveLength(2);
  });

  it.each([
    [
      'an item without start',
      '<m:RootFolder IncludesLastItemInRange="true"><t:Items><t:CalendarItem><t:ItemId Id="a"/></t:CalendarItem></t:Items></m:RootFolder>',
    ],
    [
      'an item without id',
      `<m:RootFolder IncludesLastItemInRange="true"><t:Items><t:CalendarItem><t:Start>${day(5)}</t:Start></t:CalendarItem></t:Items></m:RootFolder>`,
    ],
    ['no list', ''],
  ])('does not take a view with %s for a free calendar', async (_name, payload) => {
    const fake = fakeExchange(() => answerOf('FindItem', [success('FindItem', payload)]));
    await expect(list(fake)).rejects.toMatchObject({ code: 'invalidResponse' });
  });

  it('reads an item once that a view holds twice', async () => {
    const whole = calendar(meetings.slice(0, 2));
    const twice = ['m1', 'm2', 'm1'].map((id) => ({ id, start: day(id === 'm1' ? 1 : 2) }));
    const fake = fakeExchange(async (request) =>
      request.operation === 'FindItem'
        ? viewAnswer(twice)
        : whole.fetch(request.url, { method: 'POST', body: request.body }),
    );
    const page = await fake.connection.events.list({ window, calendarId: 'CAL=' });
    expect(page.items.map(({ id }) => id)).toEqual(['m1', 'm2']);
  });

  it.each(['IncludesLastItemInRange="0"', ''])('sees that a view is cut off from %j', async (attribute) => {
    const whole = calendar(meetings);
    const fake = fakeExchange(async (request) => {
      const response = await whole.fetch(request.url, { method: 'POST', body: request.body });
      const text = await response.text();
      return new Response(text.replace('IncludesLastItemInRange="false"', attribute));
    });
    expect(await list(fake, { pageSize: 5 })).toHaveLength(meetings.length);
  });

  it('gives up on a server that never has a whole view', async () => {
    const fake = fakeExchange((request) => {
      const [, end = ''] = /EndDate="([^"]+)"/.exec(request.body) ?? [];
      const start = new Date(Date.parse(end) - 1_000).toISOString();
      return viewAnswer([{ id: 'x', start }], false);
    });
    await expect(list(fake)).rejects.toMatchObject({ code: 'responseTooLarge' });
    expect(fake.requests.length).toBeLessThan(40);
  });

  it('keeps a series of which one occurrence was deleted between the calls', async () => {
    const instance = (id: string, n: number): Stored => ({
      id,
      start: day(n),
      end: day(n, 10),
      more: '<t:UID>u</t:UID><t:CalendarItemType>Occurrence</t:CalendarItemType>',
    });
    const whole = calendar([1, 2, 3].map((n) => instance(`o${n}`, n)));
    const isGone = (id: string): boolean => id === 'master:o1' || id === 'master:o3';
    const fake = fakeExchange(async (request) => {
      const ids = requestedIds(request);
      if (ids[0]?.startsWith('master:') !== true)
        return whole.fetch(request.url, { method: 'POST', body: request.body });
      return answerOf(
        'GetItem',
        ids.map((id) =>
          isGone(id) ? failure('GetItem', 'ErrorCalendarOccurrenceIsDeletedFromRecurrence') : itemMessage('M'),
        ),
      );
    });
    const events = await list(fake);
    expect(events.map((event) => [event.id, 'masterId' in event ? event.masterId : ''])).toEqual([
      ['o1', 'M'],
      ['o2', 'M'],
      ['o3', 'M'],
    ]);
  });

  it('does not join series without a UID', async () => {
    const more = '<t:UID/><t:CalendarItemType>Occurrence</t:CalendarItemType>';
    const whole = calendar(['o1', 'o2'].map((id, n) => ({ id, start: day(n + 5), end: day(n + 6), more })));
    const fake = fakeExchange(async (request) => {
      const ids = requestedIds(request);
      if (ids[0]?.startsWith('master:') !== true)
        return whole.fetch(request.url, { method: 'POST', body: request.body });
      return answerOf(
        'GetItem',
        ids.map((id) => itemMessage(id.replace('master:', 'M-'))),
      );
    });
    const events = await list(fake);
    expect(events.map((event) => ('masterId' in event ? event.masterId : ''))).toEqual(['M-o1', 'M-o2']);
  });

  it('leaves out occurrences whose series is gone', async () => {
    const more = '<t:UID>u</t:UID><t:CalendarItemType>Occurrence</t:CalendarItemType>';
    const whole = calendar([{ id: 'o1', start: day(5), end: day(6), more }]);
    const fake = fakeExchange(async (request, index) =>
      request.operation === 'FindItem' && index > 0
        ? viewAnswer([])
        : whole.fetch(request.url, { method: 'POST', body: request.body }),
    );
    expect(await list(fake)).toEqual([]);
    expect(operations(fake)).toEqual(['FindItem', 'GetItem', 'GetItem', 'FindItem']);
  });

  it('reads the primary calendar when none is named, and finds out its id once', async () => {
    const fake = fakeExchange((request) =>
      request.operation === 'GetFolder'
        ? folderAnswer('PRIMARY=')
        : request.operation === 'FindItem'
          ? viewAnswer([{ id: 'a', start: day(24, 8) }])
          : answerOf('GetItem', [itemMessage('a')]),
    );
    const [event] = await fake.connection.events.list({ window }).toArray();
    await fake.connection.events.list({ window }).toArray();
    expect(event?.calendarId).toBe('PRIMARY=');
    expect(operations(fake)).toEqual(['GetFolder', 'FindItem', 'GetItem', 'FindItem', 'GetItem']);
  });

  it.each([
    ['another calendar', { calendarId: 'OTHER=' }],
    ['another zone', { timeZone: 'Asia/Tokyo' }],
    ['another window', { window: { ...window, end: '2026-03-30T00:00:00Z' } }],
    ['the body', { include: ['body'] as const }],
  ])('refuses a page token of a query for %s', async (_name, other) => {
    const fake = calendar(meetings);
    const { nextPageToken = '' } = await fake.connection.events.list({ window, calendarId: 'CAL=', pageSize: 3 });
    const sent = fake.requests.length;
    await expect(
      fake.connection.events.list({ window, calendarId: 'CAL=', pageSize: 3, ...other, pageToken: nextPageToken }),
    ).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(fake.requests).toHaveLength(sent);
  });

  it.each(['x', '%%%', btoa('{"v":1}'), btoa('{"v":1,"q":"","at":0}')])('refuses the token %j', async (pageToken) => {
    await expect(list(calendar([]), { pageToken })).rejects.toMatchObject({ code: 'invalidArgument' });
  });
});

describe('events.get', () => {
  const get = (fake: FakeExchange): Promise<CalendarEvent> => fake.connection.events.get({ eventId: 'x' });

  it('reads a master with its rule', async () => {
    const recurrence =
      '<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday Wednesday</t:DaysOfWeek><t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-02Z</t:StartDate><t:NumberOfOccurrences>10</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>';
    const fake = fakeExchange(() =>
      answerOf('GetItem', [
        itemMessage(
          'x',
          `<t:ParentFolderId Id="CAL=" ChangeKey="A"/><t:Start>${day(2)}</t:Start><t:End>${day(2, 10)}</t:End><t:CalendarItemType>RecurringMaster</t:CalendarItemType>${recurrence}`,
        ),
      ]),
    );
    expect(calendarEventSchema.parse(await get(fake))).toMatchObject({
      kind: 'master',
      calendarId: 'CAL=',
      recurrence: { rules: [{ frequency: 'weekly', end: { kind: 'count', count: 10 } }] },
    });
    expect(operations(fake)).toEqual(['GetItem']);
  });

  it('says of a mail that it is not there', async () => {
    const fake = fakeExchange(() => answerOf('GetItem', [success('GetItem', '<m:Items><t:Message/></m:Items>')]));
    await expect(get(fake)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('says so when the series of an occurrence is gone', async () => {
    const properties = `<t:Start>${day(2)}</t:Start><t:End>${day(2, 10)}</t:End><t:CalendarItemType>Occurrence</t:CalendarItemType>`;
    const fake = fakeExchange((request: SentRequest) =>
      answerOf('GetItem', [
        request.body.includes('RecurringMasterItemId')
          ? failure('GetItem', 'ErrorItemNotFound')
          : itemMessage('x', properties),
      ]),
    );
    await expect(get(fake)).rejects.toMatchObject({ code: 'notFound' });
  });
});
