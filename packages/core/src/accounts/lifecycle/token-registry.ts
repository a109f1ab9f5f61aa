import type { AuthorizationSource } from '../../tokens/authorization-source.ts';
import { AccountTokens } from './account-tokens.ts';
import type { ExpectedAccount } from './account-tokens.ts';
import type { LifecycleContext } from './lifecycle-context.ts';

/** Accounts whose tokens one process holds in memory at a time; the least recently used one goes first. */
const maxAccounts = 10_000;

/** The tokens of all accounts that this process has used lately. */
export class TokenRegistry {
  readonly #context: LifecycleContext;
  /** The most recently used one is the last. */
  readonly #tokens = new Map<string, AccountTokens>();

  constructor(context: LifecycleContext) {
    this.#context = context;
  }

  of(id: string): AccountTokens {
    const tokens = this.#tokens.get(id) ?? new AccountTokens(id, this.#context);
    this.#tokens.delete(id);
    this.#tokens.set(id, tokens);
    if (this.#tokens.size > maxAccounts) this.#dropOldest();
    return tokens;
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
    this.#tokens.get(id)?.forget();
    this.#tokens.delete(id);
  }

  /** Waits for renewals that are under way, because ending one can cost a grant, and forgets everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#tokens.values()].map((tokens) => tokens.settled()));
    for (const id of this.#tokens.keys()) this.forget(id);
  }

  #dropOldest(): void {
    for (const [id, tokens] of this.#tokens) {
      if (tokens.isBusy) continue;
      this.forget(id);
      return;
    }
  }
}
