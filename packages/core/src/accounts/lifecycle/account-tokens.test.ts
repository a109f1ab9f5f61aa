import { describe, expect, test, vi } from 'vitest';
import { dayMs, hourMs, minuteMs, outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { CalendarError } from '../../errors/calendar-error.ts';
import { Secret } from '../../runtime/secret.ts';
import type { CalendarAccounts } from '../application/calendar-accounts.ts';

const read = { permission: { group: 'calendars', access: 'read' } } as const;

const write = { permission: { group: 'calendars', access: 'readWrite' } } as const;

describe('one process', () => {
  test('asks the service once, however many callers there are', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const acquire = vi.spyOn(stores.leases, 'acquire');
    const tokens = await clock.run(Promise.all(Array.from({ length: 50 }, () => tokenFrom(accounts))));
    expect(new Set(tokens).size).toBe(1);
    expect(service.issues).toHaveLength(1);
    expect(acquire).toHaveBeenCalledTimes(1);
    expect(service.accepts(tokens[0] ?? '')).toBe(true);
  });

  test('asks once for all who bring a token, even if the service insists on it', async () => {
    const { start, connect, clock, service } = world();
    service.answer = { accessToken: new Secret('always the same') };
    const accounts = start();
    await connect(accounts);
    const source = accounts.authorization('ada');
    const refused = await clock.run(source.get());
    await clock.run(Promise.all(Array.from({ length: 20 }, () => source.replace({ refused }))));
    expect(service.issues).toHaveLength(2);
  });

  test.each([
    ['an hour when the service says nothing', {}, hourMs],
    ['what the service says', { expiresIn: 86_399 }, 86_399_000],
    ['half its life for a short one', { expiresIn: 300 }, undefined],
    ['an hour for an absurd value', { expiresIn: -5 }, hourMs],
  ])('renews ahead of the end: %s', async (_name, answer, lifetimeMs) => {
    const { start, connect, clock, service } = world();
    service.answer = answer;
    const accounts = start();
    await connect(accounts);
    await clock.run(tokenFrom(accounts));
    const aheadMs = lifetimeMs === undefined ? 150_000 : lifetimeMs - 5 * minuteMs;
    await clock.advance(aheadMs - 1_000);
    await clock.run(tokenFrom(accounts));
    expect(service.issues).toHaveLength(1);
    await clock.advance(2_000);
    await clock.run(tokenFrom(accounts));
    expect(service.issues).toHaveLength(2);
  });

  test('no refused token in 24 hours of polling that renews 20 minutes ahead', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start({ timing: { renewBeforeMs: 20 * minuteMs } });
    await connect(accounts);
    for (let minutes = 0; minutes < 24 * 60; minutes += 7) {
      expect(service.accepts(await clock.run(tokenFrom(accounts)))).toBe(true);
      await clock.advance(7 * minuteMs);
    }
    expect(service.issues.length).toBeLessThanOrEqual(40);
  });

  test('answers a claims challenge once for everybody who brings it', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const source = accounts.authorization('ada');
    const refused = await clock.run(source.get());
    const claims = '{"access_token":{"nbf":{"essential":true}}}';
    const answers = await clock.run(Promise.all(Array.from({ length: 20 }, () => source.replace({ refused, claims }))));
    expect(service.issues).toEqual([undefined, claims]);
    expect(new Set(answers)).toHaveProperty('size', 1);
    // Who comes late with the same refused token gets what there is.
    expect(await clock.run(source.replace({ refused, claims }))).toBe(answers[0]);
    expect(service.issues).toHaveLength(2);
  });

  test('renews another time when the renewal under way does not answer the challenge', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const source = accounts.authorization('ada');
    const refused = await clock.run(source.get());
    const plain = source.replace({ refused });
    const challenged = source.replace({ refused, claims: '{"c":1}' });
    await clock.run(Promise.all([plain, challenged]));
    expect(service.issues).toEqual([undefined, undefined, '{"c":1}']);
    expect(service.replayed).toBe(0);
  });

  test('gives nobody a token that has ended in place of a refused one', async () => {
    const { start, connect, clock, service } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    const source = one.authorization('ada');
    const refused = await clock.run(source.get());
    await clock.run(other.authorization('ada').replace({ refused }));
    await clock.advance(2 * hourMs);
    const present = await clock.run(source.replace({ refused }));
    expect(present.kind === 'bearer' && service.accepts(present.token.reveal())).toBe(true);
  });

  test('keeps what the service says of the grant: its scopes, and its end also without a new refresh token', async () => {
    const { start, connect, clock, service } = world();
    service.rotates = false;
    service.answer = { expiresIn: 3600, refreshExpiresIn: 604_799, scopes: ['calendars.freeBusy'] };
    const accounts = start();
    await connect(accounts);
    await clock.run(tokenFrom(accounts));
    expect(await accounts.get('ada')).toMatchObject({
      scopes: ['calendars.freeBusy'],
      refreshExpiresAt: '2026-11-23T07:59:59.000Z',
    });
  });

  test('lets a caller leave without ending the renewal', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const leaving = new AbortController();
    const left = outcomeOf(accounts.authorization('ada').get({ signal: leaving.signal }));
    const staying = tokenFrom(accounts);
    await clock.advance(1_000);
    leaving.abort();
    expect(await clock.run(left)).toBe('aborted');
    gate.resolve();
    expect(service.accepts(await clock.run(staying))).toBe(true);
  });

  test('close waits for a renewal under way, so that its refresh token is kept', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const asked = outcomeOf(accounts.authorization('ada').get());
    await clock.advance(100);
    let isClosed = false;
    const closed = accounts.close().finally(() => {
      isClosed = true;
    });
    await clock.advance(5_000);
    expect(isClosed).toBe(false);
    gate.resolve();
    await clock.run(closed);
    expect(await clock.run(asked)).toBe('ok');
    expect(await outcomeOf(accounts.get('ada'))).toBe('disposed');
    expect(service.accepts(await clock.run(tokenFrom(start())))).toBe(true);
    expect(service.replayed).toBe(0);
  });
});

