import { describe, expect, it } from 'vitest';
import { observeServerClock, skewOf } from './server-clock.ts';

const nowMs = Date.parse('2026-11-16T08:00:00Z');

describe('skewOf', () => {
  it.each([
    ['Mon, 16 Nov 2026 08:00:00 GMT', -500],
    ['Mon, 16 Nov 2026 07:50:00 GMT', 599_500],
    ['Mon, 16 Nov 2026 08:10:00 GMT', -600_500],
    ['1795335600', undefined],
    ['2026-11-16T08:00:00Z', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads %j as %s ms', (date, skewMs) => {
    expect(skewOf(date, nowMs)).toBe(skewMs);
  });
});

describe('observeServerClock', () => {
  it('keeps what the latest answer said that said anything', async () => {
    const dates = ['Mon, 16 Nov 2026 07:59:00 GMT', undefined, 'Mon, 16 Nov 2026 08:00:00 GMT'];
    const { fetch, serverClock } = observeServerClock({
      clock: { now: () => nowMs },
      fetch: () => {
        const date = dates.shift();
        return Promise.resolve(new Response(null, { headers: date === undefined ? {} : { date } }));
      },
    });
    const seen = [serverClock.skewMs()];
    for (let request = 0; request < 3; request += 1) {
      await fetch('https://www.googleapis.com/');
      seen.push(serverClock.skewMs());
    }
    expect(seen).toEqual([undefined, 59_500, 59_500, -500]);
  });
});
