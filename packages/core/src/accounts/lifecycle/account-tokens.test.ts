import { describe, expect, test, vi } from 'vitest';
import { dayMs, hourMs, minuteMs, outcomeOf, passwordOf, tokenFrom, world } from '../__fixtures__/world.ts';
import { refusal } from '../__fixtures__/token-service.ts';
import { CalendarError } from '../../errors/calendar-error.ts';
import { Secret } from '../../runtime/secret.ts';

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

describe('a store that fails', () => {
  test('is tried again while the right to renew lasts', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    let failures = 3;
    stores.accounts.replaceSecrets = (change) => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(storeDown()) : replace(change);
    };
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    expect(service.issues).toHaveLength(1);
  });

  test('does not cost the grant: what was issued is kept for the next try, and used only once stored', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    stores.accounts.replaceSecrets = () => Promise.reject(storeDown());
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    expect((await accounts.get('ada'))?.status.state).toBe('active');
    stores.accounts.replaceSecrets = replace;
    expect(service.accepts(await clock.run(tokenFrom(accounts)))).toBe(true);
    expect(service).toMatchObject({ issues: [undefined], replayed: 0 });
  });

  test('is not taken for a lost race when only its answer got lost', async () => {
    const { start, connect, clock, service, stores } = world();
    const accounts = start();
    await connect(accounts);
    const replace = stores.accounts.replaceSecrets.bind(stores.accounts);
    let isFirst = true;
    stores.accounts.replaceSecrets = async (change) => {
      const kept = await replace(change);
      if (!isFirst) return kept;
      isFirst = false;
      throw storeDown();
    };
    expect(service.accepts(await clock.run(tokenFrom(accounts)))).toBe(true);
    expect(service.issues).toHaveLength(1);
  });

  test('ends no account', async () => {
    const { start, connect, clock, stores, events } = world();
    const accounts = start();
    await connect(accounts);
    const get = stores.accounts.get.bind(stores.accounts);
    stores.accounts.get = () => Promise.reject(storeDown());
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('storeUnavailable');
    stores.accounts.get = get;
    expect(await clock.run(outcomeOf(tokenFrom(accounts)))).toBe('ok');
    expect(await events()).toEqual([]);
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

function storeDown(): CalendarError {
  return new CalendarError({ code: 'storeUnavailable', message: 'down' });
}
