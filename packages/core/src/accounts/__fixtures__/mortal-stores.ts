import { CalendarError } from '../../errors/calendar-error.ts';
import type { TokenIssuer } from '../../tokens/token-issuer.ts';
import type { AccountStores } from '../account-store.ts';

/**
 * What goes wrong at a step: the process dies before it or after it, never to be heard of again; or the call fails, with or
 * without having done its work.
 */
export type FaultKind = 'dieBefore' | 'dieAfter' | 'failBefore' | 'failAfter';

/** The fate of one process: counts its calls to the world and lets one of them go wrong. */
export class Fate {
  readonly #step: number;
  readonly #kind: FaultKind;
  #count = 0;
  /** Name of the call that went wrong, for example `accounts.replaceSecrets`. */
  struck: string | undefined;
  isDead = false;

  constructor(step: number, kind: FaultKind) {
    this.#step = step;
    this.#kind = kind;
  }

  async meet<T>(name: string, call: () => Promise<T>): Promise<T> {
    if (this.isDead) return never();
    this.#count += 1;
    if (this.#count - 1 !== this.#step) {
      const result = await call();
      return this.#orNever(result);
    }
    this.struck = name;
    if (this.#kind === 'failBefore') throw failure(name);
    if (this.#kind === 'failAfter') {
      await call();
      throw failure(name);
    }
    this.isDead = true;
    if (this.#kind === 'dieAfter') await call();
    return never();
  }

  /** An answer that arrives after the death reaches nobody. */
  #orNever<T>(result: T): T | Promise<T> {
    return this.isDead ? never() : result;
  }
}

/** The same ports, as a process with that fate sees them. */
export function mortalStores(stores: AccountStores, fate: Fate): AccountStores {
  return {
    accounts: mortal('accounts', stores.accounts, fate),
    secrets: mortal('secrets', stores.secrets, fate),
    leases: mortal('leases', stores.leases, fate),
    events: mortal('events', stores.events, fate),
    policies: mortal('policies', stores.policies, fate),
  };
}

/** The same token service, as a process with that fate reaches it. */
export function mortalIssuer(issuer: TokenIssuer, fate: Fate): TokenIssuer {
  return {
    provider: issuer.provider,
    lifetimes: issuer.lifetimes,
    tokenReach: (credential) => issuer.tokenReach(credential),
    issue: (options) => fate.meet('issuer.issue', () => issuer.issue(options)),
    revoke: (options) => fate.meet('issuer.revoke', async () => issuer.revoke?.(options)),
  };
}

function mortal<T extends object>(port: string, target: T, fate: Fate): T {
  return new Proxy(target, {
    get(object, name) {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== 'function') return method;
      // Ports have nothing but methods that give promises.
      return (...parameters: unknown[]) =>
        fate.meet(`${port}.${String(name)}`, () => Reflect.apply(method, object, parameters) as Promise<unknown>);
    },
  });
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function failure(name: string): CalendarError {
  const code = name.startsWith('issuer') ? 'networkError' : 'storeUnavailable';
  return new CalendarError({ code, message: 'out of order' });
}
