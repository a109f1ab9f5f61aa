import type { BusyKind } from '@kalends/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { busyPeriodsOf, busyViewOf } from './busy-mapping.ts';
import type { BusyView } from './busy-mapping.ts';

const startMs = Date.UTC(2026, 2, 23);
const endMs = startMs + 30 * 60_000;
const minute = (at: number): number => startMs + at * 60_000;
const event = (from: string, to: string, kind: string): object => ({
  StartTime: `2026-03-23T00:${from}:00`,
  EndTime: `2026-03-23T00:${to}:00`,
  BusyType: kind,
});
const viewOf = (events: readonly object[], digits?: string, type = 'FreeBusyMerged'): BusyView =>
  busyViewOf(
    {
      FreeBusyViewType: type,
      ...(digits === undefined ? {} : { MergedFreeBusy: digits }),
      CalendarEventArray: { CalendarEvent: events },
    },
    startMs,
    endMs,
  );

describe('busyViewOf', () => {
  test.each([
    ['Tentative', 'tentative'],
    ['Busy', 'busy'],
    ['OOF', 'outOfOffice'],
    ['WorkingElsewhere', 'workingElsewhere'],
    ['SomethingNew', 'busy'],
    ['constructor', 'busy'],
  ])('reads %s as %s', (type, kind) => {
    expect(viewOf([event('05', '10', type)])).toEqual({
      kind: 'known',
      busy: [{ startMs: minute(5), endMs: minute(10), kind }],
    });
  });

  test('lists no free time', () => {
    expect(viewOf([event('05', '10', 'Free')], '000000')).toEqual({ kind: 'known', busy: [] });
  });

  test('takes time without data for unknown, in events and in digits', () => {
    expect(viewOf([event('05', '10', 'NoData')])).toEqual({ kind: 'noData' });
    expect(viewOf([], '004000')).toEqual({ kind: 'noData' });
    expect(viewOf([event('05', '10', 'Busy')], '020004')).toEqual({ kind: 'noData' });
    expect(viewOf([], '000040', 'MergedOnly')).toEqual({ kind: 'noData' });
  });

  test('knows working elsewhere by its event, whose digit is that of no data', () => {
    expect(viewOf([event('05', '15', 'WorkingElsewhere')], '044000')).toMatchObject({ kind: 'known' });
  });

  test('adds what digits know beyond the events', () => {
    expect(viewOf([event('05', '10', 'Busy')], '020310')).toEqual({
      kind: 'known',
      busy: [
        { startMs: minute(5), endMs: minute(10), kind: 'busy' },
        { startMs: minute(15), endMs: minute(20), kind: 'outOfOffice' },
        { startMs: minute(20), endMs: minute(25), kind: 'tentative' },
      ],
    });
  });

  test('does not count an event twice whose edges lie inside a digit, or that takes no time', () => {
    const busy = viewOf([event('03', '07', 'Busy'), event('12', '12', 'Busy')], '222000');
    expect(busy).toMatchObject({ busy: [{ startMs: minute(3) }, { startMs: minute(12) }] });
  });

  test('takes times with an offset for what they say', () => {
    const odd = { StartTime: '2026-03-23T01:05:00+01:00', EndTime: '2026-03-23T00:10:00Z', BusyType: 'Busy' };
    expect(viewOf([odd])).toMatchObject({ busy: [{ startMs: minute(5), endMs: minute(10) }] });
  });

  test('is hidden when the view is none', () => {
    expect(busyViewOf({ FreeBusyViewType: ' None ' }, startMs, endMs)).toEqual({ kind: 'hidden' });
  });

  test.each([
    ['no type', {}],
    ['no digits', { FreeBusyViewType: 'MergedOnly' }],
    ['too few digits', { FreeBusyViewType: 'FreeBusyMerged', MergedFreeBusy: '00' }],
    ['too many digits', { FreeBusyViewType: 'MergedOnly', MergedFreeBusy: '0000000' }],
    ['no time', { FreeBusyViewType: 'FreeBusy', CalendarEventArray: { CalendarEvent: [{ BusyType: 'Busy' }] } }],
    [
      'an end before the start',
      { FreeBusyViewType: 'FreeBusy', CalendarEventArray: { CalendarEvent: [event('10', '05', 'Free')] } },
    ],
  ])('refuses a view with %s', (_what, view) => {
    expect(() => busyViewOf(view, startMs, endMs)).toThrow(expect.objectContaining({ code: 'invalidResponse' }));
  });
});

describe('busyPeriodsOf', () => {
  const kinds: readonly BusyKind[] = ['busy', 'tentative', 'outOfOffice'];
  const intervals = fc.array(
    fc
      .record({ from: fc.nat(40), length: fc.nat(12), kind: fc.constantFrom(...kinds) })
      .map(({ from, length, kind }) => ({
        startMs: minute(from - 5),
        endMs: minute(from - 5 + length),
        kind,
      })),
  );

  test('covers the same time of the same kind, in order, inside the window, in as few periods as can be', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const periods = busyPeriodsOf(all, { startMs, endMs });
        const covered = (ms: number, kind: BusyKind): boolean =>
          periods.some((one) => one.kind === kind && Date.parse(one.start) <= ms && ms < Date.parse(one.end));
        for (let at = -10; at < 45; at += 1) {
          for (const kind of kinds) {
            const isTaken =
              at >= 0 &&
              at < 30 &&
              all.some((one) => one.kind === kind && one.startMs <= minute(at) && minute(at) < one.endMs);
            expect(covered(minute(at), kind)).toBe(isTaken);
          }
        }
        expect(periods.map(({ start }) => start)).toEqual(periods.map(({ start }) => start).sort());
        for (const kind of kinds) {
          const own = periods.filter((one) => one.kind === kind);
          for (const [at, one] of own.entries()) expect(one.start > (own[at - 1]?.end ?? '')).toBe(true);
        }
      }),
    );
  });

  test('leaves kinds apart that overlap', () => {
    const periods = busyPeriodsOf(
      [
        { startMs: minute(0), endMs: minute(10), kind: 'busy' },
        { startMs: minute(5), endMs: minute(15), kind: 'tentative' },
        { startMs: minute(10), endMs: minute(20), kind: 'busy' },
      ],
      { startMs, endMs },
    );
    expect(periods).toEqual([
      { start: '2026-03-23T00:00:00Z', end: '2026-03-23T00:20:00Z', kind: 'busy' },
      { start: '2026-03-23T00:05:00Z', end: '2026-03-23T00:15:00Z', kind: 'tentative' },
    ]);
  });
});