describe('close', () => {
  test('lets nothing begin that waits behind a renewal under way', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const source = accounts.authorization('ada');
    const refused = await clock.run(source.get());
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const plain = outcomeOf(source.replace({ refused }));
    const challenged = outcomeOf(source.replace({ refused, claims: '{"c":1}' }));
    await clock.advance(100);
    const closed = accounts.close();
    gate.resolve();
    await clock.run(closed);
    const issued = service.issues.length;
    expect(await clock.run(Promise.all([plain, challenged]))).toEqual(['ok', 'disposed']);
    await clock.advance(minuteMs);
    expect([issued, service.issues.length]).toEqual([2, 2]);
  });

  test('stores what a store that failed has left behind, so that the next process finds it', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    const down = new CalendarError({ code: 'storeUnavailable', message: 'down' });
    stores.accounts.replaceSecrets = () => Promise.reject(down);
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    stores.accounts.replaceSecrets = replace;
    await clock.run(accounts.close());
    expect(service.accepts(await clock.run(tokenFrom(start())))).toBe(true);
    expect(service).toMatchObject({ issues: [undefined], replayed: 0 });
  });

  test('ends although the store fails to the end', async () => {
    const { start, connect, clock, stores } = world();
    const logged: string[] = [];
    const log = (event: string): void => void logged.push(event);
    const accounts = start({ runtime: { clock, logger: { debug: log, info: log, warn: log, error: log } } });
    await connect(accounts);
    stores.accounts.replaceSecrets = () =>
      Promise.reject(new CalendarError({ code: 'storeUnavailable', message: 'down' }));
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    await clock.run(accounts.close());
    expect(logged).toContain('account.renewal.lost');
  });
});

