import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { overlapsWindow } from './overlaps-window.ts';
import { isIanaTimeZone, resolveTimeZone, windowsTimeZone } from './resolve-time-zone.ts';
import { windowsPlaces } from './windows-places.ts';
import { windowsZones } from './windows-zones.generated.ts';
import {
  addDays,
  formatInstant,
  instantOfWallTime,
  isDate,
  parseInstant,
  wallTimeAt,
  zonedDateTimeAt,
} from './zoned-date-time.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Chatham',
  'UTC',
];
const seconds = fc.integer({
  min: Date.parse('1975-01-01T00:00:00Z') / 1000,
  max: Date.parse('2037-01-01T00:00:00Z') / 1000,
});

/** Zones that change more than twice a year, or had offsets with seconds or of most of a day, and times at the ends. */
const oddZones = [
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'Africa/Monrovia',
  'America/Juneau',
  'Asia/Manila',
  'Asia/Gaza',
];
const allSeconds = fc.integer({
  min: Date.parse('0001-01-02T00:00:00Z') / 1000,
  max: Date.parse('9999-12-30T00:00:00Z') / 1000,
});

describe('wall times', () => {
  test.each([
    // Skipped by clocks going forward: read with the offset from before the gap.
    ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-03-08T02:30:00', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
    // A whole day that Samoa skipped.
    ['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
    // Repeated by clocks going back: the first of the two.
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2026-07-01T09:00:00', 'Asia/Kolkata', '2026-07-01T03:30:00Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(formatInstant(instantOfWallTime(wall, zone))).toBe(instant);
  });

  test.each([
    ['at it, then before it', 'Europe/Lisbon', ['2031-03-30T01:00:00Z', '2031-03-30T00:59:59Z']],
    ['before it, then at it', 'Europe/Madrid', ['2031-03-30T00:59:59Z', '2031-03-30T01:00:00Z']],
  ])('are right around a change of clocks that is asked about %s', (_order, zone, instants) => {
    for (const instant of instants) {
      const expected = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
      expect(wallTimeAt(parseInstant(instant), zone)).toBe(expected.toString({ smallestUnit: 'second' }));
    }
  });

  test('agree with Temporal everywhere', () => {
    fc.assert(
      fc.property(fc.oneof(seconds, allSeconds), fc.constantFrom(...zones, ...oddZones), (second, zone) => {
        const reference = Temporal.Instant.fromEpochMilliseconds(second * 1000).toZonedDateTimeISO(zone);
        const wall = reference.toPlainDateTime().toString({ smallestUnit: 'second' });
        expect(wallTimeAt(second * 1000, zone)).toBe(wall);
        expect(instantOfWallTime(wall, zone)).toBe(
          reference.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '2026-03-29',
    '2026-03-29T02:30',
    '2026-03-29T02:30:00Z',
    '2026-13-01T00:00:00',
    '2026-02-30T09:00:00',
    'tomorrow',
    '',
  ])('refuse %s', (text) => {
    expect(() => instantOfWallTime(text, 'UTC')).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  test('keep the instant when the zone is not known', () => {
    expect(zonedDateTimeAt(Date.parse('2026-03-24T14:00:00Z'), resolveTimeZone('tzone://Microsoft/Custom'))).toEqual({
      dateTime: '2026-03-24T14:00:00',
      timeZone: 'UTC',
      instant: '2026-03-24T14:00:00Z',
      unresolvedTimeZone: 'tzone://Microsoft/Custom',
    });
  });
});

describe('the years 0 and 9999 are the ends', () => {
  test('and can be written', () => {
    const last = Date.parse('9999-12-31T23:59:59Z');
    expect(formatInstant(last)).toBe('9999-12-31T23:59:59Z');
    expect(wallTimeAt(last, 'America/New_York')).toBe('9999-12-31T18:59:59');
    expect(wallTimeAt(Date.parse('0000-01-01T00:00:00Z'), 'Europe/Berlin')).toBe('0000-01-01T00:53:28');
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
  });

  test.each([
    ['an instant after them', () => formatInstant(Date.parse('+010000-01-01T00:00:00Z'))],
    ['an instant no clock knows', () => formatInstant(Number.NaN)],
    ['a wall time after them', () => wallTimeAt(Date.parse('9999-12-31T23:59:59Z'), 'Europe/Berlin')],
    ['a wall time before them', () => wallTimeAt(Date.parse('0000-01-01T00:00:00Z'), 'America/New_York')],
    ['a wall time no clock knows', () => wallTimeAt(Number.POSITIVE_INFINITY, 'Europe/Berlin')],
    ['a day after them', () => addDays('9999-12-31', 1)],
    ['a day after no day', () => addDays('someday', 1)],
    ['a day after 30 February', () => addDays('2026-02-30', 1)],
  ])('%s is refused', (_what, work) => {
    expect(work).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});

describe('parseInstant', () => {
  test.each(['2026-03-24T14:00:00Z', '2026-03-24T15:00:00+01:00', '2026-03-24T14:00Z', '2026-03-24T14:00:00.123Z'])(
    'reads %s',
    (text) => {
      expect(formatInstant(parseInstant(text))).toBe('2026-03-24T14:00:00Z');
    },
  );
  test.each(['2026-03-24T14:00:00', '2026-03-24', '24/03/2026', '2026-03-24 14:00:00Z', '2026-02-30T09:00:00Z', ''])(
    'refuses %s',
    (text) => {
      expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    },
  );
});

describe('dates', () => {
  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %i days', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });
  test.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2026-2-28', false],
    ['2026-02-28T00:00:00Z', false],
    ['9999-99-99', false],
  ])('%s exists: %s', (date, expected) => {
    expect(isDate(date)).toBe(expected);
  });
});

describe('resolveTimeZone', () => {
  test.each([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['India Standard Time', 'Asia/Kolkata'],
    ['GMT Standard Time', 'Europe/London'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['Etc/GMT', 'UTC'],
    ['Etc/UCT', 'UTC'],
    ['Greenwich', 'UTC'],
    ['Z', 'UTC'],
    // Former names and links.
    ['US/Eastern', 'US/Eastern'],
    ['us/eastern', 'US/Eastern'],
    ['Singapore', 'Singapore'],
    ['japan', 'Japan'],
    ['EST5EDT', 'EST5EDT'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['Pacific Daylight Time', 'America/Los_Angeles'],
    ['W. Europe Daylight Time', 'Europe/Berlin'],
    ['W. Europe Summer Time', 'Europe/Berlin'],
    ['Pacific Daylight Time (Mexico)', 'America/Tijuana'],
  ])('%s is %s', (name, timeZone) => {
    expect(resolveTimeZone(name)).toEqual({ kind: 'iana', timeZone });
  });

  test.each([
    '',
    'tzone://Microsoft/Custom',
    'Customized Time Zone',
    'Mars/Olympus',
    '+01:00',
    // Known to some engines, ambiguous, and not in the IANA database.
    'PST',
    'IST',
    'UTC[u-ca=hebrew]',
    null,
    undefined,
  ])('%s is not resolved', (name) => {
    expect(resolveTimeZone(name)).toEqual({ kind: 'unresolved', vendorName: name ?? '' });
  });

  test.each([
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Berlin'],
    ['(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Berlin'],
    ['Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Berlin'],
    ['(UTC-08:00) Pacific Time (US & Canada)', 'America/Los_Angeles'],
    ['(UTC) Coordinated Universal Time', 'UTC'],
    ['(UTC-11:00) Coordinated Universal Time-11', 'Etc/GMT+11'],
    ['(UTC+00:00) Dublin, Edinburgh, Lisbon, London', 'Europe/London'],
    ['(GMT) Dublin, Edinburgh, Lisbon, London', 'Europe/London'],
    ['(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi', 'Asia/Kolkata'],
    // Names keep the offset of their time: Moscow had +04:00 until 2014, and +03:00 before 2011 and since.
    ['(UTC+04:00) Moscow, St. Petersburg, Volgograd', 'Europe/Moscow'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien', 'Europe/Berlin'],
    ['(UTC+01:00) Bryssel, Köpenhamn, Madrid, Paris', 'Europe/Paris'],
    ['(UTC+01:00) Amszterdam, Berlin, Bern, Róma, Stockholm, Bécs', 'Europe/Berlin'],
    ['(UTC + 01:00) Amsterdão, Berlim, Berna, Roma, Estocolmo, Viena', 'Europe/Berlin'],
    ['(UTC+01:00) Амстердам, Берлин, Берн, Рим, Стокгольм, Вена', 'Europe/Berlin'],
    ['(UTC + 01: 00) أمستردام، برلين، برن، روما، ستوكهولم، فيينا', 'Europe/Berlin'],
    ['(UTC+09:00) 大阪、札幌、東京', 'Asia/Tokyo'],
    ['(UTC+08:00) 北京，重庆，香港特别行政区，乌鲁木齐', 'Asia/Shanghai'],
    ['(UTC+02:00) Helsinki, Kiew, Riga, Sofia, Tallinn, Wilna', 'Europe/Kyiv'],
    ['(UTC-06:00) Guadalajara, Mexiko-Stadt, Monterrey', 'America/Mexico_City'],
    ['(UTC) Dublin, Édimbourg, Lisbonne, Londres', 'Europe/London'],
  ])('reads the display name %s', (name, timeZone) => {
    expect(resolveTimeZone(name)).toEqual({ kind: 'iana', timeZone });
  });

  test.each([
    // Cities of two zones, a city of another offset, no city, and no offset.
    '(UTC+01:00) Berlin, Madrid',
    '(UTC+05:00) Rom, Wien',
    '(UTC+01:00) Unsere Filiale',
    '(UTC+01:00)',
    'Rom, Wien',
    'Dublin, Édimbourg, Lisbonne, Londres',
    '(UTC+06:00) Guadalajara, Mexiko-Stadt, Monterrey',
    'Mitteleuropäische Zeit',
  ])('guesses nothing from %s', (name) => {
    expect(resolveTimeZone(name)).toEqual({ kind: 'unresolved', vendorName: name });
  });

  test('knows what Windows shows for every zone it has', () => {
    const unknown = windowsZones
      .map(([windowsId]) => windowsId)
      .filter((windowsId) => windowsPlaces[windowsId] === undefined);
    expect(unknown).toEqual([]);
    expect(windowsZones).toHaveLength(Object.keys(windowsPlaces).length);
    for (const [windowsId, texts] of Object.entries(windowsPlaces)) {
      for (const text of texts.split('|')) {
        expect([text, resolveTimeZone(`(UTC+00:00) ${text}`)]).toEqual([text, resolveTimeZone(windowsId)]);
      }
    }
  });

  test('only names that can be counted in are resolved', () => {
    // Some engines know these names in one place and not in the other.
    for (const name of ['SystemV/PST8', 'US/Pacific-New', 'ACT', 'CST', 'Factory']) {
      const zone = resolveTimeZone(name);
      expect(isIanaTimeZone(name)).toBe(zone.kind === 'iana');
      expect(zonedDateTimeAt(0, zone).instant).toBe('1970-01-01T00:00:00Z');
    }
  });

  test('a name of any length is taken', () => {
    expect(resolveTimeZone('x'.repeat(100_000))).toEqual({ kind: 'unresolved', vendorName: 'x'.repeat(200) });
  });

  test('every Windows zone leads to a zone that this runtime knows, and back', () => {
    for (const [windowsId, iana] of windowsZones) {
      expect(resolveTimeZone(windowsId)).toEqual({ kind: 'iana', timeZone: windowsId === 'UTC' ? 'UTC' : iana });
      expect(windowsTimeZone(iana)).toBe(windowsId);
      expect(() => wallTimeAt(0, iana)).not.toThrow();
    }
  });

  test('today’s and former names of a zone lead to the same Windows zone', () => {
    expect(windowsTimeZone('Asia/Kolkata')).toBe('India Standard Time');
    expect(windowsTimeZone('Asia/Calcutta')).toBe('India Standard Time');
    expect(windowsTimeZone('Etc/Unknown')).toBeUndefined();
  });
});

describe('overlapsWindow', () => {
  const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-24T00:00:00Z' };
  const timed = (start: string, end: string): Parameters<typeof overlapsWindow>[0] => ({
    kind: 'timed',
    start: zonedDateTimeAt(parseInstant(start), resolveTimeZone('UTC')),
    end: zonedDateTimeAt(parseInstant(end), resolveTimeZone('UTC')),
  });

  test.each([
    ['2026-03-22T23:00:00Z', '2026-03-23T00:00:00Z', false],
    ['2026-03-22T23:00:00Z', '2026-03-23T00:00:01Z', true],
    ['2026-03-23T23:59:59Z', '2026-03-24T01:00:00Z', true],
    ['2026-03-24T00:00:00Z', '2026-03-24T01:00:00Z', false],
    ['2026-03-20T00:00:00Z', '2026-03-30T00:00:00Z', true],
    ['2026-03-23T00:00:00Z', '2026-03-23T00:00:00Z', true],
    ['2026-03-24T00:00:00Z', '2026-03-24T00:00:00Z', false],
  ])('%s to %s: %s', (start, end, expected) => {
    expect(overlapsWindow(timed(start, end), window, 'UTC')).toBe(expected);
  });

  test.each([
    ['UTC', '2026-03-22', false],
    ['UTC', '2026-03-23', true],
    ['Pacific/Auckland', '2026-03-24', true],
    ['America/Los_Angeles', '2026-03-22', true],
    ['America/Los_Angeles', '2026-03-24', false],
  ])('in %s the whole day %s: %s', (zone, date, expected) => {
    expect(overlapsWindow({ kind: 'allDay', startDate: date, endDate: addDays(date, 1) }, window, zone)).toBe(expected);
  });
});
