import { CalendarError } from '../../errors/calendar-error.ts';
import type { ReauthorizationReason } from '../../errors/error-code.ts';
import type { Account, StoredAccount } from '../account.ts';
import { consentMissing } from '../account-events.ts';
import type { Lease } from '../account-store.ts';
import type { SharedToken } from '../vault/shared-token.ts';
import { disconnected, reauthorizationRequired, requireActive } from './account-errors.ts';
import { endAccount, endTenant } from './end-account.ts';
import { takeLease } from './keep-lease.ts';
import type { KeptLease } from './keep-lease.ts';
import type { LifecycleContext } from './lifecycle-context.ts';
import type { OpenedSecrets } from './opened-secrets.ts';
import { askForTokens } from './renew-account.ts';
import type { Renewal } from './renew-account.ts';
import { giveUp, saveRenewal } from './save-renewal.ts';
import { claimsOf, isMet } from './token-need.ts';
import type { TokenNeed } from './token-need.ts';
import { pauseMs } from './waiting.ts';

const maxPauseMs = 1_000;
/** While consent is missing, the token endpoint is not asked more often than this. */
const consentPauseMs = 60_000;

interface Found {
  readonly stored: StoredAccount;
  readonly token: SharedToken | undefined;
}

interface HoldOff {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly error: CalendarError;
  readonly account: Account;
}

/** The account has changed while this process was at it: look again. */
const movedOn: unique symbol = Symbol('movedOn');

/**
 * Renews the access token of one account, with one process at a time at the service: who has the lease asks, the others wait for
 * what it writes.
 */
export class AccountRenewal {
  readonly #id: string;
  readonly #context: LifecycleContext;
  readonly #opened: OpenedSecrets;
  /** Issued and not stored, because the store failed. The old refresh token may be dead already, so this must not get lost. */
  #unsaved: Renewal | undefined;
  #holdOff: HoldOff | undefined;

  constructor(options: { readonly id: string; readonly context: LifecycleContext; readonly opened: OpenedSecrets }) {
    this.#id = options.id;
    this.#context = options.context;
    this.#opened = options.opened;
  }

  /** Whether tokens wait here for a store that failed. */
  get hasUnsaved(): boolean {
    return this.#unsaved !== undefined;
  }

  /** Whether the service has asked for some time, and that is not over. */
  get isHeldOff(): boolean {
    const nowMs = this.#context.runtime.clock.now();
    // A clock that was set back does not lengthen it.
    return this.#holdOff !== undefined && this.#holdOff.untilMs > nowMs && this.#holdOff.fromMs <= nowMs;
  }

  forget(): void {
    this.#unsaved = undefined;
    this.#holdOff = undefined;
  }

  /** Tries once more to store what a store that failed has left here, because it goes with this process. Never rejects. */
  async saveUnsaved(): Promise<void> {
    const unsaved = this.#unsaved;
    if (unsaved === undefined) return;
    try {
      const held = await this.#takeLease();
      try {
        if (held !== undefined) await this.#saveLeftBehind(unsaved, held);
      } finally {
        await held?.end();
      }
    } catch {
      // Said below.
    }
    if (this.hasUnsaved)
      this.#context.runtime.logger.error('account.renewal.lost', { provider: unsaved.account.provider });
  }

