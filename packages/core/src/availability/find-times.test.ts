import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BusyKind, Schedule, WorkingHours } from '../model/free-busy.ts';
import { wallTimeAt } from '../time/zoned-date-time.ts';
import { findTimes } from './find-times.ts';
import type { FindTimesOptions } from './find-times.ts';
import { mergeBusy } from './merge-busy.ts';

const day = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
const office: WorkingHours = { timeZone: 'Europe/Berlin', periods: [{ day: 'mo', from: '09:00', to: '17:00' }] };

function known(mailbox: string, ...busy: readonly [from: string, to: string, kind?: BusyKind][]): Schedule {
  return {
    kind: 'known',
    mailbox,
    busy: busy.map(([from, to, kind = 'busy']) => ({
      start: `2026-11-16T${from}:00Z`,
      end: `2026-11-16T${to}:00Z`,
      kind,
    })),
  };
}

const unknown = (mailbox: string): Schedule => ({ kind: 'unknown', mailbox, reason: 'accessDenied' });

/** Starts of the proposals on the clock of the asked zone. */
function starts(options: Partial<FindTimesOptions>): string[] {
  return find(options).proposals.map(({ start }) => start.dateTime.slice(11, 16));
}

function find(options: Partial<FindTimesOptions>) {
  return findTimes({
    window: day,
    durationMinutes: 60,
    timeZone: 'UTC',
    schedules: [known('ada'), known('bob')],
    required: [{ mailbox: 'ada' }],
    stepMinutes: 60,
    ...options,
  });
}

