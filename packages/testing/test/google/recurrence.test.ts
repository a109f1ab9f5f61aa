import { describe, expect, it } from 'vitest';
import type { Meeting } from '../../src/company/company.ts';
import { emptyCompany, meeting, startKit, withMeetings } from './google-kit.ts';
import type { ErrorBody, Kit, Query, WireEvent } from './google-kit.ts';

// Mondays at nine in Berlin across the change to summer time on 29 March 2026.
const standup = meeting({
  id: 'standup',
  title: 'Standup',
  when: { kind: 'timed', start: '2026-03-16T09:00:00', end: '2026-03-16T09:30:00', timeZone: 'Europe/Berlin' },
  invitees: [{ who: 'bo' }],
  series: {
    rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
    exceptions: [
      {
        originalStart: '2026-03-23T09:00:00',
        title: 'Standup, late',
        when: { kind: 'timed', start: '2026-03-24T15:00:00', end: '2026-03-24T15:30:00', timeZone: 'Europe/Berlin' },
      },
    ],
    deleted: ['2026-04-06T09:00:00'],
  },
});

const starts = async (kit: Kit, query: Query, person = 'ada'): Promise<(string | undefined)[]> =>
  (await kit.list({ singleEvents: true, orderBy: 'startTime', ...query }, person)).items.map(
    ({ start }) => start['dateTime'] ?? start['date'],
  );

