import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs, outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import { refusal } from '../__fixtures__/token-service.ts';
import { CalendarError } from '../../errors/calendar-error.ts';

describe('many processes', () => {
  test('ask the service once in all, and share what it said', async () => {
    const { start, connect, clock, service } = world();
    const processes = Array.from({ length: 8 }, () => start());
    const [first] = processes;
    if (first !== undefined) await connect(first);
    for (let round = 1; round <= 5; round += 1) {
      const asked = processes.flatMap((each) => Array.from({ length: 5 }, () => tokenFrom(each)));
      const tokens = await clock.run(Promise.all(asked));
      expect(new Set(tokens).size).toBe(1);
      expect(service.issues).toHaveLength(round);
      await clock.advance(58 * minuteMs);
    }
    expect(service).toMatchObject({ mostAtOnce: 1, replayed: 0 });
  });

  test('wait for a slow service longer than a lease lasts', async () => {
    const { start, connect, clock, service } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const asked = Promise.all([tokenFrom(one), tokenFrom(other)]);
    await clock.advance(40_000);
    gate.resolve();
    expect(new Set(await clock.run(asked)).size).toBe(1);
    expect(service.issues).toHaveLength(1);
  });

  test('look again once they have the right to renew', async () => {
    const { start, connect, clock, service, stores } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    // The other process looks, and gets the right only after the first one has renewed.
    const acquire = stores.leases.acquire.bind(stores.leases);
    let calls = 0;
    stores.leases.acquire = async (...wanted) => {
      calls += 1;
      if (calls === 1) await tokenFrom(one);
      return acquire(...wanted);
    };
    await clock.run(tokenFrom(other));
    expect(service.issues).toHaveLength(1);
  });

  test('give up waiting with an error that can be tried again', async () => {
    const { start, connect, clock, stores } = world();
    const accounts = start();
    await connect(accounts);
    await stores.leases.acquire('refresh:ada', 'somebody', hourMs);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('timeout');
  });

  test.each([
    ['was taken by another process', () => Promise.resolve(false)],
    ['could not be prolonged', () => Promise.reject(new CalendarError({ code: 'storeUnavailable', message: 'down' }))],
  ])('ask nothing when the right to renew %s before the service was asked', async (_name, prolong) => {
    const { start, connect, clock, service, stores, cipher } = world();
    const [slow, quick] = [start(), start()];
    await connect(slow);
    // A holder that is held up for longer than its lease lasts, between taking it and asking.
    const gate = Promise.withResolvers<void>();
    const open = cipher.open.bind(cipher);
    cipher.open = async (...text) => {
      cipher.open = open;
      await gate.promise;
      return open(...text);
    };
    stores.leases.renew = prolong;
    const paused = tokenFrom(slow);
    await clock.advance(21_000);
    const token = await clock.run(tokenFrom(quick));
    gate.resolve();
    expect(await clock.run(paused)).toBe(token);
    expect(service).toMatchObject({ replayed: 0, issues: [undefined] });
  });

  test('use the new row when the service refuses an old refresh token', async () => {
    const { start, connect, clock, service, stores } = world();
    const [slow, quick] = [start(), start()];
    await connect(slow);
    // A holder that pauses for longer than its lease: the other one renews meanwhile.
    const gate = Promise.withResolvers<void>();
    const issue = service.issue.bind(service);
    let isFirst = true;
    service.issue = async (options) => {
      if (!isFirst) return issue(options);
      isFirst = false;
      await gate.promise;
      throw refusal('revoked');
    };
    const paused = tokenFrom(slow);
    await clock.advance(10);
    stores.leases.renew = () => Promise.resolve(false);
    await clock.advance(21_000);
    const token = await clock.run(tokenFrom(quick));
    gate.resolve();
    expect(await clock.run(paused)).toBe(token);
    expect((await slow.get('ada'))?.status).toEqual({ state: 'active' });
  });
});
