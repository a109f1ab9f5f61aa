import { describe, expect, test } from 'vitest';
import { manualClock } from '../../src/index.ts';

const start = '2026-03-20T08:00:00Z';

describe('manualClock', () => {
  test('stands still until it is moved', async () => {
    const clock = manualClock(start);
    expect(clock.now()).toBe(Date.parse(start));
    await clock.advance(90 * 86_400_000);
    expect(new Date(clock.now()).toISOString()).toBe('2026-06-18T08:00:00.000Z');
    await clock.advanceTo('2026-06-18T10:00:00+01:00');
    expect(new Date(clock.now()).toISOString()).toBe('2026-06-18T09:00:00.000Z');
  });

  test('wakes sleepers in order, also those that go to sleep again on the way', async () => {
    const clock = manualClock(start);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number, rounds: number): Promise<void> => {
      for (let round = 1; round <= rounds; round += 1) {
        await clock.sleep(ms);
        woken.push(`${name}${round}@${clock.now() - Date.parse(start)}`);
      }
    };
    const all = Promise.all([sleeper('b', 200, 1), sleeper('a', 100, 3)]);
    await clock.advance(250);
    expect(woken).toEqual(['a1@100', 'b1@200', 'a2@200']);
    await clock.advance(50);
    await all;
    expect(woken.at(-1)).toBe('a3@300');
  });

  test('waits for work that lies many steps above a sleep', async () => {
    const clock = manualClock(start);
    const nap = async (depth: number): Promise<void> => (depth === 0 ? clock.sleep(100) : nap(depth - 1));
    const woken: number[] = [];
    const working = (async () => {
      for (let round = 1; round <= 3; round += 1) {
        await nap(10);
        woken.push(clock.now() - Date.parse(start));
      }
    })();
    await clock.advance(300);
    await working;
    expect(woken).toEqual([100, 200, 300]);
  });

  test('ends a sleep with the signal', async () => {
    const clock = manualClock(start);
    const controller = new AbortController();
    const sleeping = clock.sleep(1_000, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.sleep(1, { signal: AbortSignal.abort(new Error('at once')) })).rejects.toThrow('at once');
  });

  test('does not run backwards and is set with an instant', async () => {
    const clock = manualClock(start);
    await expect(clock.advance(-1)).rejects.toThrow(RangeError);
    await expect(clock.advanceTo('2026-03-20T07:59:59Z')).rejects.toThrow(RangeError);
    expect(() => manualClock('2026-03-20T08:00:00')).toThrow(RangeError);
    expect(() => manualClock('2026-13-20T08:00:00Z')).toThrow(RangeError);
    await expect(clock.advance(Number.NaN)).rejects.toThrow(RangeError);
    await expect(clock.advance(Infinity)).rejects.toThrow(RangeError);
  });
});
