import { CalendarError } from '../../errors/calendar-error.ts';
import { requirePermission } from '../../policy/require-permission.ts';
import { abortable } from '../../tokens/abortable.ts';
import type {
  Authorization,
  GetAuthorizationOptions,
  ReplaceAuthorizationOptions,
} from '../../tokens/authorization-source.ts';
import { isPausing } from '../../tokens/token-lifetime.ts';
import type { Account, StoredAccount } from '../account.ts';
import type { SharedToken } from '../vault/shared-token.ts';
import { closed, disconnected, reauthorizationRequired, requireActive } from './account-errors.ts';
import { AccountRenewal } from './account-renewal.ts';
import { endAccount } from './end-account.ts';
import type { LifecycleContext } from './lifecycle-context.ts';
import { OpenedSecrets } from './opened-secrets.ts';
import { claimsOf, isMet } from './token-need.ts';
import type { TokenNeed } from './token-need.ts';
import { withTimeout } from './waiting.ts';

/** Whose account an authorization is for: an id that was given to somebody else answers nobody's old calls. */
export type ExpectedAccount = Pick<Account, 'provider' | 'identity' | 'ownerId'>;

/** A token with less left may end on its way. */
const minLeftMs = 10_000;
/** As long as the present token lasts, nobody waits for the next one for more milliseconds than this. */
const aheadWaitMs = 5_000;

interface Running {
  readonly work: Promise<SharedToken | undefined>;
  readonly need: TokenNeed;
}

/** The tokens of one account in this process: what the store says counts at every call, and one renewal runs at a time. */
export class AccountTokens {
  readonly #id: string;
  readonly #context: LifecycleContext;
  readonly #opened: OpenedSecrets;
  readonly #renewal: AccountRenewal;
  #running: Running | undefined;
  #aheadFailedAtMs: number | undefined;
  #isClosed = false;

  constructor(id: string, context: LifecycleContext) {
    this.#id = id;
    this.#context = context;
    this.#opened = new OpenedSecrets(context.vault);
    this.#renewal = new AccountRenewal({ id, context, opened: this.#opened });
  }

  /** Whether something would be lost if this were dropped. */
  get isBusy(): boolean {
    return this.#running !== undefined || this.#renewal.hasUnsaved;
  }

