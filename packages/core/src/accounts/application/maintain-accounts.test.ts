import { describe, expect, test } from 'vitest';
import { dayMs, outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { AccountEvent } from '../account-event.ts';

describe('maintain', () => {
  test('renews grants that nobody uses, on many processes at once, once', async () => {
    const here = world();
    const accounts = here.start();
    for (const id of ['ada', 'bob', 'cy']) await here.connect(accounts, id);
    await here.clock.advance(20 * dayMs);
    await here.clock.run(tokenFrom(accounts, 'bob'));
    await here.clock.advance(11 * dayMs);
    const passes = [accounts, here.start(), here.start()].map((each) => each.maintain());
    await here.clock.run(Promise.all(passes));
    // One for the use of bob's, one for each of the two others.
    expect(here.service.issues).toHaveLength(3);
    expect(here.service).toMatchObject({ mostAtOnce: 1, replayed: 0 });
    await here.clock.advance(85 * dayMs);
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts, 'ada')))).toBe('ok');
  });

  test('renews grants of a shorter life before they end, and those without an end not at all', async () => {
    const here = world();
    here.service.rotates = false;
    here.service.lifetimes = { ...here.service.lifetimes, refreshTokenMs: 20 * dayMs, refreshTokenRenewedBy: 'use' };
    const accounts = here.start();
    await here.connect(accounts);
    here.service.lifetimes = { ...here.service.lifetimes, refreshTokenMs: Number.POSITIVE_INFINITY };
    await here.connect(accounts, 'bob');
    here.service.lifetimes = { ...here.service.lifetimes, refreshTokenMs: 20 * dayMs };
    for (let day = 0; day < 100; day += 1) {
      await here.clock.run(accounts.maintain());
      await here.clock.advance(dayMs);
    }
    expect(await here.events()).toEqual([]);
    expect((await accounts.get('ada'))?.status.state).toBe('active');
    expect((await accounts.get('bob'))?.refreshedAt).toBe('2026-11-16T08:00:00.000Z');
  });

  test('warns 14, 7 and 1 days before an end that nothing puts off, once each, and then ends the account', async () => {
    const here = world();
    here.service.rotates = false;
    const accounts = here.start();
    await here.connect(accounts);
    const told: string[] = [];
    for (let day = 0; day <= 91; day += 1) {
      await here.clock.run(accounts.maintain());
      await here.clock.run(here.start().maintain());
      for (const event of await here.events()) told.push(`${day}: ${summaryOf(event)}`);
      await here.clock.advance(dayMs);
    }
    expect(told).toEqual([
      '76: grantExpiring 14',
      '83: grantExpiring 7',
      '89: grantExpiring 1',
      '90: reauthorizationRequired expired',
    ]);
  });

  test('warns once each also when the service counts the rest of the life down in seconds', async () => {
    const here = world();
    here.service.rotates = false;
    const endsAtMs = here.clock.now() + 20 * dayMs;
    const issue = here.service.issue.bind(here.service);
    here.service.issue = async (options) => ({
      ...(await issue(options)),
      refreshExpiresIn: Math.floor((endsAtMs - here.clock.now()) / 1000),
    });
    const accounts = here.start();
    await here.connect(accounts);
    await here.clock.run(tokenFrom(accounts));
    const told: string[] = [];
    for (let day = 0; day <= 20; day += 1) {
      await here.clock.run(accounts.maintain());
      for (const event of await here.events()) told.push(`${day}: ${summaryOf(event)}`);
      await here.clock.advance(dayMs + 1_234);
    }
    expect(told).toEqual([
      '6: grantExpiring 14',
      '13: grantExpiring 7',
      '19: grantExpiring 1',
      '20: reauthorizationRequired expired',
    ]);
  });

  test.each([
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: Number.NaN }],
    ['keepAliveAfterMs', { keepAliveAfterMs: Number.NaN }],
    ['keepAliveAfterMs', { keepAliveAfterMs: -1 }],
  ])('refuses a %s that would do nothing', async (name, options) => {
    await expect(world().start().maintain(options)).rejects.toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining(name),
    });
  });

  test('has nothing going on any more once it has failed', async () => {
    const here = world();
    const accounts = here.start();
    for (let index = 0; index < 30; index += 1) await here.connect(accounts, `user-${index}`);
    await here.clock.advance(31 * dayMs);
    const leaving = new AbortController();
    const gate = Promise.withResolvers<void>();
    here.service.gate = gate.promise;
    const pass = outcomeOf(accounts.maintain({ signal: leaving.signal }));
    await here.clock.advance(1_000);
    const begun = here.service.issues.length;
    leaving.abort();
    gate.resolve();
    expect(await here.clock.run(pass)).toBe('aborted');
    await here.clock.advance(60_000);
    expect([begun, here.service.issues.length]).toEqual([4, 4]);
  });

  test('goes past accounts that cannot be renewed now', async () => {
    const here = world();
    const accounts = here.start();
    for (const id of ['ada', 'bob']) await here.connect(accounts, id);
    await here.clock.advance(31 * dayMs);
    here.service.failures.push(new Error('a fault of the provider: canary'));
    expect(await here.clock.run(accounts.maintain())).toMatchObject({ renewed: 1, failed: 1 });
    expect(await here.clock.run(accounts.maintain())).toMatchObject({ renewed: 1, failed: 0 });
  });

  test('goes through many accounts page by page', async () => {
    const here = world();
    const accounts = here.start();
    for (let index = 0; index < 230; index += 1) await here.connect(accounts, `user-${index}`);
    await here.clock.advance(31 * dayMs);
    expect(await here.clock.run(accounts.maintain())).toEqual({ renewed: 230, expired: 0, warned: 0, failed: 0 });
    await here.clock.advance(91 * dayMs);
    expect(await here.clock.run(accounts.maintain())).toEqual({ renewed: 0, expired: 230, warned: 0, failed: 0 });
  });
});

function summaryOf(event: AccountEvent): string {
  if (event.type === 'grantExpiring') return `${event.type} ${event.daysLeft}`;
  if (event.type === 'reauthorizationRequired') return `${event.type} ${event.reason}`;
  return event.type === 'disconnected' ? `${event.type} ${event.accountId}` : event.type;
}
