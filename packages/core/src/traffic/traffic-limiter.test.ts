import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import { trafficLimiter } from './traffic-limiter.ts';
import type { TrafficLimiterOptions } from './traffic-limiter.ts';

function fixture(options: Partial<TrafficLimiterOptions> = {}) {
  const clock = {
    nowMs: 0,
    now: (): number => clock.nowMs,
    sleep: async (ms: number, sleeping: { readonly signal?: AbortSignal } = {}): Promise<void> => {
      sleeping.signal?.throwIfAborted();
      clock.nowMs += ms;
      await Promise.resolve();
    },
  };
  return { clock, limiter: trafficLimiter({ limits: { perMailbox: 2, perApplication: 3 }, clock, ...options }) };
}

const busy = (retryAfterMs?: number): CalendarError =>
  new CalendarError({ code: 'rateLimited', message: 'busy', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('trafficLimiter', () => {
  test('keeps to the limits of a mailbox and of all together, whatever comes, and lets everybody through', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('ada', 'ben', 'chitra'), fc.nat(5), fc.boolean()), { maxLength: 40 }),
        async (calls) => {
          const { limiter } = fixture();
          const active = new Map<string, number>();
          let most = 0;
          let all = 0;
          const outcomes = await Promise.allSettled(
            calls.map(([mailbox, turns, fails]) =>
              limiter.run({ mailbox }, async () => {
                const now = (active.get(mailbox) ?? 0) + 1;
                active.set(mailbox, now);
                all += 1;
                most = Math.max(most, now, all - 1);
                for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
                active.set(mailbox, (active.get(mailbox) ?? 0) - 1);
                all -= 1;
                if (fails) throw new Error('failed');
              }),
            ),
          );
          expect(most).toBeLessThanOrEqual(2);
          expect(outcomes.map(({ status }) => status)).toEqual(
            calls.map(([, , fails]) => (fails ? 'rejected' : 'fulfilled')),
          );
        },
      ),
    );
  });

  test('lets them through in the order they came', async () => {
    const { limiter } = fixture({ limits: { perMailbox: 1, perApplication: 9 } });
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((one) => limiter.run({ mailbox: 'ada' }, async () => void order.push(one))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test('a mailbox that is to be left alone is, for as long as the service asked; others go on', async () => {
    const { limiter, clock } = fixture();
    await expect(limiter.run({ mailbox: 'ada' }, () => Promise.reject(busy(20_000)))).rejects.toThrow('busy');
    await limiter.run({ mailbox: 'ben' }, () => Promise.resolve());
    expect(clock.nowMs).toBe(0);
    await limiter.run({ mailbox: 'ada' }, () => Promise.resolve());
    expect(clock.nowMs).toBe(20_000);
  });

  test('whoever waits for a place among all while their mailbox is refused leaves it alone too', async () => {
    const { limiter, clock } = fixture({ limits: { perMailbox: 2, perApplication: 2 } });
    const [ben, ada] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const others = limiter.run({ mailbox: 'ben' }, () => ben.promise);
    const refused = limiter.run({ mailbox: 'ada' }, () => ada.promise);
    const sentAt: number[] = [];
    const waiting = limiter.run({ mailbox: 'ada' }, async () => void sentAt.push(clock.nowMs));
    await settle();
    ada.reject(busy(20_000));
    await expect(refused).rejects.toThrow('busy');
    await waiting;
    expect(sentAt).toEqual([20_000]);
    ben.resolve();
    await others;
  });

  test('an address is one mailbox, however it is written', async () => {
    const { limiter, clock } = fixture();
    await expect(limiter.run({ mailbox: 'Ada@tidewater.example' }, () => Promise.reject(busy(20_000)))).rejects.toThrow(
      'busy',
    );
    await limiter.run({ mailbox: 'ada@tidewater.example' }, () => Promise.resolve());
    expect(clock.nowMs).toBe(20_000);
  });

  test('does not shorten a longer wait and does not send: the call fails with what is left', async () => {
    const { limiter, clock } = fixture();
    await expect(limiter.run({ mailbox: 'ada' }, () => Promise.reject(busy(7_200_000)))).rejects.toThrow('busy');
    clock.nowMs += 3_600_000;
    let sent = 0;
    const request = (): Promise<void> => Promise.resolve(void (sent += 1));
    await expect(limiter.run({ mailbox: 'ada' }, request)).rejects.toMatchObject({
      code: 'rateLimited',
      retryAfterMs: 3_600_000,
    });
    clock.nowMs += 3_600_000;
    await limiter.run({ mailbox: 'ada' }, request);
    expect(sent).toBe(1);
  });

  test('a shorter wait does not cut a longer one', async () => {
    const { limiter, clock } = fixture();
    const refusals = [20_000, 5_000].map((ms) => limiter.run({ mailbox: 'ada' }, () => Promise.reject(busy(ms))));
    expect((await Promise.allSettled(refusals)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await limiter.run({ mailbox: 'ada' }, () => Promise.resolve());
    expect(clock.nowMs).toBe(20_000);
  });

  test('a refusal without a time holds nobody back', async () => {
    const { limiter, clock } = fixture();
    await expect(limiter.run({ mailbox: 'ada' }, () => Promise.reject(busy()))).rejects.toThrow('busy');
    await limiter.run({ mailbox: 'ada' }, () => Promise.resolve());
    expect(clock.nowMs).toBe(0);
  });

  test('whoever waits may leave, and keeps no place', async () => {
    const { limiter } = fixture({ limits: { perMailbox: 1, perApplication: 1 } });
    const gate = Promise.withResolvers<void>();
    const first = limiter.run({ mailbox: 'ada' }, () => gate.promise);
    const leaving = new AbortController();
    const left = limiter.run({ mailbox: 'ada', signal: leaving.signal }, () => Promise.reject(new Error('not sent')));
    const leftAll = limiter.run({ mailbox: 'ben', signal: leaving.signal }, () =>
      Promise.reject(new Error('not sent')),
    );
    const third = limiter.run({ mailbox: 'ada' }, () => Promise.resolve('third'));
    await settle();
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    await expect(leftAll).rejects.toMatchObject({ code: 'aborted' });
    gate.resolve();
    await first;
    expect(await third).toBe('third');
    await expect(
      limiter.run({ mailbox: 'ada', signal: AbortSignal.abort() }, () => Promise.resolve()),
    ).rejects.toMatchObject({ code: 'aborted' });
  });

  test('a request that counts for several waits until there is room for all of it, and nobody passes it', async () => {
    const { limiter } = fixture({ limits: { perMailbox: 3, perApplication: 3 } });
    const [small, big] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const order: string[] = [];
    const run = (name: string, places: number, work: Promise<void>): Promise<void> =>
      limiter.run({ mailbox: 'ada', places }, () => {
        order.push(name);
        return work;
      });
    const calls = [
      run('one', 1, small.promise),
      run('batch of 9', 9, big.promise),
      run('two', 1, Promise.resolve()),
      run('three', 2, Promise.resolve()),
    ];
    await settle();
    expect(order).toEqual(['one']);
    small.resolve();
    await settle();
    expect(order).toEqual(['one', 'batch of 9']);
    big.resolve();
    await Promise.all(calls);
    expect(order).toEqual(['one', 'batch of 9', 'two', 'three']);
  });

  test('whoever waits behind one that gives up waiting comes in', async () => {
    const { limiter } = fixture({ limits: { perMailbox: 2, perApplication: 2 } });
    const gate = Promise.withResolvers<void>();
    const leaving = new AbortController();
    const first = limiter.run({ mailbox: 'ada' }, () => gate.promise);
    const batch = limiter.run({ mailbox: 'ada', places: 2, signal: leaving.signal }, () => Promise.resolve());
    const behind = limiter.run({ mailbox: 'ada' }, () => Promise.resolve('came in'));
    await settle();
    leaving.abort();
    await expect(batch).rejects.toMatchObject({ code: 'aborted' });
    expect(await behind).toBe('came in');
    gate.resolve();
    await first;
  });

  test('refuses to let more than a thousand wait for one mailbox', async () => {
    const { limiter } = fixture({ limits: { perMailbox: 1, perApplication: 1 } });
    const gate = Promise.withResolvers<void>();
    const calls = Array.from({ length: 1_001 }, () => limiter.run({ mailbox: 'ada' }, () => gate.promise));
    await expect(limiter.run({ mailbox: 'ada' }, () => gate.promise)).rejects.toMatchObject({ code: 'rateLimited' });
    gate.resolve();
    await Promise.all(calls);
  });

  test.each([0, 1.5, Number.NaN])('refuses a limit of %s', (perMailbox) => {
    expect(() => fixture({ limits: { perMailbox, perApplication: 1 } })).toThrow('limits.perMailbox');
  });
});
