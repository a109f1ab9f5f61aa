import { describe, expect, it } from 'vitest';
import { companyWith, meeting, startRig } from './fixture.ts';
import type { Wire } from './fixture.ts';

const weekly = meeting('standup', {
  when: { kind: 'timed', start: '2026-10-12T09:00:00', end: '2026-10-12T09:30:00', timeZone: 'Europe/Amsterdam' },
  series: {
    rule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261130T080000Z',
    deleted: ['2026-10-19T09:00:00'],
    exceptions: [
      {
        originalStart: '2026-11-02T09:00:00',
        title: 'moved standup',
        location: 'Roof',
        when: { kind: 'timed', start: '2026-11-03T15:00:00', end: '2026-11-03T16:00:00', timeZone: 'Europe/Amsterdam' },
      },
    ],
  },
});
const autumn = 'startDateTime=2026-10-01T00:00:00Z&endDateTime=2026-11-10T00:00:00Z';

describe('times', () => {
  it('come in UTC without a preference and in the named zone with one, echoing the name', async () => {
    await using rig = await startRig({ company: companyWith(meeting('one')) });
    const start = async (prefer?: string): Promise<unknown> =>
      (await rig.get('/me/events', prefer === undefined ? {} : { prefer })).body.value[0].start;
    expect(await start()).toEqual({ dateTime: '2026-11-17T08:00:00.0000000', timeZone: 'UTC' });
    expect(await start('outlook.timezone="Europe/Amsterdam"')).toEqual({
      dateTime: '2026-11-17T09:00:00.0000000',
      timeZone: 'Europe/Amsterdam',
    });
    expect(await start('outlook.timezone="Tokyo Standard Time"')).toEqual({
      dateTime: '2026-11-17T17:00:00.0000000',
      timeZone: 'Tokyo Standard Time',
    });
    expect(await start('outlook.timezone=Europe/Amsterdam')).toMatchObject({ timeZone: 'UTC' });
  });

  it('remember the zone they were planned in by its Windows id, or by its own name where there is none', async () => {
    const planned = (id: string, timeZone: string): ReturnType<typeof meeting> =>
      meeting(id, { when: { kind: 'timed', start: '2026-11-17T09:00:00', end: '2026-11-17T10:00:00', timeZone } });
    await using rig = await startRig({
      company: companyWith(planned('a', 'Asia/Kolkata'), planned('b', 'Antarctica/Troll')),
    });
    const zones = (await rig.get('/me/events')).body.value.map((event: Wire) => event.originalStartTimeZone);
    expect(zones).toEqual(['India Standard Time', 'Antarctica/Troll']);
  });

  it('refuses a zone that does not exist', async () => {
    await using rig = await startRig();
    const reply = await rig.get('/me/events', { prefer: 'outlook.timezone="Middle Earth Standard Time"' });
    expect(reply.status).toBe(400);
    expect(reply.body.error.code).toBe('TimeZoneNotSupportedException');
  });

  it('show all-day events at midnight of their floating date in any zone', async () => {
    const company = companyWith(
      meeting('holiday', { when: { kind: 'allDay', start: '2026-11-20', end: '2026-11-23' } }),
    );
    await using rig = await startRig({ company });
    for (const [prefer, timeZone] of [
      ['outlook.timezone="America/Los_Angeles"', 'America/Los_Angeles'],
      ['', 'UTC'],
    ] as const) {
      const [event] = (await rig.get('/me/events', { prefer })).body.value;
      expect(event).toMatchObject({
        isAllDay: true,
        start: { dateTime: '2026-11-20T00:00:00.0000000', timeZone },
        end: { dateTime: '2026-11-23T00:00:00.0000000', timeZone },
      });
    }
  });
});

