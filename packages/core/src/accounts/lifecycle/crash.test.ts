import { describe, expect, test } from 'vitest';
import { fakeProvider } from '../__fixtures__/fake-provider.ts';
import { Fate, mortalIssuer, mortalStores } from '../__fixtures__/mortal-stores.ts';
import type { FaultKind } from '../__fixtures__/mortal-stores.ts';
import { hourMs, minuteMs, outcomeOf, tokenFrom, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { CalendarAccounts } from '../application/calendar-accounts.ts';

/** What one run came to, when its fate struck at all. */
interface Run {
  readonly here: World;
  readonly struck: string | undefined;
  readonly victim: CalendarAccounts;
}

/** A process renews an access token whose time is nearly over, and one of its calls to the world goes wrong. */
async function renewWith(step: number, kind: FaultKind): Promise<Run> {
  const here = world();
  const { clock, service, stores, start, connect } = here;
  await connect(start());
  await clock.run(tokenFrom(start()));
  await clock.advance(58 * minuteMs);
  const fate = new Fate(step, kind);
  const victim = start({
    stores: mortalStores(stores, fate),
    providers: [fakeProvider(mortalIssuer(service, fate))],
  });
  // The dead never answer.
  await Promise.race([outcomeOf(tokenFrom(victim)), clock.run(clock.sleep(2 * minuteMs))]);
  return { here, struck: fate.struck, victim };
}

const kinds: readonly FaultKind[] = ['dieBefore', 'dieAfter', 'failBefore', 'failAfter'];
/** A renewal takes some ten calls; every one of them has its turn, and one too many shows that none was left out. */
const steps = Array.from({ length: 14 }, (_, step) => step);

/** Whether a fault costs the grant: an answer of the service that reached nobody who could write it down. */
function isFatal(kind: FaultKind, struck: string | undefined): boolean {
  if (struck === 'issuer.issue') return kind === 'dieAfter' || kind === 'failAfter';
  return struck === 'accounts.replaceSecrets' && kind === 'dieBefore';
}

describe.each(kinds)('a process whose call goes wrong (%s)', (kind) => {
  test.each(steps)('at step %i leaves a connection that works, or one that has ended cleanly', async (step) => {
    const { here, struck } = await renewWith(step, kind);
    const { clock, service, stores, start } = here;
    const outcome = await clock.run(outcomeOf(tokenFrom(start())));
    const stored = await stores.accounts.get('ada');
    const found = {
      outcome,
      state: stored?.account.status.state,
      hasCredential: stored?.sealed.credential !== undefined,
      isSignedIn: outcome === 'ok' && service.accepts(await clock.run(tokenFrom(start()))),
      events: (await here.events()).map((event) => event.type),
    };
    const works = { outcome: 'ok', state: 'active', hasCredential: true, isSignedIn: true, events: [] };
    const end = 'reauthorizationRequired';
    const ended = { outcome: end, state: end, hasCredential: false, isSignedIn: false, events: [end] };
    expect(found).toEqual(isFatal(kind, struck) ? ended : works);
    expect(service.mostAtOnce).toBe(1);
  });
});

test('the faults reach every call of a renewal', async () => {
  const struck: (string | undefined)[] = [];
  for (const step of steps) struck.push((await renewWith(step, 'failBefore')).struck);
  expect(new Set(struck)).toEqual(
    new Set(['accounts.get', 'leases.acquire', 'issuer.issue', 'accounts.replaceSecrets', 'leases.release', undefined]),
  );
});

test.each(steps)('a store that fails once at step %i never costs the grant', async (step) => {
  for (const kind of ['failBefore', 'failAfter'] as const) {
    const { here, struck, victim } = await renewWith(step, kind);
    if (struck === undefined || struck.startsWith('issuer')) continue;
    expect(await here.clock.run(outcomeOf(tokenFrom(victim)))).toBe('ok');
    expect(await here.clock.run(outcomeOf(tokenFrom(here.start())))).toBe('ok');
    expect(here.service.replayed).toBe(0);
  }
});

describe('a removal', () => {
  test.each(steps)('that falls on step %i of a renewal wins', async (step) => {
    const here = world();
    const { clock, service, stores, start, connect } = here;
    await connect(start());
    const admin = start();
    // The renewing process waits at one of its calls while the account is removed.
    const gate = Promise.withResolvers<void>();
    let calls = 0;
    const fate = new Fate(-1, 'failBefore');
    const meet = fate.meet.bind(fate);
    fate.meet = async (name, call) => {
      calls += 1;
      if (calls - 1 === step) await gate.promise;
      return meet(name, call);
    };
    const victim = start({
      stores: mortalStores(stores, fate),
      providers: [fakeProvider(mortalIssuer(service, fate))],
    });
    const asked = outcomeOf(tokenFrom(victim));
    await clock.advance(1_000);
    const wasWaiting = calls > step;
    const purged = await clock.run(admin.disconnect('ada', { actor: 'admin', purpose: 'left' }));
    expect(purged.wasConnected).toBe(true);
    expect(await stores.accounts.get('ada')).toBeUndefined();
    gate.resolve();
    expect(wasWaiting ? ['ok', 'disconnected'] : ['ok']).toContain(await clock.run(asked));
    expect(await stores.accounts.get('ada')).toBeUndefined();
    expect(await clock.run(outcomeOf(tokenFrom(victim)))).toBe('disconnected');
    expect(service.accepts('access/ada/1/canary')).toBe(false);
  });

  test('while the service holds its answer: nothing comes back, and what was issued is given up', async () => {
    const { clock, service, stores, start, connect } = world();
    const [one, admin] = [start(), start()];
    await connect(one);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    service.revocation = () => Promise.reject(new Error('500'));
    const asked = outcomeOf(tokenFrom(one));
    await clock.advance(1_000);
    const purged = await clock.run(admin.disconnect('ada', { actor: 'admin', purpose: 'left' }));
    expect(purged).toEqual({ wasConnected: true, providerRevocation: 'failed' });
    service.revocation = () => Promise.resolve();
    gate.resolve();
    expect(await clock.run(asked)).toBe('disconnected');
    expect(await stores.accounts.get('ada')).toBeUndefined();
    expect(service.revoked).toEqual(['refresh/ada/1/canary']);
  });

  test('gives up nothing that another account lives on, also not what a renewal under way brought', async () => {
    const { clock, service, start } = world();
    service.rotates = false;
    const [one, admin] = [start(), start()];
    const credential = service.grant('ada');
    const connecting = { ownerId: 'ada', credential, actor: 'sign-in' } as const;
    await clock.run(one.connect({ ...connecting, id: 'ada', role: 'user' }));
    await clock.run(one.connect({ ...connecting, id: 'room', role: 'room' }));
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const asked = outcomeOf(tokenFrom(one));
    await clock.advance(1_000);
    const purged = await clock.run(admin.disconnect('ada', { actor: 'admin', purpose: 'left' }));
    expect(purged).toEqual({ wasConnected: true, providerRevocation: 'stillUsed' });
    gate.resolve();
    expect(await clock.run(asked)).toBe('disconnected');
    expect(service.revoked).toEqual([]);
    expect(await clock.run(outcomeOf(tokenFrom(admin, 'room')))).toBe('ok');
  });

  test('by a new connection under another id costs the new one nothing', async () => {
    const { clock, service, start } = world();
    const [one, other] = [start(), start()];
    const connecting = { ownerId: 'ada', role: 'user', actor: 'sign-in' } as const;
    await clock.run(one.connect({ ...connecting, id: 'old', credential: service.grant('ada') }));
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const asked = outcomeOf(tokenFrom(one, 'old'));
    await clock.advance(1_000);
    service.gate = Promise.resolve();
    await clock.run(other.connect({ ...connecting, id: 'new', credential: service.grant('ada') }));
    gate.resolve();
    expect(await clock.run(asked)).toBe('disconnected');
    expect(service.revoked).toEqual([]);
    expect(await clock.run(outcomeOf(tokenFrom(other, 'new')))).toBe('ok');
  });

  test('and a new connection during a renewal: the old answer touches neither', async () => {
    const { clock, service, stores, start, connect } = world();
    const [one, other] = [start(), start()];
    await connect(one);
    const gate = Promise.withResolvers<void>();
    service.gate = gate.promise;
    const asked = outcomeOf(tokenFrom(one));
    await clock.advance(1_000);
    service.gate = Promise.resolve();
    await clock.run(other.disconnect('ada', { actor: 'admin', purpose: 'again' }));
    const account = await connect(other);
    gate.resolve();
    // The old caller's account is there again, so it gets the new one's token.
    expect(await clock.run(asked)).toBe('ok');
    expect((await stores.accounts.get('ada'))?.account.generation).toBe(account.generation);
    expect(service.accepts(await clock.run(tokenFrom(other)))).toBe(true);
    expect(service.replayed).toBe(0);
  });
});

test('an access token outlives nothing: an hour after a crash the next renewal is due all the same', async () => {
  const { here } = await renewWith(5, 'dieBefore');
  await here.clock.advance(hourMs);
  const outcome = await here.clock.run(outcomeOf(tokenFrom(here.start())));
  expect(['ok', 'reauthorizationRequired']).toContain(outcome);
});
