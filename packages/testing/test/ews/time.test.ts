import { describe, expect, it } from 'vitest';
import type { MeetingTime } from '../../src/company/company.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, codeOf, getItem, idOf, one, textOf, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const year: readonly [string, string] = ['2026-01-01T00:00:00Z', '2027-12-31T00:00:00Z'];
const timed = (start: string, end: string, timeZone: string): MeetingTime => ({ kind: 'timed', start, end, timeZone });
const zoneContext = (id: string): string => `<t:TimeZoneContext><t:TimeZoneDefinition Id="${id}"/></t:TimeZoneContext>`;

describe('instants', () => {
  it('are in UTC, or in the zone of TimeZoneContext with its offset', async () => {
    const emulator = await startTidewater([meeting({ id: 'call' })]);
    expect(texts((await ask(emulator, calendarView(...year))).body, 'Start')).toEqual(['2026-07-01T07:00:00Z']);
    for (const [id, expected] of [
      ['W. Europe Standard Time', '2026-07-01T09:00:00+02:00'],
      ['India Standard Time', '2026-07-01T12:30:00+05:30'],
      ['UTC', '2026-07-01T07:00:00Z'],
      ['America/New_York', '2026-07-01T03:00:00-04:00'],
    ] as const) {
      const answer = await ask(emulator, calendarView(...year), { headers: zoneContext(id) });
      expect(texts(answer.body, 'Start')).toEqual([expected]);
    }
  });

  it('have milliseconds when the request wants them', async () => {
    const emulator = await startTidewater([meeting({ id: 'call' })]);
    const headers = '<t:DateTimePrecision>Milliseconds</t:DateTimePrecision>';
    expect(texts((await ask(emulator, calendarView(...year), { headers })).body, 'Start')).toEqual([
      '2026-07-01T07:00:00.000Z',
    ]);
  });

  it('are refused in a zone that nobody knows', async () => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, calendarView(...year), { headers: zoneContext('Atlantis Standard Time') });
    expect([answer.status, codeOf(answer)]).toEqual([500, 'ErrorTimeZone']);
  });
});

describe('all-day events', () => {
  it('are midnights in the zone of their maker', async () => {
    const when: MeetingTime = { kind: 'allDay', start: '2026-06-09', end: '2026-06-10' };
    const emulator = await startTidewater([
      meeting({ id: 'berlin', when, invitees: [{ who: 'bo', response: 'accepted' }] }),
      meeting({ id: 'tokyo', when, organizer: 'adrian' }),
    ]);
    const fields = [
      'item:Subject',
      'calendar:Start',
      'calendar:End',
      'calendar:IsAllDayEvent',
      'calendar:StartTimeZoneId',
    ];
    const list = async (basic: string): Promise<(string | undefined)[]> => {
      const item = one((await ask(emulator, calendarView(...year, fields), { basic })).body, 'CalendarItem');
      return ['Start', 'End', 'IsAllDayEvent', 'StartTimeZoneId'].map((name) => textOf(item, name));
    };
    const inBerlin = ['2026-06-08T22:00:00Z', '2026-06-09T22:00:00Z', 'true', 'W. Europe Standard Time'];
    expect(await list('ada@tidewater.example:ada-secret')).toEqual(inBerlin);
    expect(await list('bo@tidewater.example:pässword:ü')).toEqual(inBerlin);
    expect(await list('adrian@tidewater.example:adrian-secret')).toEqual([
      '2026-06-08T15:00:00Z',
      '2026-06-09T15:00:00Z',
      'true',
      'Tokyo Standard Time',
    ]);
  });

  it('last 23 and 25 hours when the clocks change', async () => {
    const emulator = await startTidewater([
      meeting({ id: 'spring', when: { kind: 'allDay', start: '2026-03-29', end: '2026-03-30' } }),
      meeting({ id: 'autumn', when: { kind: 'allDay', start: '2026-10-25', end: '2026-10-26' } }),
    ]);
    const answer = await ask(emulator, calendarView(...year, ['item:Subject', 'calendar:Duration']));
    expect(texts(answer.body, 'Duration')).toEqual(['PT23H', 'P1DT1H']);
  });

  it('repeat at midnight on both sides of a change of the clocks', async () => {
    const when: MeetingTime = { kind: 'allDay', start: '2026-03-27', end: '2026-03-29' };
    const emulator = await startTidewater([meeting({ id: 'fair', when, series: { rule: 'FREQ=WEEKLY;COUNT=2' } })]);
    const answer = await ask(emulator, calendarView(...year));
    expect(all(answer.body, 'CalendarItem').map((item) => [textOf(item, 'Start'), textOf(item, 'End')])).toEqual([
      ['2026-03-26T23:00:00Z', '2026-03-28T23:00:00Z'],
      ['2026-04-02T22:00:00Z', '2026-04-04T22:00:00Z'],
    ]);
  });
});