describe('series', () => {
  it('lists the master with a padded pattern and the date that UNTIL really allows', async () => {
    await using rig = await startRig({ company: companyWith(weekly) });
    const [master] = (await rig.get('/me/events')).body.value;
    expect(master.type).toBe('seriesMaster');
    expect(master.recurrence).toEqual({
      pattern: {
        type: 'weekly',
        interval: 1,
        month: 0,
        dayOfMonth: 0,
        daysOfWeek: ['monday'],
        firstDayOfWeek: 'monday',
        index: 'first',
      },
      range: {
        type: 'endDate',
        startDate: '2026-10-12',
        endDate: '2026-11-30',
        recurrenceTimeZone: 'W. Europe Standard Time',
        numberOfOccurrences: 0,
      },
    });
  });

  it('expands views across a clock change, without deleted occurrences and with changed ones', async () => {
    await using rig = await startRig({ company: companyWith(weekly) });
    const { body } = await rig.get(`/me/calendarView?${autumn}`);
    expect(
      body.value.map((event: Wire) => [event.type, event.subject, event.start.dateTime, event.originalStart]),
    ).toEqual([
      ['occurrence', 'standup', '2026-10-12T07:00:00.0000000', '2026-10-12T07:00:00Z'],
      ['occurrence', 'standup', '2026-10-26T08:00:00.0000000', '2026-10-26T08:00:00Z'],
      ['exception', 'moved standup', '2026-11-03T14:00:00.0000000', '2026-11-02T08:00:00Z'],
      ['occurrence', 'standup', '2026-11-09T08:00:00.0000000', '2026-11-09T08:00:00Z'],
    ]);
    expect(body.value[2].location.displayName).toBe('Roof');
  });

  it('gives every member its own id and iCalUId, and the master in common', async () => {
    await using rig = await startRig({ company: companyWith(weekly) });
    const [master] = (await rig.get('/me/events')).body.value;
    const members = (await rig.get(`/me/events/${master.id}/instances?${autumn}`)).body.value;
    expect(members).toHaveLength(4);
    expect(new Set(members.map(({ iCalUId }: Wire) => iCalUId)).size).toBe(4);
    expect(new Set(members.map(({ uid }: Wire) => uid))).toEqual(new Set([master.uid]));
    expect(new Set(members.map(({ seriesMasterId }: Wire) => seriesMasterId))).toEqual(new Set([master.id]));
    expect(members[0].occurrenceId).toBe(`OID.${master.id}.2026-10-12`);
    const again = (await rig.get(`/me/events/${members[2].id}`)).body;
    expect(again).toMatchObject({ type: 'exception', subject: 'moved standup', recurrence: null });
  });

  it('ends a day earlier when UNTIL lies before the start of that day', async () => {
    const when = {
      kind: 'timed',
      start: '2026-11-16T09:00:00',
      end: '2026-11-16T09:15:00',
      timeZone: 'Europe/Berlin',
    } as const;
    const cut = meeting('cut', { when, series: { rule: 'FREQ=DAILY;UNTIL=20261118T075959Z' } });
    await using rig = await startRig({ company: companyWith(cut) });
    const [master] = (await rig.get('/me/events')).body.value;
    expect(master.recurrence.range).toMatchObject({ type: 'endDate', endDate: '2026-11-17' });
    const month = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z';
    expect((await rig.get(`/me/calendarView?${month}`)).body.value).toHaveLength(2);
  });

  it('tells deleted and changed occurrences on the master when asked', async () => {
    await using rig = await startRig({ company: companyWith(weekly) });
    const [master] = (await rig.get('/me/events')).body.value;
    const { body } = await rig.get(
      `/me/events/${master.id}?$select=subject,cancelledOccurrences&$expand=exceptionOccurrences`,
    );
    expect(body.cancelledOccurrences).toEqual([`OID.${master.id}.2026-10-19`]);
    expect(body.exceptionOccurrences.map(({ subject }: Wire) => subject)).toEqual(['moved standup']);
    expect((await rig.get(`/me/events/${master.id}`)).body).not.toHaveProperty('cancelledOccurrences');
  });

  it('can leave originalStart out of exceptions', async () => {
    await using rig = await startRig({ company: companyWith(weekly), omitOriginalStart: true });
    const { body } = await rig.get(`/me/calendarView?${autumn}&$filter=type eq 'exception'`);
    expect(body.value).toHaveLength(1);
    expect(body.value[0]).not.toHaveProperty('originalStart');
    expect(body.value[0].occurrenceId).toMatch(/2026-11-02$/);
  });

  it('repeats an endless all-day series on floating dates', async () => {
    const birthdays = meeting('birthday', {
      when: { kind: 'allDay', start: '2020-11-20', end: '2020-11-21' },
      series: { rule: 'FREQ=YEARLY' },
    });
    await using rig = await startRig({ company: companyWith(birthdays) });
    const window = 'startDateTime=2026-11-01T00:00:00-05:00&endDateTime=2027-12-01T00:00:00-05:00';
    const { body } = await rig.get(`/me/calendarView?${window}`);
    expect(body.value.map((event: Wire) => event.start.dateTime.slice(0, 10))).toEqual(['2026-11-20', '2027-11-20']);
  });

  const from = (start: string, rule: string): ReturnType<typeof meeting> =>
    meeting('rule', {
      when: { kind: 'timed', start: `${start}T09:00:00`, end: `${start}T10:00:00`, timeZone: 'Europe/Amsterdam' },
      series: { rule },
    });

  it.each([
    ['2026-11-17', 'FREQ=DAILY;INTERVAL=3;COUNT=4', { type: 'daily', interval: 3 }],
    [
      '2026-11-17',
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR',
      { type: 'weekly', daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] },
    ],
    [
      '2026-11-17',
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday'], firstDayOfWeek: 'sunday' },
    ],
    ['2026-11-15', 'FREQ=MONTHLY;INTERVAL=3', { type: 'absoluteMonthly', interval: 3, dayOfMonth: 15 }],
    ['2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=-1', { type: 'absoluteMonthly', dayOfMonth: 31 }],
    ['2026-11-12', 'FREQ=MONTHLY;BYDAY=2TH', { type: 'relativeMonthly', daysOfWeek: ['thursday'], index: 'second' }],
    ['2026-11-30', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', { type: 'relativeMonthly', index: 'last' }],
    ['2026-03-15', 'FREQ=YEARLY', { type: 'absoluteYearly', month: 3, dayOfMonth: 15 }],
    [
      '2026-11-27',
      'FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR',
      { type: 'relativeYearly', month: 11, daysOfWeek: ['friday'], index: 'last' },
    ],
  ])('turns %s %s into a pattern', async (start, rule, pattern) => {
    await using rig = await startRig({ company: companyWith(from(start, rule)) });
    const [master] = (await rig.get('/me/events')).body.value;
    expect(master.recurrence.pattern).toMatchObject(pattern);
    expect(master.recurrence.range.startDate).toBe(start);
  });

  it.each([
    ['2026-11-17', 'FREQ=HOURLY'],
    ['2026-10-31', 'FREQ=MONTHLY;BYMONTHDAY=31'],
    ['2026-11-17', 'FREQ=MONTHLY;BYMONTHDAY=1,17'],
    ['2026-11-17', 'FREQ=MONTHLY;BYDAY=1TU,3TU'],
    ['2026-11-17', 'FREQ=DAILY;BYMONTH=11'],
    ['2028-02-29', 'FREQ=YEARLY'],
    ['2026-11-17', 'FREQ=WEEKLY;BYDAY=MO'],
    ['2026-11-17', 'nonsense'],
  ])('refuses %s %s, which Graph cannot hold', async (start, rule) => {
    await using rig = await startRig();
    expect(() => rig.emulator.seed(companyWith(from(start, rule)))).toThrow(RangeError);
  });

  it('refuses exceptions and deletions that are no occurrences', async () => {
    await using rig = await startRig();
    const wrong = {
      ...from('2026-11-17', 'FREQ=DAILY'),
      series: { rule: 'FREQ=DAILY', deleted: ['2026-11-18T10:00:00'] },
    };
    expect(() => rig.emulator.seed(companyWith(wrong))).toThrow(/no occurrence/);
  });
});