  /** See `AuthorizationSource.get`. */
  async get({ permission, signal }: GetAuthorizationOptions, expected?: ExpectedAccount): Promise<Authorization> {
    const stored = await this.#read(expected);
    if (permission !== undefined) requirePermission(stored.account.policy, permission);
    if (stored.account.credentialKind === 'basic') return abortable(this.#opened.password(stored), signal);
    return (await this.#needed(stored, { kind: 'fresh' }, signal)).authorization;
  }

  /** See `AuthorizationSource.replace`. */
  async replace(options: ReplaceAuthorizationOptions, expected?: ExpectedAccount): Promise<Authorization> {
    const { refused, claims, signal } = options;
    const stored = await this.#read(expected);
    const { account } = stored;
    if (account.credentialKind === 'basic') return this.#otherPassword(stored, options, expected);
    const need: TokenNeed = { kind: 'other', refused: refused.kind === 'bearer' ? refused.token.reveal() : '', claims };
    return (await this.#needed(stored, need, signal)).authorization;
  }

  /** A token with what is known of it. */
  async shared(need: TokenNeed, expected: ExpectedAccount, signal?: AbortSignal): Promise<SharedToken> {
    return this.#needed(await this.#read(expected), need, signal);
  }

  /** The present token, also one that has ended; nothing is renewed for it. */
  async present(expected: ExpectedAccount): Promise<SharedToken | undefined> {
    return this.#opened.token(await this.#read(expected));
  }

  /** Renews the grant unless that happened after an instant, in milliseconds since the Unix epoch. */
  async keepAlive(refreshedAfterMs: number): Promise<void> {
    await this.#settle(await this.#read(), { kind: 'keptAlive', refreshedAfterMs }, undefined);
  }

  /** Drops what is open in memory. A renewal that is under way finds out by itself. */
  forget(): void {
    this.#opened.forget();
    this.#renewal.forget();
  }

  /**
   * Drops the secrets that are open in memory and can be opened again.
   *
   * @returns whether nothing else is left that has to be remembered.
   */
  rest(): boolean {
    this.#opened.forget();
    return !this.#renewal.isHeldOff;
  }

  /** Begins nothing any more, and resolves once nothing is under way and what could be stored is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running?.work.catch(() => undefined);
    await this.#renewal.saveUnsaved();
    this.forget();
  }

  async #needed(stored: StoredAccount, need: TokenNeed, signal: AbortSignal | undefined): Promise<SharedToken> {
    const token =
      need.kind === 'fresh' ? await this.#ahead(stored, need, signal) : await this.#settle(stored, need, signal);
    if (token !== undefined) return token;
    throw new CalendarError({ code: 'invalidResponse', message: 'The renewal brought no access token' });
  }

  /** Renewing ahead may hang or fail for a while without anybody noticing: the present token is good to its end. */
  async #ahead(
    stored: StoredAccount,
    need: TokenNeed,
    signal: AbortSignal | undefined,
  ): Promise<SharedToken | undefined> {
    const present = await abortable(this.#opened.token(stored), signal);
    if (!this.#isLasting(present)) return this.#settle(stored, need, signal);
    const { clock } = this.#context.runtime;
    if (this.#isMet(need, stored.account, present) || isPausing(this.#aheadFailedAtMs, clock.now())) return present;
    const wait = { clock, timeoutMs: aheadWaitMs, what: 'Renewing an access token ahead of its end' };
    try {
      return await withTimeout(wait, () => this.#settle(stored, need, signal));
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#aheadFailedAtMs = clock.now();
      // Read again: the account may have ended, or have another token, since.
      const now = await this.#read();
      const token = await this.#opened.token(now);
      if (this.#isLasting(token)) return token;
      // There is nothing left to go by but what is still under way.
      if (this.#running !== undefined) return this.#settle(now, need, signal);
      throw error;
    }
  }

  #isLasting(token: SharedToken | undefined): token is SharedToken {
    return token !== undefined && token.authorization.expiresAtMs > this.#context.runtime.clock.now() + minLeftMs;
  }

  async #settle(
    stored: StoredAccount,
    need: TokenNeed,
    signal: AbortSignal | undefined,
  ): Promise<SharedToken | undefined> {
    const token = await abortable(this.#opened.token(stored), signal);
    if (this.#isMet(need, stored.account, token)) return token;
    for (;;) {
      const running = this.#running;
      if (running === undefined) return abortable(this.#start(need), signal);
      const outcome = await abortable(
        running.work.then(
          (renewed) => ({ renewed, error: undefined }),
          (error: unknown) => ({ renewed: undefined, error }),
        ),
        signal,
      );
      if (isSameNeed(need, running.need) && outcome.error === undefined) return outcome.renewed;
      // A failure is everybody's, unless it came of a renewal that would not have answered the challenge anyway.
      const claims = claimsOf(need);
      if (outcome.error !== undefined && (claims === undefined || claims === claimsOf(running.need)))
        throw outcome.error;
      const account = (await this.#read()).account;
      if (this.#isMet(need, account, outcome.renewed)) return outcome.renewed;
    }
  }

  #start(need: TokenNeed): Promise<SharedToken | undefined> {
    if (this.#isClosed) throw closed();
    const work = this.#renewal.renew(need).finally(() => {
      this.#running = undefined;
    });
    this.#running = { work, need };
    return work;
  }

  #isMet(need: TokenNeed, account: Account, token: SharedToken | undefined): boolean {
    const { runtime, timing } = this.#context;
    const nowMs = runtime.clock.now();
    return isMet(need, { account, token }, { nowMs, renewBeforeMs: timing.renewBeforeMs });
  }

  /** A password has nothing fresher behind it, unless somebody has just connected the account anew. */
  async #otherPassword(
    stored: StoredAccount,
    options: ReplaceAuthorizationOptions,
    expected: ExpectedAccount | undefined,
  ): Promise<Authorization> {
    const { refused, signal } = options;
    const present = await abortable(this.#opened.password(stored), signal);
    const isRefused =
      refused.kind === 'basic' &&
      refused.username.reveal() === present.username.reveal() &&
      refused.password.reveal() === present.password.reveal();
    if (!isRefused) return present;
    if (!(await endAccount(this.#context, stored.account, 'credentialRejected'))) return this.get({}, expected);
    throw reauthorizationRequired(stored.account, 'credentialRejected');
  }

  async #read(expected?: ExpectedAccount): Promise<StoredAccount> {
    const stored = await this.#context.stores.accounts.get(this.#id);
    if (stored?.account.status.state !== 'active') this.#context.onEnded([this.#id]);
    if (stored === undefined || !isSame(stored.account, expected)) throw disconnected(stored?.account.provider);
    requireActive(stored.account);
    return stored;
  }
}

/** Whether it may be gone at the next try. An audit that fails lets nothing go on. */
function isPassing(error: unknown): error is CalendarError {
  return CalendarError.is(error) && error.retryable && error.code !== 'auditFailed';
}

/** Whether one renewal is enough for both, even if the service should answer with the very token it has refused. */
function isSameNeed(left: TokenNeed, right: TokenNeed): boolean {
  if (left.kind !== 'other' || right.kind !== 'other') return left.kind === 'fresh' && right.kind === 'fresh';
  return left.refused === right.refused && left.claims === right.claims;
}

function isSame(account: Account, expected: ExpectedAccount | undefined): boolean {
  if (expected === undefined) return true;
  const { provider, identity, ownerId } = account;
  return provider === expected.provider && identity.id === expected.identity.id && ownerId === expected.ownerId;
}
