import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { clockRulesOfBias } from './clock-rules.ts';
import type { ClockEra, ClockRules } from './clock-rules.ts';
import { timeZoneDataVersion } from './time-zone-data-version.ts';
import { instantOfRules, timeZoneOfRules } from './time-zone-of-rules.ts';
import { windowsZonesVersion } from './windows-zones.generated.ts';
import { formatInstant, instantOfWallTime } from './zoned-date-time.ts';

const hour = 3_600;
const years = { fromYear: 2020, toYear: 2030 };

/** Central Europe as Windows says it: to daylight on the last Sunday of March at 2, back on the last of October at 3. */
const berlin = clockRulesOfBias({
  bias: -60,
  standard: { month: 10, dayOrder: 5, weekday: 'su', atSeconds: 3 * hour },
  daylight: { month: 3, dayOrder: 5, weekday: 'su', atSeconds: 2 * hour },
});
const newYork = clockRulesOfBias({
  bias: 300,
  standard: { bias: 0, month: 11, dayOrder: 1, weekday: 'su', atSeconds: 2 * hour },
  daylight: { bias: -60, month: 3, dayOrder: 2, weekday: 'su', atSeconds: 2 * hour },
});
const sydney = clockRulesOfBias({
  bias: -600,
  standard: { month: 4, dayOrder: 1, weekday: 'su', atSeconds: 3 * hour },
  daylight: { month: 10, dayOrder: 1, weekday: 'su', atSeconds: 2 * hour },
});
const lordHowe = clockRulesOfBias({
  bias: -630,
  standard: { month: 4, dayOrder: 1, weekday: 'su', atSeconds: 2 * hour },
  daylight: { bias: -30, month: 10, dayOrder: 1, weekday: 'su', atSeconds: 2 * hour },
});
const fixed = (bias: number): ClockRules => clockRulesOfBias({ bias });
const era = (more: Partial<ClockEra>): ClockRules => ({ eras: [{ standardOffsetMinutes: 60, changes: [], ...more }] });

