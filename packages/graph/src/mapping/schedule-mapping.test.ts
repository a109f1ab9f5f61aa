import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { joinTakenTimes, takenTimes } from './schedule-mapping.ts';
import type { TakenTime } from './schedule-mapping.ts';

const at = (time: string): number => Date.parse(`2026-03-23T${time}Z`);
const asked = { startMs: at('08:00:00'), endMs: at('10:00:00') };
const utc = (time: string) => ({ dateTime: `2026-03-23T${time}`, timeZone: 'UTC' });
const item = (status: string | null, start: string, end: string) => ({ status, start: utc(start), end: utc(end) });

describe('takenTimes', () => {
  test.each([
    ['busy', 'busy'],
    ['tentative', 'tentative'],
    ['oof', 'outOfOffice'],
    ['workingElsewhere', 'workingElsewhere'],
    ['unknown', 'busy'],
    ['fromTheFuture', 'busy'],
    [null, 'busy'],
  ])('takes %s for %s', (status, kind) => {
    const scheduleItems = [item(status, '08:30:00.0000000', '09:00:00.0000000')];
    expect(takenTimes({ scheduleItems }, asked)).toEqual([{ startMs: at('08:30:00'), endMs: at('09:00:00'), kind }]);
  });

  it('leaves out what is free and what is not in the time that was asked about', () => {
    const scheduleItems = [
      item('free', '08:00:00', '10:00:00'),
      item('busy', '07:00:00', '08:00:00'),
      item('busy', '10:00:00', '11:00:00'),
      item('busy', '09:00:00', '09:00:00'),
    ];
    expect(takenTimes({ scheduleItems }, asked)).toEqual([]);
  });

  it('cuts to the time that was asked about, and never ends too early', () => {
    const scheduleItems = [item('busy', '07:00:00', '08:00:00.5000000'), item('busy', '09:59:59', '12:00:00')];
    expect(takenTimes({ scheduleItems }, asked)).toEqual([
      { startMs: at('08:00:00'), endMs: at('08:00:01'), kind: 'busy' },
      { startMs: at('09:59:59'), endMs: at('10:00:00'), kind: 'busy' },
    ]);
  });

  it('reads entries in the zone they are written in', () => {
    const berlin = (time: string) => ({ dateTime: `2026-03-23T${time}`, timeZone: 'W. Europe Standard Time' });
    const scheduleItems = [{ status: 'busy', start: berlin('09:30:00'), end: berlin('10:00:00') }];
    expect(takenTimes({ scheduleItems }, asked)).toMatchObject([{ startMs: at('08:30:00') }]);
  });

  it('believes the view when it shows taken slots and nothing says which entries they are', () => {
    for (const scheduleItems of [[], null, undefined, [item('free', '08:00:00', '08:30:00')]]) {
      expect(takenTimes({ scheduleItems, availabilityView: '0134' }, asked)).toEqual([
        { startMs: at('08:30:00'), endMs: at('09:00:00'), kind: 'tentative' },
        { startMs: at('09:00:00'), endMs: at('09:30:00'), kind: 'outOfOffice' },
        { startMs: at('09:30:00'), endMs: at('10:00:00'), kind: 'workingElsewhere' },
      ]);
    }
    const scheduleItems = [item('busy', '08:30:00', '08:45:00')];
    expect(takenTimes({ scheduleItems, availabilityView: '0200' }, asked)).toHaveLength(1);
  });

  it.each([
    [{}],
    [{ scheduleItems: null }],
    [{ scheduleItems: [], availabilityView: '00x0' }],
    [{ scheduleItems: null, availabilityView: '' }],
    [{ scheduleItems: [], availabilityView: '' }],
    [{ availabilityView: '000' }],
  ])('is not free time: %j', (schedule) => {
    expect(() => takenTimes(schedule, asked)).toThrow(/cannot be understood/);
  });
});

describe('joinTakenTimes', () => {
  const minute = 60_000;
  const time = fc.record({
    startMs: fc.nat(600).map((minutes) => asked.startMs + minutes * minute),
    length: fc.integer({ min: 1, max: 90 }),
    kind: fc.constantFrom('busy', 'tentative', 'outOfOffice', 'workingElsewhere'),
  });
  const times = fc
    .array(time, { maxLength: 20 })
    .map((list): readonly TakenTime[] =>
      list.map(({ startMs, length, kind }) => ({ startMs, endMs: startMs + length * minute, kind })),
    );
  /** Which minutes each kind takes. */
  const minutesOf = (list: readonly TakenTime[]): ReadonlySet<string> =>
    new Set(
      list.flatMap(({ startMs, endMs, kind }) =>
        Array.from({ length: (endMs - startMs) / minute }, (_, index) => `${kind} ${startMs + index * minute}`),
      ),
    );

  test('takes the same time as before, sorted, and no two of a kind touch', () => {
    fc.assert(
      fc.property(times, (list) => {
        const periods = joinTakenTimes(list);
        const joined = periods.map(({ start, end, kind }) => ({
          startMs: Date.parse(start),
          endMs: Date.parse(end),
          kind,
        }));
        expect(minutesOf(joined)).toEqual(minutesOf(list));
        expect(periods.map(({ start }) => start)).toEqual(periods.map(({ start }) => start).toSorted());
        for (const { startMs, kind } of joined) {
          const before = joined.filter((other) => other.kind === kind && other.startMs < startMs);
          expect(before.every(({ endMs }) => endMs < startMs)).toBe(true);
        }
      }),
    );
  });
});