describe('a clock that is set back', () => {
  const setBackBy = async (
    here: World,
    ms: number,
    before: (accounts: CalendarAccounts) => Promise<unknown>,
  ): Promise<CalendarAccounts> => {
    let aheadMs = ms;
    const clock = { now: () => here.clock.now() + aheadMs, sleep: here.clock.sleep.bind(here.clock) };
    const accounts = here.start({ runtime: { clock } });
    await here.connect(accounts);
    await here.clock.run(before(accounts));
    aheadMs = 0;
    return accounts;
  };

  test('makes no token look fresh for longer than it lasts', async () => {
    const here = world();
    const accounts = await setBackBy(here, dayMs, (early) => tokenFrom(early));
    await here.clock.advance(61 * minuteMs);
    expect(here.service.accepts(await here.clock.run(tokenFrom(accounts)))).toBe(true);
    await here.clock.advance(30 * minuteMs);
    await here.clock.run(tokenFrom(accounts));
    expect(here.service.issues).toHaveLength(2);
  });

  test('does not lengthen the time that a service asked for', async () => {
    const here = world();
    here.service.failures.push(
      new CalendarError({ code: 'rateLimited', message: 'slow down', retryAfterMs: minuteMs }),
    );
    const accounts = await setBackBy(here, dayMs, (early) => outcomeOf(tokenFrom(early)));
    expect(await here.clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
  });

  test('of another process by a little makes nobody renew twice', async () => {
    const here = world();
    const clock = { now: () => here.clock.now() + 2 * minuteMs, sleep: here.clock.sleep.bind(here.clock) };
    const [ahead, exact] = [here.start({ runtime: { clock } }), here.start()];
    await here.connect(ahead);
    await here.clock.run(tokenFrom(ahead));
    await here.clock.run(tokenFrom(exact));
    expect(here.service.issues).toHaveLength(1);
  });
});

describe('a service that hangs', () => {
  test('holds up nobody for long while the present token lasts', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const token = await clock.run(tokenFrom(accounts));
    await clock.advance(56 * minuteMs);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const beforeMs = clock.now();
    for (let call = 0; call < 5; call += 1) expect(await clock.run(tokenFrom(accounts))).toBe(token);
    expect(clock.now() - beforeMs).toBeLessThan(6_000);
    expect(service.issues).toHaveLength(2);
    // It is not given up for that: what it brings at last is used.
    gate.resolve();
    await clock.advance(100);
    expect(await clock.run(tokenFrom(accounts))).not.toBe(token);
    expect(service).toMatchObject({ mostAtOnce: 1, replayed: 0 });
  });

  test('is waited for when the present token ends meanwhile', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    const token = await clock.run(tokenFrom(accounts));
    await clock.advance(hourMs - 12_000);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const asked = tokenFrom(accounts);
    await clock.advance(20_000);
    gate.resolve();
    const next = await clock.run(asked);
    expect([next === token, service.accepts(next), service.issues.length]).toEqual([false, true, 2]);
  });

  test('and fails is not asked at every call', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    await clock.run(tokenFrom(accounts));
    await clock.advance(56 * minuteMs);
    const down = (): CalendarError => new CalendarError({ code: 'serviceUnavailable', message: 'down' });
    service.failures.push(...Array.from({ length: 20 }, down));
    for (let call = 0; call < 10; call += 1) await clock.run(tokenFrom(accounts));
    expect(service.failures).toHaveLength(19);
    await clock.advance(30_000);
    await clock.run(tokenFrom(accounts));
    expect(service.failures).toHaveLength(18);
  });
});