describe('timeZoneOfRules', () => {
  test.each<[string, ClockRules]>([
    ['Europe/Berlin', berlin],
    ['America/New_York', newYork],
    ['Australia/Sydney', sydney],
    ['Australia/Lord_Howe', lordHowe],
    ['UTC', fixed(0)],
    ['Asia/Kolkata', fixed(-330)],
    ['Asia/Kathmandu', fixed(-345)],
    ['Etc/GMT+2', fixed(120)],
    ['Africa/Lagos', fixed(-60)],
  ])('finds %s', (timeZone, rules) => {
    expect(timeZoneOfRules(rules, years)).toEqual({ kind: 'iana', timeZone });
  });

  test('keeps the bias of a zone whose clocks do not change, whatever its changes say', () => {
    const standard = { bias: 60, month: 10, dayOrder: 5, weekday: 'su', atSeconds: 3 * hour } as const;
    const daylight = { bias: -60, month: 3, dayOrder: 5, weekday: 'su', atSeconds: 2 * hour } as const;
    for (const rules of [
      { standard, daylight: { ...daylight, month: 0 } },
      { standard: { ...standard, month: 0 }, daylight },
      { standard },
      { daylight },
    ])
      expect(timeZoneOfRules(clockRulesOfBias({ bias: -60, ...rules }), years)).toEqual({
        kind: 'iana',
        timeZone: 'Africa/Lagos',
      });
  });

  test('adds the bias of standard time to that of the zone', () => {
    // Berlin, told as a zone of UTC+2 whose standard time is an hour less.
    const rules = clockRulesOfBias({
      bias: -120,
      standard: { bias: 60, month: 10, dayOrder: 5, weekday: 'su', atSeconds: 3 * hour },
      daylight: { bias: 0, month: 3, dayOrder: 5, weekday: 'su', atSeconds: 2 * hour },
    });
    expect(timeZoneOfRules(rules, years)).toEqual({ kind: 'iana', timeZone: 'Europe/Berlin' });
  });

  test('takes a preferred zone that behaves the same, and no other', () => {
    expect(timeZoneOfRules(berlin, { ...years, preferred: ['Asia/Tokyo', 'no/zone', 'Europe/Rome'] })).toEqual({
      kind: 'iana',
      timeZone: 'Europe/Rome',
    });
  });

  test('compares the years it is asked about', () => {
    // Mexico had daylight time until 2022.
    const mexico = clockRulesOfBias({
      bias: 360,
      standard: { month: 10, dayOrder: 5, weekday: 'su', atSeconds: 2 * hour },
      daylight: { month: 4, dayOrder: 1, weekday: 'su', atSeconds: 2 * hour },
    });
    expect(timeZoneOfRules(mexico, { fromYear: 2015, toYear: 2021 })).toEqual({
      kind: 'iana',
      timeZone: 'America/Mexico_City',
    });
    expect(timeZoneOfRules(mexico, years)).toEqual({ kind: 'unresolved', rules: mexico });
  });

  test('follows rules that changed', () => {
    // The United States began to change clocks earlier and later in 2007.
    const changes = (daylight: [number, number], standard: [number, number]): ClockEra['changes'] => [
      { offsetMinutes: -240, month: daylight[0], on: { weekday: 'su', week: daylight[1] }, atSeconds: 2 * hour },
      { offsetMinutes: -300, month: standard[0], on: { weekday: 'su', week: standard[1] }, atSeconds: 2 * hour },
    ];
    const rules: ClockRules = {
      eras: [
        { standardOffsetMinutes: -300, changes: changes([4, 1], [10, -1]) },
        { fromYear: 2007, standardOffsetMinutes: -300, changes: changes([3, 2], [11, 1]) },
      ],
    };
    expect(timeZoneOfRules(rules, { fromYear: 2000, toYear: 2015 })).toEqual({
      kind: 'iana',
      timeZone: 'America/New_York',
    });
    expect(formatInstant(instantOfRules('2006-03-20T09:00:00', rules))).toBe('2006-03-20T14:00:00Z');
    expect(formatInstant(instantOfRules('2007-03-20T09:00:00', rules))).toBe('2007-03-20T13:00:00Z');
  });

  test('follows an offset given up at the turn of a year', () => {
    const rules: ClockRules = {
      eras: [
        { standardOffsetMinutes: 180, changes: [] },
        { fromYear: 2025, standardOffsetMinutes: 240, changes: [] },
      ],
    };
    expect(formatInstant(instantOfRules('2024-12-31T12:00:00', rules))).toBe('2024-12-31T09:00:00Z');
    expect(formatInstant(instantOfRules('2025-01-01T12:00:00', rules))).toBe('2025-01-01T08:00:00Z');
    expect(timeZoneOfRules(rules, { fromYear: 2024, toYear: 2025 }).kind).toBe('unresolved');
  });

  test('takes a day of the month, and 24:00 as the end of a day', () => {
    const rules = era({
      changes: [
        { offsetMinutes: 120, month: 3, on: { day: 31 }, atSeconds: 24 * hour },
        { offsetMinutes: 60, month: 9, on: { day: 30 }, atSeconds: 24 * hour },
      ],
    });
    expect(formatInstant(instantOfRules('2026-03-31T23:59:59', rules))).toBe('2026-03-31T22:59:59Z');
    expect(formatInstant(instantOfRules('2026-04-01T01:00:00', rules))).toBe('2026-03-31T23:00:00Z');
    expect(formatInstant(instantOfRules('2026-09-30T23:30:00', rules))).toBe('2026-09-30T21:30:00Z');
  });

  test.each<[string, ClockRules]>([
    ['eras', { eras: [] }],
    ['eras', { eras: Array.from({ length: 201 }, () => ({ standardOffsetMinutes: 0, changes: [] })) }],
    ['an offset', era({ standardOffsetMinutes: 1_440 })],
    ['an offset', era({ standardOffsetMinutes: Number.NaN })],
    ['a change', era({ changes: [{ offsetMinutes: 0, month: 13, on: { day: 1 }, atSeconds: 0 }] })],
    ['a change', era({ changes: [{ offsetMinutes: 0, month: 1, on: { weekday: 'su', week: 5 }, atSeconds: 0 }] })],
    ['a change', era({ changes: [{ offsetMinutes: 0, month: 1, on: { day: 1 }, atSeconds: 86_401 }] })],
  ])('refuses what are no rules: %s', (why, rules) => {
    expect(() => timeZoneOfRules(rules, years)).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(why) }),
    );
  });

  test.each([
    { fromYear: 2020, toYear: 2019 },
    { fromYear: 2020.5, toYear: 2021 },
    { fromYear: 1900, toYear: 2000 },
  ])('refuses the years %j', (wrong) => {
    expect(() => timeZoneOfRules(berlin, wrong)).toThrow('years');
  });
});

describe('instantOfRules', () => {
  test('agrees with the zone that has the rules, also where clocks skip and repeat', () => {
    const seconds = fc.integer({ min: Date.UTC(2008, 0, 2) / 1_000, max: Date.UTC(2036, 0, 1) / 1_000 });
    const turns = fc.constantFrom(
      '2026-03-29T02:30:00',
      '2026-10-25T02:30:00',
      '2026-03-08T02:15:00',
      '2026-11-01T01:30:00',
      '2026-04-05T01:45:00',
      '2026-10-04T02:15:00',
    );
    const walls = fc.oneof(
      seconds.map((second) => formatInstant(second * 1_000).slice(0, 19)),
      turns,
    );
    const zones = fc.constantFrom<[string, ClockRules]>(
      ['Europe/Berlin', berlin],
      ['America/New_York', newYork],
      ['Australia/Sydney', sydney],
      ['Australia/Lord_Howe', lordHowe],
    );
    fc.assert(
      fc.property(walls, zones, (wall, [timeZone, rules]) => {
        expect(instantOfRules(wall, rules)).toBe(instantOfWallTime(wall, timeZone));
      }),
      { numRuns: 500 },
    );
  });

  test('refuses what is no wall time', () => {
    expect(() => instantOfRules('2026-03-29T02:30:00Z', berlin)).toThrow('without an offset');
  });
});

describe('versions of the data', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('are told', () => {
    expect(timeZoneDataVersion()).toMatch(/^\d{4}[a-z]$/);
    expect(windowsZonesVersion).toMatch(/^\d+$/);
  });

  test.each([undefined, {}, { versions: {} }, { versions: { tz: '' } }])('are unknown with process %j', (process) => {
    vi.stubGlobal('process', process);
    expect(timeZoneDataVersion()).toBeUndefined();
  });
});
