import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeProvider } from '../__fixtures__/fake-provider.ts';
import { Fate, mortalIssuer, mortalStores } from '../__fixtures__/mortal-stores.ts';
import type { FaultKind } from '../__fixtures__/mortal-stores.ts';
import { minuteMs, outcomeOf, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { CalendarAccounts } from '../application/calendar-accounts.ts';

type Command =
  | { readonly do: 'get' | 'replace' | 'purge' | 'maintain'; readonly process: number }
  | { readonly do: 'restart'; readonly process: number; readonly fault: FaultKind; readonly step: number }
  | { readonly do: 'wait'; readonly ms: number };

const processes = 3;
const process = fc.nat({ max: processes - 1 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('get'), process }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('replace'), process }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('maintain'), process }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1, 200, 5_000, 30_000, 58 * minuteMs) }),
  },
);
const mortalCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: command },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge'), process }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('restart'),
      process,
      fault: fc.constantFrom<FaultKind>('dieBefore', 'dieAfter', 'failBefore', 'failAfter'),
      step: fc.nat({ max: 25 }),
    }),
  },
);

interface Process {
  readonly accounts: CalendarAccounts;
  readonly fate: Fate;
}

interface Pending {
  readonly outcome: Promise<string>;
  readonly fate: Fate;
}

/** Runs a schedule: nothing waits for anything but time. */
async function run(here: World, commands: readonly Command[]): Promise<Pending[]> {
  const { clock, connect, service, start, stores } = here;
  await connect(start());
  const begin = (step: number, fault: FaultKind): Process => {
    const fate = new Fate(step, fault);
    const provider = fakeProvider(mortalIssuer(service, fate));
    return { fate, accounts: start({ stores: mortalStores(stores, fate), providers: [provider] }) };
  };
  const running = Array.from({ length: processes }, () => begin(-1, 'failBefore'));
  const pending: Pending[] = [];
  for (const next of commands) {
    if (next.do === 'wait') {
      await clock.advance(next.ms);
      continue;
    }
    if (next.do === 'restart') {
      running[next.process] = begin(next.step, next.fault);
      continue;
    }
    const { accounts, fate } = running[next.process] ?? begin(-1, 'failBefore');
    const source = accounts.authorization('ada');
    const work = {
      get: async () => source.get(),
      replace: async () => source.replace({ refused: await source.get() }),
      purge: () => accounts.disconnect('ada', { actor: 'admin', purpose: 'left' }),
      maintain: () => accounts.maintain(),
    }[next.do];
    pending.push({ fate, outcome: outcomeOf(work()) });
  }
  return pending;
}

/** Errors that a caller may meet: what ended, and what passes. */
const allowed: ReadonlySet<string> = new Set([
  'ok',
  'disconnected',
  'reauthorizationRequired',
  'storeUnavailable',
  'networkError',
  'timeout',
]);

test(
  'any order of calls in any processes: callers get tokens, one renewal at a time',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const here = world();
        const { clock, service, stores } = here;
        const pending = await run(here, commands);
        const outcomes = await clock.run(Promise.all(pending.map(({ outcome }) => outcome)));
        expect(new Set(outcomes)).toEqual(new Set(outcomes.length === 0 ? [] : ['ok']));
        expect(service.replayed).toBe(0);
        expect(service.mostAtOnce).toBeLessThanOrEqual(1);
        expect((await stores.accounts.get('ada'))?.account.status.state).toBe('active');
      }),
      { numRuns: 150 },
    );
  },
);

test('with crashes, failures and removals: it works, has ended cleanly, or is gone', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mortalCommand, { maxLength: 40 }), async (commands) => {
      const here = world();
      const { clock, service, stores, start } = here;
      const pending = await run(here, commands);
      // Everybody who lives gets an answer.
      await clock.advance(10 * minuteMs);
      const answered = pending.filter(({ fate }) => !fate.isDead).map(({ outcome }) => outcome);
      for (const code of await clock.run(Promise.all(answered))) expect(allowed).toContain(code);

      const survivor = start();
      const outcome = await clock.run(outcomeOf(survivor.authorization('ada').get()));
      const stored = await stores.accounts.get('ada');
      const events = (await here.events()).map((event) => event.type);
      const state = stored?.account.status.state ?? 'disconnected';
      expect(outcome).toBe(state === 'active' ? 'ok' : state);
      expect(new Set(events).size).toBe(events.length);
      // What has ended has left nothing behind, and has told so.
      const isActive = state === 'active';
      expect(isActive ? {} : (stored?.sealed ?? {})).toEqual({});
      expect(isActive ? [state] : events).toContain(state);
      // Without a fault, no refresh token was used twice.
      const hasFault = pending.some(({ fate }) => fate.struck !== undefined);
      expect(hasFault ? 0 : service.replayed).toBe(0);
    }),
    { numRuns: 150 },
  );
});
