import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import { refusal } from '../__fixtures__/token-service.ts';
import { CalendarError } from '../../errors/calendar-error.ts';

describe('the end of a grant', () => {
  test('day 89 works, day 91 ends it without a call', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    await clock.advance(89 * dayMs);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    await clock.advance(91 * dayMs);
    await expect(clock.run(tokenFrom(accounts))).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'expired',
    });
    expect(service.issues).toHaveLength(1);
  });

  test('using a token prolongs it where the service says so', async () => {
    const { start, connect, clock, service } = world();
    service.rotates = false;
    service.lifetimes = { ...service.lifetimes, refreshTokenRenewedBy: 'use' };
    const accounts = start();
    await connect(accounts);
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(80 * dayMs);
      expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    }
  });

  test('a grant that does not end is never taken for dead', async () => {
    const { start, connect, clock, service } = world();
    service.lifetimes = { ...service.lifetimes, refreshTokenMs: Number.POSITIVE_INFINITY };
    const accounts = start();
    await connect(accounts);
    await clock.advance(5_000 * dayMs);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
  });

  test.each([
    ['revoked', false],
    ['policy', true],
    ['multiFactorRequired', true],
    ['accountDisabled', true],
  ] as const)('%s: one event, no further call, credential kept: %s', async (reason, isKept) => {
    const { start, connect, clock, service, stores, events } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    service.failures.push(refusal(reason));
    const asked = [one, other].flatMap((each) => [tokenFrom(each), tokenFrom(each)].map(outcomeOf));
    expect(await clock.run(Promise.all(asked))).toEqual(Array(4).fill('reauthorizationRequired'));
    expect(await clock.run(outcomeOf(tokenFrom(other)))).toBe('reauthorizationRequired');
    expect(service.issues).toHaveLength(0);
    const stored = await stores.accounts.get('ada');
    expect(stored?.account.status).toMatchObject({ state: 'reauthorizationRequired', reason });
    expect(stored?.sealed.credential !== undefined).toBe(isKept);
    expect(await events()).toMatchObject([{ type: 'reauthorizationRequired', reason, accountId: 'ada' }]);
    // What was kept can be tried again, the rest only connected anew.
    expect(await clock.run(outcomeOf(one.resume('ada')))).toBe(isKept ? 'ok' : 'reauthorizationRequired');
    expect(await clock.run(outcomeOf(tokenFrom(other)))).toBe(isKept ? 'ok' : 'reauthorizationRequired');
  });

  test('what the next sign-in has to meet is kept for whoever begins it', async () => {
    const { start, connect, clock, service } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    service.failures.push(refusal('multiFactorRequired', claims));
    await expect(clock.run(tokenFrom(one))).rejects.toMatchObject({ claims });
    await expect(clock.run(tokenFrom(other))).rejects.toMatchObject({ reason: 'multiFactorRequired', claims });
    expect((await other.get('ada'))?.status).toMatchObject({ reason: 'multiFactorRequired', claims });
    await connect(other);
    expect((await one.get('ada'))?.status).toEqual({ state: 'active' });
  });

  test('a removed application ends all of its tenant with one event and no further call', async () => {
    const { start, connect, clock, service, events, stores } = world();
    const accounts = start();
    for (const id of ['ada', 'bob', 'cy']) await connect(accounts, id);
    service.failures.push(new CalendarError({ code: 'tenantAccessRevoked', message: 'gone' }));
    expect(await clock.run(outcomeOf(tokenFrom(accounts, 'ada')))).toBe('tenantAccessRevoked');
    expect(await clock.run(outcomeOf(tokenFrom(accounts, 'bob')))).toBe('tenantAccessRevoked');
    expect(await clock.run(outcomeOf(tokenFrom(start(), 'cy')))).toBe('tenantAccessRevoked');
    expect(service.issues).toHaveLength(0);
    expect(await events()).toMatchObject([{ type: 'tenantAccessRevoked', accountIds: ['ada', 'bob', 'cy'] }]);
    expect((await stores.accounts.get('bob'))?.sealed).toEqual({});
  });

  test('a removed application of yesterday does not end what was connected anew since', async () => {
    const { start, connect, clock, service, events } = world();
    const [slow, other] = [start(), start()];
    for (const id of ['ada', 'bob']) await connect(slow, id);
    const gate = Promise.withResolvers<void>();
    const issue = service.issue.bind(service);
    service.issue = async () => {
      service.issue = issue;
      await gate.promise;
      throw new CalendarError({ code: 'tenantAccessRevoked', message: 'gone' });
    };
    const asked = outcomeOf(tokenFrom(slow));
    await clock.advance(1_000);
    await connect(other);
    gate.resolve();
    expect(await clock.run(asked)).toBe('ok');
    expect(await clock.run(outcomeOf(tokenFrom(other, 'bob')))).toBe('ok');
    expect(await events()).toEqual([]);
  });

  test('missing consent leaves the account as it is, tells once, and asks at most once a minute', async () => {
    const { start, connect, clock, service, events } = world();
    const accounts = start();
    await connect(accounts);
    const missing = (): CalendarError =>
      new CalendarError({ code: 'adminConsentRequired', message: 'approve', retryAfterMs: 30 * minuteMs });
    service.failures.push(missing(), missing());
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('adminConsentRequired');
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('adminConsentRequired');
    expect(service.failures).toHaveLength(1);
    await clock.advance(2 * minuteMs);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('adminConsentRequired');
    await clock.advance(30 * minuteMs);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    expect(await events()).toMatchObject([{ type: 'consentRequired', accountId: 'ada' }]);
  });

  test('a failure that passes changes nothing, and the time it asks for is kept', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const before = await stores.accounts.get('ada');
    service.failures.push(new CalendarError({ code: 'rateLimited', message: 'slow down', retryAfterMs: 90_000 }));
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('rateLimited');
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('rateLimited');
    expect(await stores.accounts.get('ada')).toEqual(before);
    await clock.advance(91_000);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
  });

  test('an account that was connected anew need not wait for what its predecessor was told', async () => {
    const { start, connect, clock, service } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    service.failures.push(new CalendarError({ code: 'rateLimited', message: 'slow down', retryAfterMs: hourMs }));
    expect(await clock.run(outcomeOf(tokenFrom(other)))).toBe('rateLimited');
    await connect(one);
    expect(await clock.run(outcomeOf(tokenFrom(other)))).toBe('ok');
  });

  test('a failure that passes is not noticed while the present token lasts', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const token = await clock.run(tokenFrom(accounts));
    await clock.advance(57 * minuteMs);
    const down = (): CalendarError => new CalendarError({ code: 'serviceUnavailable', message: 'down' });
    service.failures.push(down(), down(), down());
    expect(await clock.run(tokenFrom(accounts))).toBe(token);
    expect(service.failures).toHaveLength(2);
    await clock.advance(3 * minuteMs);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('serviceUnavailable');
    service.failures[0] = refusal('revoked');
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('reauthorizationRequired');
  });

  test('a service that never answers is a timeout', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    service.issue = () => new Promise(() => undefined);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('timeout');
    expect((await accounts.get('ada'))?.status.state).toBe('active');
  });
});
