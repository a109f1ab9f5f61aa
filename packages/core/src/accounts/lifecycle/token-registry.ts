import type { AuthorizationSource } from '../../tokens/authorization-source.ts';
import { closed } from './account-errors.ts';
import { AccountTokens } from './account-tokens.ts';
import type { ExpectedAccount } from './account-tokens.ts';
import type { LifecycleContext } from './lifecycle-context.ts';

/** Accounts whose tokens one process holds in memory at a time; the least recently used one goes first. */
const maxAccounts = 10_000;
/** Secrets that nobody has used for so many milliseconds do not stay open: another process may have removed their account. */
const maxIdleMs = 10 * 60_000;

interface Entry {
  readonly tokens: AccountTokens;
  usedAtMs: number;
}

/** The tokens of all accounts that this process has used lately. */
export class TokenRegistry {
  readonly #context: LifecycleContext;
  /** The most recently used one is the last. */
  readonly #entries = new Map<string, Entry>();
  #isClosed = false;

  constructor(context: LifecycleContext) {
    this.#context = context;
  }

  /** @throws CalendarError `disposed` after `close`. */
  of(id: string): AccountTokens {
    if (this.#isClosed) throw closed();
    const usedAtMs = this.#context.runtime.clock.now();
    const entry = this.#entries.get(id) ?? { tokens: new AccountTokens(id, this.#context), usedAtMs };
    if (isIdle(entry, usedAtMs)) entry.tokens.rest();
    entry.usedAtMs = usedAtMs;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    this.restIdle();
    if (this.#entries.size > maxAccounts) this.#dropOldest();
    return entry.tokens;
  }

  /**
   * What a connection asks.
   *
   * @param expected - Whose account it has to be. Default: whoever's it is.
   */
  source(id: string, expected?: ExpectedAccount): AuthorizationSource {
    return {
      get: async (options = {}) => this.of(id).get(options, expected),
      replace: async (options) => this.of(id).replace(options, expected),
    };
  }

  /** Forgets what is open of an account. */
  forget(id: string): void {
    this.#entries.get(id)?.tokens.forget();
    this.#entries.delete(id);
  }

  /** Forgets what is open of accounts that nobody has used for ten minutes. */
  restIdle(): void {
    const nowMs = this.#context.runtime.clock.now();
    for (const [id, entry] of this.#entries) {
      // The ones after it were used later.
      if (!isIdle(entry, nowMs)) return;
      if (!entry.tokens.isBusy && entry.tokens.rest()) this.#entries.delete(id);
    }
  }

  /** Waits for renewals that are under way, because ending one can cost a grant, and forgets everything. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#entries.values()].map(({ tokens }) => tokens.close()));
    this.#entries.clear();
  }

  #dropOldest(): void {
    for (const [id, { tokens }] of this.#entries) {
      if (tokens.isBusy) continue;
      this.forget(id);
      return;
    }
  }
}

/** Also one whose last use lies in the future: the clock was set back since. */
function isIdle({ usedAtMs }: Entry, nowMs: number): boolean {
  return Math.abs(nowMs - usedAtMs) >= maxIdleMs;
}