describe('a series', () => {
  it('is listed as master, exception and cancelled exception', async () => {
    await using kit = await startKit(withMeetings(standup));
    const id = kit.emulator.eventId('standup');
    const { items } = await kit.list();
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({
      id,
      recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5'],
      start: { dateTime: '2026-03-16T09:00:00+01:00', timeZone: 'Europe/Berlin' },
    });
    expect(items[1]).toMatchObject({
      id: `${id}_20260323T080000Z`,
      recurringEventId: id,
      iCalUID: items[0]?.iCalUID,
      summary: 'Standup, late',
      originalStartTime: { dateTime: '2026-03-23T09:00:00+01:00', timeZone: 'Europe/Berlin' },
      start: { dateTime: '2026-03-24T15:00:00+01:00' },
    });
    expect(items[1]).not.toHaveProperty('recurrence');
    expect(items[2]).toEqual({
      kind: 'calendar#event',
      etag: expect.any(String),
      id: `${id}_20260406T070000Z`,
      status: 'cancelled',
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-04-06T09:00:00+02:00', timeZone: 'Europe/Berlin' },
    });
  });

  it('expands on the wall clock of its own zone, across the change to summer time, for each guest alike', async () => {
    await using kit = await startKit(withMeetings(standup));
    expect(await starts(kit, {})).toEqual([
      '2026-03-16T09:00:00+01:00',
      '2026-03-24T15:00:00+01:00',
      '2026-03-30T09:00:00+02:00',
      '2026-04-13T09:00:00+02:00',
    ]);
    expect(await starts(kit, {}, 'bo')).toEqual([
      '2026-03-16T04:00:00-04:00',
      '2026-03-24T10:00:00-04:00',
      '2026-03-30T03:00:00-04:00',
      '2026-04-13T03:00:00-04:00',
    ]);
  });

  it('has instances without recurrence that can be read one by one', async () => {
    await using kit = await startKit(withMeetings(standup));
    const id = kit.emulator.eventId('standup');
    const read = (instance: string) => kit.api<WireEvent>(`calendars/primary/events/${id}_${instance}`);
    const generated = await read('20260330T070000Z');
    expect(generated.body).toMatchObject({ recurringEventId: id, summary: 'Standup', status: 'confirmed' });
    expect(generated.body).not.toHaveProperty('recurrence');
    expect((await read('20260406T070000Z')).body.status).toBe('cancelled');
    expect((await read('20260331T070000Z')).status).toBe(404);
    expect((await read('20260420T070000Z')).status).toBe(404);
  });

  it('is in a window when one of its instances is', async () => {
    await using kit = await startKit(withMeetings(standup));
    const inWindow = async (timeMin: string, timeMax: string): Promise<number> =>
      (await kit.list({ timeMin, timeMax })).items.length;
    expect(await inWindow('2026-03-30T00:00:00Z', '2026-03-31T00:00:00Z')).toBe(1);
    expect(await inWindow('2026-03-31T00:00:00Z', '2026-04-01T00:00:00Z')).toBe(0);
    // The moved instance: with its master, on the day it went to and not on the day it left.
    expect(await inWindow('2026-03-24T00:00:00Z', '2026-03-25T00:00:00Z')).toBe(2);
    expect(await inWindow('2026-03-23T00:00:00Z', '2026-03-24T00:00:00Z')).toBe(0);
  });

  it.each([
    ['masters', { showDeleted: false, singleEvents: false }, [1, 1, 1]],
    ['instances', { showDeleted: false, singleEvents: true }, [0, 4, 0]],
    ['deleted and masters', { showDeleted: true, singleEvents: false }, [1, 1, 1]],
    ['deleted and instances', { showDeleted: true, singleEvents: true }, [0, 4, 1]],
  ])('shows for %s the masters, live and cancelled instances that belong', async (_, query, expected) => {
    await using kit = await startKit(withMeetings(standup));
    const { items } = await kit.list(query);
    const masters = items.filter((item) => item.recurrence !== undefined).length;
    const cancelled = items.filter((item) => item.status === 'cancelled').length;
    expect([masters, items.length - masters - cancelled, cancelled]).toEqual(expected);
  });

  it('that was deleted shows only when asked, expanded as single instances only', async () => {
    await using kit = await startKit(withMeetings(standup));
    kit.emulator.removeEvent('ada', 'primary', kit.emulator.eventId('standup'));
    expect((await kit.list()).items).toEqual([]);
    expect((await kit.list({ singleEvents: true })).items).toEqual([]);
    const masters = (await kit.list({ showDeleted: true })).items;
    expect(masters.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    const instances = (await kit.list({ showDeleted: true, singleEvents: true })).items;
    expect(instances).toHaveLength(5);
    for (const instance of instances) expect(instance.recurringEventId).toBe(kit.emulator.eventId('standup'));
    // The copy of the guest is another one.
    expect((await kit.list({}, 'bo')).items).toHaveLength(3);
  });
});

describe('other series', () => {
  it('of all-day events have dates and no zone', async () => {
    const days = meeting({
      id: 'days',
      when: { kind: 'allDay', start: '2026-03-27', end: '2026-03-29' },
      series: { rule: 'FREQ=WEEKLY;UNTIL=20260410', deleted: ['2026-04-03'] },
    });
    await using kit = await startKit(withMeetings(days));
    expect(await starts(kit, {})).toEqual(['2026-03-27', '2026-04-10']);
    const id = kit.emulator.eventId('days');
    const { body } = await kit.api<WireEvent>(`calendars/primary/events/${id}_20260410`);
    expect(body).toMatchObject({
      start: { date: '2026-04-10' },
      end: { date: '2026-04-12' },
      originalStartTime: { date: '2026-04-10' },
    });
  });

  it('without an end are expanded to the horizon', async () => {
    const endless = meeting({ id: 'endless', series: { rule: 'FREQ=MONTHLY;BYMONTHDAY=2' } });
    await using kit = await startKit(withMeetings(endless), { horizonYears: 1 });
    expect(await starts(kit, {})).toHaveLength(12);
    expect(await starts(kit, { timeMin: '2026-06-01T00:00:00Z', timeMax: '2026-08-01T00:00:00Z' })).toEqual([
      '2026-06-02T10:00:00+02:00',
      '2026-07-02T10:00:00+02:00',
    ]);
    await using longer = await startKit(withMeetings(endless));
    expect(await starts(longer, {})).toHaveLength(120);
  });

  it('take RDATE and EXDATE, with a zone and as dates', async () => {
    await using kit = await startKit(emptyCompany);
    kit.emulator.putEvent('ada', 'primary', {
      start: { dateTime: '2026-03-02T10:00:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-02T11:00:00', timeZone: 'Europe/Berlin' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;TZID=Europe/Berlin:20260303T100000', 'RDATE:20260310T120000Z'],
    });
    expect(await starts(kit, {})).toEqual([
      '2026-03-02T10:00:00+01:00',
      '2026-03-04T10:00:00+01:00',
      '2026-03-10T13:00:00+01:00',
    ]);
    expect(() =>
      kit.emulator.putEvent('ada', 'primary', {
        start: { date: '2026-03-02' },
        end: { date: '2026-03-03' },
        recurrence: ['FREQ=DAILY'],
      }),
    ).toThrow(RangeError);
  });
});

describe('events.instances', () => {
  const instances = async (kit: Kit, query: Query = {}): Promise<WireEvent[]> => {
    const { body } = await kit.api(`calendars/primary/events/${kit.emulator.eventId('standup')}/instances`, query);
    return body.items;
  };

  it('lists live instances in order, cancelled ones when asked', async () => {
    await using kit = await startKit(withMeetings(standup));
    expect(await instances(kit)).toHaveLength(4);
    expect((await instances(kit, { showDeleted: true })).filter(({ status }) => status === 'cancelled')).toHaveLength(
      1,
    );
  });

  it('finds a moved instance by its original start', async () => {
    await using kit = await startKit(withMeetings(standup));
    const found = await instances(kit, { originalStart: '2026-03-23T09:00:00+01:00' });
    expect(found.map(({ summary }) => summary)).toEqual(['Standup, late']);
    expect(await instances(kit, { originalStart: '2026-03-23T08:00:00Z' })).toHaveLength(1);
    expect(await instances(kit, { originalStart: 'nonsense' })).toEqual([]);
  });

  it('takes an instance that ends at timeMin, unlike events.list', async () => {
    await using kit = await startKit(withMeetings(standup));
    const window = { timeMin: '2026-03-16T08:30:00Z', timeMax: '2026-03-17T00:00:00Z' };
    expect(await instances(kit, window)).toHaveLength(1);
    expect((await kit.list({ ...window, singleEvents: true })).items).toHaveLength(0);
  });

  it('pages and refuses what is no event', async () => {
    await using kit = await startKit(withMeetings(standup));
    const path = `calendars/primary/events/${kit.emulator.eventId('standup')}/instances`;
    const first = await kit.api(path, { maxResults: 3 });
    const second = await kit.api(path, { maxResults: 3, pageToken: first.body.nextPageToken ?? '' });
    expect([first.body.items.length, second.body.items.length]).toEqual([3, 1]);
    expect((await kit.api<ErrorBody>('calendars/primary/events/nothing/instances')).status).toBe(404);
  });
});

describe('changes of a series', () => {
  it('reach exceptions where these follow the master', async () => {
    await using kit = await startKit(withMeetings(standup));
    const id = kit.emulator.eventId('standup');
    kit.emulator.putEvent('ada', 'primary', { id, summary: 'Round', location: 'Deck' });
    const late = await kit.api<WireEvent>(`calendars/primary/events/${id}_20260323T080000Z`);
    expect(late.body).toMatchObject({ summary: 'Standup, late', location: 'Deck' });
  });

  it('of the rule drop exceptions that lost their slot', async () => {
    await using kit = await startKit(withMeetings(standup));
    const id = kit.emulator.eventId('standup');
    const { nextSyncToken = '' } = await kit.list();
    kit.emulator.putEvent('ada', 'primary', { id, recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2'] });
    expect((await kit.list()).items.map((item) => item.id)).toEqual([id]);
    const delta = await kit.list({ syncToken: nextSyncToken });
    expect(delta.items.map(({ status }) => status)).toEqual(['confirmed', 'cancelled', 'cancelled']);
  });

  it('of one occurrence make an exception, by instance id', async () => {
    await using kit = await startKit(withMeetings(standup));
    const id = kit.emulator.eventId('standup');
    kit.emulator.putEvent('ada', 'primary', { id: `${id}_20260330T070000Z`, summary: 'Special' });
    expect((await kit.list({ q: 'special' })).items[0]).toMatchObject({
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-03-30T09:00:00+02:00' },
    });
    kit.emulator.removeEvent('ada', 'primary', `${id}_20260413T070000Z`);
    expect(await starts(kit, { timeMin: '2026-04-01T00:00:00Z' })).toEqual([]);
    expect(() => kit.emulator.removeEvent('ada', 'primary', 'nothing')).toThrow(RangeError);
  });
});

describe('pages of series without end', () => {
  const series = (id: string, start: string, rule: string): Meeting =>
    meeting({
      id,
      when: { kind: 'timed', start: `${start}:00:00`, end: `${start}:30:00`, timeZone: 'Europe/Berlin' },
      series: { rule },
    });
  const company = withMeetings(
    series('daily', '2026-02-02T09', 'FREQ=DAILY'),
    series('late', '2026-02-02T09', 'FREQ=DAILY;INTERVAL=3'),
    series('yearly', '2024-02-29T12', 'FREQ=YEARLY'),
    series('short', '2026-02-10T09', 'FREQ=WEEKLY;COUNT=9'),
    meeting({
      id: 'days',
      when: { kind: 'allDay', start: '2026-02-03', end: '2026-02-05' },
      series: { rule: 'FREQ=WEEKLY' },
    }),
    meeting({ id: 'once' }),
  );

  it.each([
    {},
    { orderBy: 'startTime' },
    { orderBy: 'updated' },
    { orderBy: 'startTime', timeMin: '2026-06-01T00:00:00Z' },
  ])('are cut from one and the same list: %j', async (order) => {
    await using kit = await startKit(company, { horizonYears: 2.1 });
    const query = { singleEvents: true, ...order };
    const whole = await kit.list({ ...query, maxResults: 2500 });
    expect(whole.nextPageToken).toBeUndefined();
    expect(new Set(whole.items.map(({ summary }) => summary)).size).toBeGreaterThan(3);
    const walked: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await kit.list({ ...query, maxResults: 97, ...(pageToken === undefined ? {} : { pageToken }) });
      walked.push(...page.items.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(walked).toEqual(whole.items.map(({ id }) => id));
  });

  it('reach as far as the horizon', async () => {
    await using kit = await startKit(withMeetings(series('daily', '2026-03-01T09', 'FREQ=DAILY')), { horizonYears: 4 });
    const ids: string[] = [];
    for (let query: Query | undefined = {}; query !== undefined;) {
      const { items, nextPageToken } = await kit.list({ singleEvents: true, maxResults: 500, ...query });
      ids.push(...items.map(({ id }) => id));
      query = nextPageToken === undefined ? undefined : { pageToken: nextPageToken };
    }
    // Four years with one leap day, from 08:00 UTC to 08:00 UTC, both included.
    expect(ids).toHaveLength(1462);
    expect(new Set(ids).size).toBe(1462);
  });

  it('hold the whole days that begin before midnight of UTC', async () => {
    await using kit = await startKit(company);
    // In Berlin the 21st begins at 22:00 UTC on the 20th.
    const eve = { singleEvents: true, timeMin: '2026-04-20T20:00:00Z' };
    const titles = async (timeMax: string): Promise<(string | undefined)[]> =>
      (await kit.list({ ...eve, timeMax })).items.map(({ summary }) => summary);
    expect(await titles('2026-04-20T22:00:00Z')).toEqual([]);
    expect(await titles('2026-04-20T22:00:01Z')).toEqual(['days']);
  });
});