describe('findTimes', () => {
  test('finds what is free for everybody required', () => {
    const schedules = [known('ada', ['00:00', '09:00'], ['12:00', '24:00']), known('Bob', ['10:30', '11:00'])];
    expect(starts({ schedules, required: [{ mailbox: 'ADA' }, { mailbox: 'bob' }] })).toEqual(['09:00', '11:00']);
  });

  test('promises nothing for somebody unknown, or nobody asked about', () => {
    const schedules = [known('ada'), unknown('bob')];
    for (const mailbox of ['bob', 'carol']) {
      const found = find({ schedules, required: [{ mailbox: 'ada' }, { mailbox }] });
      expect(found).toEqual({ proposals: [], requiredUnknown: [mailbox], roomsUnknown: [] });
    }
  });

  test('an unknown room is not proposed; a known one has to be free', () => {
    const schedules = [
      known('ada', ['00:00', '10:00'], ['12:00', '24:00']),
      known('room 1', ['10:00', '11:00']),
      unknown('room 2'),
    ];
    const found = find({ schedules, rooms: [{ mailbox: 'room 1' }, { mailbox: 'room 2' }] });
    expect(found.roomsUnknown).toEqual(['room 2']);
    expect(found.proposals).toMatchObject([{ start: { dateTime: '2026-11-16T11:00:00' }, freeRooms: ['room 1'] }]);
    expect(find({ schedules, rooms: [{ mailbox: 'room 2' }] }).proposals).toEqual([]);
    expect(starts({ schedules, rooms: [{ mailbox: 'room 2' }], roomsNeeded: 0 })).toEqual(['10:00', '11:00']);
  });

  test('prefers times with fewer conflicts of optional people, then earlier ones', () => {
    const schedules = [
      known('ada', ['00:00', '09:00'], ['12:00', '24:00']),
      known('bob', ['09:00', '10:00']),
      unknown('eve'),
    ];
    const found = find({ schedules, optional: [{ mailbox: 'bob' }, { mailbox: 'eve' }] });
    expect(
      found.proposals.map(({ start, optionalConflicts }) => [start.dateTime.slice(11, 16), optionalConflicts]),
    ).toEqual([
      ['10:00', []],
      ['11:00', []],
      ['09:00', ['bob']],
    ]);
    expect(found.proposals[0]?.optionalUnknown).toEqual(['eve']);
  });

  test('keeps to working hours in their own zone, but not with buffers, and not when told otherwise', () => {
    const required = [{ mailbox: 'ada', workingHours: office }];
    const nine = Array.from({ length: 8 }, (_, hour) => `${String(hour + 8).padStart(2, '0')}:00`);
    expect(starts({ required })).toEqual(nine);
    expect(starts({ required, bufferBeforeMinutes: 30, bufferAfterMinutes: 30 })).toEqual(nine);
    expect(starts({ required: [{ mailbox: 'ada', workingHours: office, respectWorkingHours: false }] })).toHaveLength(
      20,
    );
    expect(starts({ schedules: [{ kind: 'known', mailbox: 'ada', busy: [], workingHours: office }] })).toEqual(nine);
  });

  test('keeps buffers free before and after', () => {
    const schedules = [known('ada', ['00:00', '09:00'], ['11:00', '13:00'], ['16:00', '24:00'])];
    expect(starts({ schedules, stepMinutes: 30 })).toEqual([
      '09:00',
      '09:30',
      '10:00',
      '13:00',
      '13:30',
      '14:00',
      '14:30',
      '15:00',
    ]);
    expect(starts({ schedules, stepMinutes: 30, bufferBeforeMinutes: 30, bufferAfterMinutes: 30 })).toEqual([
      '09:30',
      '13:30',
      '14:00',
      '14:30',
    ]);
  });

  test('knows nothing outside the window: buffers lie in it too', () => {
    expect(starts({ bufferBeforeMinutes: 30, maxProposals: 1_000 })[0]).toBe('01:00');
    expect(starts({ bufferAfterMinutes: 30, maxProposals: 1_000 }).at(-1)).toBe('22:00');
  });

  test('takes all that is known of somebody: several answers count together, and one that is unknown counts', () => {
    const schedules = [known('ada', ['00:00', '09:00']), known('Ada', ['10:00', '24:00'])];
    expect(starts({ schedules })).toEqual(['09:00']);
    for (const answers of [
      [...schedules, unknown('ada')],
      [unknown('ADA'), ...schedules],
    ]) {
      expect(find({ schedules: answers })).toMatchObject({ proposals: [], requiredUnknown: ['ada'] });
    }
    const hours = (from: string, to: string): WorkingHours => ({
      timeZone: 'UTC',
      periods: [{ day: 'mo', from, to }],
    });
    const working = [hours('08:00', '12:00'), hours('10:00', '14:00')].map((workingHours): Schedule => {
      return { kind: 'known', mailbox: 'ada', busy: [], workingHours };
    });
    expect(starts({ schedules: working })).toEqual(['10:00', '11:00']);
  });

  test('of many times that suit gives the best, in order', () => {
    const schedules = [
      known('ada'),
      known('bob', ['00:00', '03:00'], ['05:00', '24:00']),
      known('chi', ['00:00', '01:00']),
    ];
    const optional = [{ mailbox: 'bob' }, { mailbox: 'chi' }];
    expect(starts({ schedules, optional, maxProposals: 4 })).toEqual(['03:00', '04:00', '01:00', '02:00']);
    expect(starts({ schedules, optional, maxProposals: 1 })).toEqual(['03:00']);
    expect(starts({ schedules, optional, maxProposals: 1_000 }).at(-1)).toBe('00:00');
  });

  test('working elsewhere is no conflict unless it counts as one', () => {
    const schedules = [known('ada', ['00:00', '23:00', 'workingElsewhere'])];
    expect(starts({ schedules, maxProposals: 1_000 })).toHaveLength(24);
    expect(starts({ schedules, busyKinds: ['workingElsewhere'] })).toEqual(['23:00']);
  });

  test('begins on the clock of the zone, also around the hour that clocks repeat', () => {
    const window = { start: '2026-10-25T00:20:00+02:00', end: '2026-10-25T05:00:00+01:00' };
    const found = find({ window, timeZone: 'Europe/Berlin' });
    expect(found.proposals.map(({ start }) => [start.dateTime.slice(11, 16), start.instant.slice(11, 16)])).toEqual([
      ['01:00', '23:00'],
      ['02:00', '00:00'],
      ['02:00', '01:00'],
      ['03:00', '02:00'],
      ['04:00', '03:00'],
    ]);
  });

  test.each([
    [{ durationMinutes: 0 }, 'durationMinutes'],
    [{ durationMinutes: 1.5 }, 'durationMinutes'],
    [{ stepMinutes: 0 }, 'stepMinutes'],
    [{ timeZone: 'Berlin' }, 'timeZone'],
    [{ window: { start: day.end, end: day.start } }, 'window'],
    [{ window: { start: '2026-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' } }, 'window'],
    [{ required: [] }, 'looked for'],
    [{ roomsNeeded: 1 }, 'roomsNeeded'],
    [
      {
        required: [
          { mailbox: 'ada', workingHours: { timeZone: 'UTC', periods: [{ day: 'mo', from: '9:00', to: '17:00' }] } },
        ],
      } as const,
      'workingHours',
    ],
    [
      {
        required: [
          { mailbox: 'ada', workingHours: { timeZone: 'UTC', periods: [{ day: 'mo', from: '17:00', to: '09:00' }] } },
        ],
      } as const,
      'workingHours',
    ],
  ] satisfies [Partial<FindTimesOptions>, string][])('refuses %j', (options, named) => {
    expect(() => find(options)).toThrow(named);
  });

  test('proposes exactly the times that a look at every minute finds free', () => {
    const minute = fc.integer({ min: 0, max: 1_440 });
    const schedule = fc.array(fc.tuple(minute, minute), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(schedule, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(5, 15, 25, 60),
        fc.integer({ min: 1, max: 240 }),
        fc.integer({ min: 0, max: 45 }),
        (people, stepMinutes, durationMinutes, buffer) => {
          const dayMs = Date.parse(day.start);
          const at = (minutes: number): string => new Date(dayMs + minutes * 60_000).toISOString().replace('.000', '');
          const busy = people.map((periods) => periods.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const));
          const taken = new Set(
            busy.flat().flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)),
          );
          const expected: number[] = [];
          for (let from = 0; from + durationMinutes <= 1_440; from += stepMinutes) {
            if (from < buffer || from + durationMinutes + buffer > 1_440) continue;
            const span = Array.from({ length: durationMinutes + 2 * buffer }, (_, index) => from - buffer + index);
            if (!span.some((one) => taken.has(one))) expected.push(from);
          }
          const found = findTimes({
            window: day,
            timeZone: 'UTC',
            durationMinutes,
            stepMinutes,
            bufferBeforeMinutes: buffer,
            bufferAfterMinutes: buffer,
            maxProposals: 1_000,
            required: people.map((_, index) => ({ mailbox: `p${index}` })),
            schedules: busy.map((periods, index) => ({
              kind: 'known',
              mailbox: `p${index}`,
              busy: periods.map(([from, to]) => ({ start: at(from), end: at(to), kind: 'busy' })),
            })),
          });
          expect(found.proposals.map(({ start }) => (Date.parse(start.instant) - dayMs) / 60_000)).toEqual(expected);
        },
      ),
    );
  });

  test('every proposal of working hours lies in them, whatever the zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Australia/Lord_Howe', 'America/New_York', 'Asia/Kathmandu'),
        fc.integer({ min: 0, max: 360 }),
        (timeZone, dayOfYear) => {
          const startMs = Date.UTC(2026, 0, 1) + dayOfYear * 86_400_000;
          const workingHours: WorkingHours = {
            timeZone,
            periods: (['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const).map((weekday) => ({
              day: weekday,
              from: '08:30',
              to: '16:45',
            })),
          };
          const found = find({
            window: { start: new Date(startMs).toISOString(), end: new Date(startMs + 3 * 86_400_000).toISOString() },
            required: [{ mailbox: 'ada', workingHours }],
            stepMinutes: 5,
            maxProposals: 1_000,
          });
          expect(found.proposals.length).toBeGreaterThan(200);
          for (const { start, end } of found.proposals) {
            const [from, to] = [start, end].map(({ instant }) =>
              wallTimeAt(Date.parse(instant), timeZone).slice(11, 16),
            );
            expect((from ?? '') >= '08:30' && (to ?? '') <= '16:45' && (from ?? '') < (to ?? '')).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('mergeBusy', () => {
  test('lays schedules over each other', () => {
    const merged = mergeBusy([
      known('ada', ['09:00', '10:00'], ['12:00', '12:00']),
      known('bob', ['10:00', '11:00'], ['09:30', '10:30']),
    ]);
    expect(merged).toEqual({
      busy: [{ start: '2026-11-16T09:00:00Z', end: '2026-11-16T11:00:00Z' }],
      unknown: [],
      isComplete: true,
    });
  });

  test('is not complete when one of them is unknown', () => {
    expect(mergeBusy([known('ada'), unknown('bob')])).toEqual({ busy: [], unknown: ['bob'], isComplete: false });
  });
});