describe('what the store says counts at the next call', () => {
  test('a narrower policy of another process', async () => {
    const { start, clock, service } = world();
    const [one, other] = [start(), start()];
    const credential = service.grant('ada', { scopes: ['calendars.readWrite'] });
    const policy = { calendars: 'readWrite', contacts: 'none' } as const;
    await clock.run(one.connect({ id: 'ada', ownerId: 'o', role: 'user', credential, policy, actor: 'sign-in' }));
    const source = other.authorization('ada');
    expect(await clock.run(outcomeOf(source.get(write)))).toBe('ok');
    await clock.run(one.updatePolicy('ada', { policy: { ...policy, calendars: 'read' }, actor: 'admin' }));
    expect(await clock.run(outcomeOf(source.get(write)))).toBe('policyDenied');
    expect(await clock.run(outcomeOf(source.get(read)))).toBe('ok');
    expect(await clock.run(outcomeOf(source.get()))).toBe('ok');
  });

  test('a refused write asks the service for nothing', async () => {
    const { start, connect, clock, service } = world();
    const accounts = start();
    await connect(accounts);
    expect(await clock.run(outcomeOf(accounts.authorization('ada').get(write)))).toBe('policyDenied');
    expect(service.issues).toHaveLength(0);
  });

  test('a removal by another process', async () => {
    const { start, connect, clock, service } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    await clock.run(tokenFrom(other));
    const connection = await clock.run(other.connection('ada'));
    await clock.run(one.disconnect('ada', { actor: 'admin', purpose: 'left' }));
    expect(await clock.run(outcomeOf(connection.calendars.list().toArray()))).toBe('disconnected');
    expect(await clock.run(outcomeOf(other.connection('ada')))).toBe('disconnected');
    expect(service.issues).toHaveLength(1);
  });
});

describe('user name and password', () => {
  test('are opened once, and dropped when the server refuses them', async () => {
    const { start, clock, entries, stores, events } = world();
    const accounts = start();
    const connecting = { id: 'eve', ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
    await clock.run(accounts.connect(connecting));
    const source = accounts.authorization('eve');
    const [refused] = await clock.run(Promise.all(Array.from({ length: 10 }, () => source.get())));
    expect(refused).toMatchObject({ kind: 'basic', password: expect.any(Secret) });
    expect(entries.filter((entry) => entry.action === 'credential.open')).toHaveLength(1);
    if (refused === undefined) return;
    await expect(clock.run(source.replace({ refused }))).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'credentialRejected',
    });
    expect((await stores.accounts.get('eve'))?.sealed).toEqual({});
    expect(await events()).toHaveLength(1);
  });

  test('that were entered anew meanwhile are tried before the account ends', async () => {
    const { start, clock } = world();
    const accounts = start();
    const connecting = { id: 'eve', ownerId: 'o', role: 'user', actor: 'form' } as const;
    await clock.run(accounts.connect({ ...connecting, credential: passwordOf('eve', 'old-canary') }));
    const source = accounts.authorization('eve');
    const refused = await clock.run(source.get());
    await clock.run(start().connect({ ...connecting, credential: passwordOf('eve', 'new-canary') }));
    const present = await clock.run(source.replace({ refused }));
    expect(present.kind === 'basic' && present.password.reveal()).toBe('new-canary');
  });
});

test('a password that was connected anew while its predecessor was given up is used', async () => {
  const { start, clock, stores } = world();
  const accounts = start();
  const connecting = { id: 'eve', ownerId: 'o', role: 'user', actor: 'form' } as const;
  await clock.run(accounts.connect({ ...connecting, credential: passwordOf('eve', 'old-canary') }));
  const source = accounts.authorization('eve');
  const refused = await clock.run(source.get());
  const stop = stores.accounts.stop.bind(stores.accounts);
  stores.accounts.stop = async (...change) => {
    await start().connect({ ...connecting, credential: passwordOf('eve', 'new-canary') });
    return stop(...change);
  };
  const present = await clock.run(source.replace({ refused }));
  expect(present.kind === 'basic' && present.password.reveal()).toBe('new-canary');
});

test('tokens of a mailbox that the application opens itself are shared the same way', async () => {
  const { start, clock, service } = world();
  const [one, other] = [start(), start()];
  const account = { id: 'room-7', address: 'room-7@example.com', tenantId: 'contoso' };
  const credential = { kind: 'application', provider: 'fake', account, issuedAt: '2026-11-16T08:00:00Z' } as const;
  await clock.run(one.connect({ id: 'room-7', ownerId: 'room-7', role: 'room', credential, actor: 'setup' }));
  const tokens = await clock.run(Promise.all([one, other].map((each) => tokenFrom(each, 'room-7'))));
  expect(new Set(tokens).size).toBe(1);
  expect(service.issues).toHaveLength(1);
});