  /**
   * Meets the need, by a renewal or by what another process has renewed.
   *
   * @returns the token; absent only where none was needed.
   */
  async renew(need: TokenNeed): Promise<SharedToken | undefined> {
    const { runtime, timing } = this.#context;
    const untilMs = runtime.clock.now() + timing.waitMs;
    for (let attempt = 0; ; attempt += 1) {
      const found = await this.#look();
      if (this.#isMet(need, found)) return found.token;
      if (await this.#mayBeAsked(found.stored.account)) {
        const held = await this.#takeLease();
        const token = held === undefined ? movedOn : await this.#renewAsHolder(held, need);
        if (token !== movedOn) return token;
      }
      if (runtime.clock.now() >= untilMs) throw stillBusy(found.stored.account);
      await runtime.clock.sleep(pauseMs(runtime.random, attempt, maxPauseMs));
    }
  }

  #takeLease(): Promise<KeptLease | undefined> {
    return takeLease(this.#context, `refresh:${this.#id}`);
  }

  async #renewAsHolder(held: KeptLease, need: TokenNeed): Promise<SharedToken | undefined | typeof movedOn> {
    try {
      // Somebody else may have renewed between the look without the lease and this one with it.
      const found = await this.#look();
      if (this.#isMet(need, found)) return found.token;
      if (!(await this.#mayBeAsked(found.stored.account))) return movedOn;
      const unsaved = this.#unsaved;
      if (unsaved !== undefined) {
        await this.#saveLeftBehind(unsaved, held);
        return movedOn;
      }
      const renewal = await this.#ask(found.stored, need, held);
      return renewal !== movedOn && (await this.#save(renewal, held.lease)) ? renewal.token : movedOn;
    } finally {
      await held.end();
    }
  }

  /** It is written only if the account is still as it was when the service was asked. */
  async #saveLeftBehind(unsaved: Renewal, { lease }: KeptLease): Promise<void> {
    this.#unsaved = undefined;
    await this.#save(unsaved, lease);
  }

  async #ask(stored: StoredAccount, need: TokenNeed, held: KeptLease): Promise<Renewal | typeof movedOn> {
    try {
      const credential = await this.#context.vault.openCredential(stored, 'renewal');
      // A refresh token that somebody else is using by now can cost the grant.
      if (!held.isHeld()) return movedOn;
      return await askForTokens(this.#context, { account: stored.account, credential, claims: claimsOf(need) });
    } catch (error) {
      if (await this.#hasMovedOn(stored.account, error)) return movedOn;
      throw error;
    }
  }

  /** @returns false when the account has changed meanwhile, and what was issued is not used. */
  async #save(renewal: Renewal, lease: Lease): Promise<boolean> {
    try {
      const written = await saveRenewal(this.#context, renewal, lease);
      this.#opened.keep(written?.accessToken, renewal.token);
      if (written !== undefined) return true;
    } catch (error) {
      this.#unsaved = renewal;
      throw error;
    }
    const present = await this.#context.stores.accounts.get(this.#id);
    if (present !== undefined) return false;
    await giveUp(this.#context, renewal);
    throw disconnected(renewal.account.provider);
  }

  /**
   * Draws the consequences of a refusal.
   *
   * @returns whether the account has changed meanwhile, so that the refusal says nothing about its present secrets.
   */
  async #hasMovedOn(account: Account, error: unknown): Promise<boolean> {
    if (!CalendarError.is(error)) return false;
    const { runtime, stores } = this.#context;
    const nowMs = runtime.clock.now();
    const { code, reason, vendorCode } = error;
    runtime.logger.warn('account.renewal.failed', {
      provider: account.provider,
      code,
      ...(reason === undefined ? {} : { reason }),
      ...(vendorCode === undefined ? {} : { vendorCode }),
    });
    if (code === 'reauthorizationRequired')
      return !(await endAccount(this.#context, account, reasonOf(error), error.claims));
    if (code === 'tenantAccessRevoked') return !(await this.#endTenantOf(account));
    if (code === 'consentRequired' || code === 'adminConsentRequired') {
      await stores.events.add(consentMissing(account, new Date(nowMs).toISOString()));
      this.#holdOff = { fromMs: nowMs, untilMs: nowMs + consentPauseMs, error, account };
    } else if (error.retryAfterMs !== undefined) {
      this.#holdOff = { fromMs: nowMs, untilMs: nowMs + error.retryAfterMs, error, account };
    }
    return false;
  }

  /** @returns false when the account has changed meanwhile: what its predecessor was told does not end a whole organization. */
  async #endTenantOf(account: Account): Promise<boolean> {
    const { tenantId } = account.identity;
    if (tenantId === undefined) return endAccount(this.#context, account, 'revoked');
    const present = await this.#context.stores.accounts.get(this.#id);
    if (present === undefined || !isRevision(present.account, account)) return false;
    await endTenant(this.#context, account.provider, tenantId);
    return true;
  }

  /**
   * Keeps from the service what it would refuse: a grant known dead, and a call before the time it asked for.
   *
   * @returns false when the account has changed meanwhile.
   */
  async #mayBeAsked(account: Account): Promise<boolean> {
    const nowMs = this.#context.runtime.clock.now();
    const { refreshExpiresAt } = account;
    if (refreshExpiresAt !== undefined && Date.parse(refreshExpiresAt) <= nowMs) {
      if (!(await endAccount(this.#context, account, 'expired'))) return false;
      throw reauthorizationRequired(account, 'expired');
    }
    const holdOff = this.#holdOff;
    if (holdOff !== undefined && this.isHeldOff && isRevision(holdOff.account, account)) throw holdOff.error;
    this.#holdOff = undefined;
    return true;
  }

  async #look(): Promise<Found> {
    const stored = await this.#context.stores.accounts.get(this.#id);
    if (stored === undefined) throw disconnected();
    requireActive(stored.account);
    return { stored, token: await this.#opened.token(stored) };
  }

  #isMet(need: TokenNeed, { stored, token }: Found): boolean {
    const { runtime, timing } = this.#context;
    const nowMs = runtime.clock.now();
    return isMet(need, { account: stored.account, token }, { nowMs, renewBeforeMs: timing.renewBeforeMs });
  }
}

function isRevision(left: Account, right: Account): boolean {
  return left.generation === right.generation && left.version === right.version;
}

const reasons: readonly ReauthorizationReason[] = [
  'expired',
  'passwordChanged',
  'policy',
  'multiFactorRequired',
  'consentWithdrawn',
  'revoked',
  'accountDisabled',
  'credentialRejected',
];

function reasonOf(error: CalendarError): ReauthorizationReason {
  return reasons.find((reason) => reason === error.reason) ?? 'revoked';
}

function stillBusy(account: Account): CalendarError {
  return new CalendarError({
    code: 'timeout',
    message: 'Another process has been renewing the access token of this account for too long',
    provider: account.provider,
  });
}