describe('series', () => {
  it('keep their wall time when the clocks change, and a skipped time of day is moved, not lost', async () => {
    const emulator = await startTidewater([
      meeting({
        id: 'night',
        when: timed('2026-03-28T02:30:00', '2026-03-28T03:00:00', 'Europe/Berlin'),
        series: { rule: 'FREQ=DAILY;COUNT=3' },
      }),
    ]);
    expect(texts((await ask(emulator, calendarView(...year))).body, 'Start')).toEqual([
      '2026-03-28T01:30:00Z',
      '2026-03-29T01:30:00Z',
      '2026-03-30T00:30:00Z',
    ]);
  });

  it('repeat in their own zone, not in the one of the mailbox', async () => {
    const emulator = await startTidewater([
      meeting({
        id: 'sydney',
        when: timed('2026-04-03T08:00:00', '2026-04-03T09:00:00', 'Australia/Sydney'),
        series: { rule: 'FREQ=WEEKLY;COUNT=2' },
      }),
    ]);
    expect(texts((await ask(emulator, calendarView(...year))).body, 'Start')).toEqual([
      '2026-04-02T21:00:00Z',
      '2026-04-09T22:00:00Z',
    ]);
  });
});

describe('zones of items', () => {
  it('are Windows ids with their rules', async () => {
    const emulator = await startTidewater([meeting({ id: 'call' })]);
    const id = idOf(await ask(emulator, calendarView(...year)), 'call');
    const answer = await ask(
      emulator,
      getItem(`<t:ItemId Id="${id}"/>`, ['calendar:StartTimeZone', 'calendar:EndTimeZone']),
    );
    const zone = one(answer.body, 'StartTimeZone');
    expect(zone.attributes).toEqual({
      Id: 'W. Europe Standard Time',
      Name: '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
    });
    expect(all(zone, 'Period').map((period) => [period.attributes['Name'], period.attributes['Bias']])).toEqual([
      ['Standard', '-PT1H'],
      ['Daylight', '-PT2H'],
    ]);
    expect(one(answer.body, 'EndTimeZone').attributes['Id']).toBe('W. Europe Standard Time');
  });

  it.each([
    ['America/New_York', 'Eastern Standard Time'],
    ['Europe/London', 'GMT Standard Time'],
    ['Africa/Monrovia', 'Greenwich Standard Time'],
    ['UTC', 'UTC'],
    ['Asia/Kathmandu', 'Nepal Standard Time'],
    ['Pacific/Kiritimati', 'Line Islands Standard Time'],
    ['Antarctica/Troll', 'Antarctica/Troll'],
  ])('%s is %s', async (timeZone, id) => {
    const when = timed('2026-07-01T09:00:00', '2026-07-01T10:00:00', timeZone);
    const emulator = await startTidewater([meeting({ id: 'call', when })]);
    const answer = await ask(emulator, calendarView(...year, ['calendar:StartTimeZoneId', 'calendar:StartWallClock']));
    expect(texts(answer.body, 'StartTimeZoneId')).toEqual([id]);
    expect(texts(answer.body, 'StartWallClock')).toEqual([expect.stringMatching(/^2026-07-01T09:00:00/)]);
  });

  it('may show another id over the same rules', async () => {
    const emulator = await startTidewater([meeting({ id: 'custom' }), meeting({ id: 'plain' })], {
      zoneIdOf: (each) => (each.id === 'custom' ? 'tzone://Microsoft/Custom' : undefined),
    });
    const list = await ask(emulator, calendarView(...year, ['item:Subject', 'calendar:StartTimeZone']));
    const zones = all(list.body, 'StartTimeZone');
    expect(zones.map((zone) => zone.attributes['Id'])).toEqual(['tzone://Microsoft/Custom', 'W. Europe Standard Time']);
    expect(zones[0] === undefined ? [] : all(zones[0], 'Period').map((period) => period.attributes['Bias'])).toEqual([
      '-PT1H',
      '-PT2H',
    ]);
  });

  it('are refused at seeding when they do not exist', async () => {
    const when = timed('2026-07-01T09:00:00', '2026-07-01T10:00:00', 'Europe/Atlantis');
    await expect(startTidewater([meeting({ id: 'call', when })])).rejects.toThrow('Europe/Atlantis is no time zone');
  });
});
