import { RequestError } from './soap/ews-errors.ts';
import type { Account } from './store/account.ts';

/** How much one mailbox may be asked; an impersonated mailbox pays for itself. @public */
export interface ExchangeThrottling {
  /** Most requests that are open at once for one mailbox, as EWSMaxConcurrency. Default: any number. */
  readonly maxConcurrency?: number;
  /** Time that requests may use up. Default: any amount. */
  readonly budget?: ExchangeBudget;
}

/** A budget of server time, as EwsMaxBurst, EwsRechargeRate and EwsCutoffBalance. @public */
export interface ExchangeBudget {
  /** What a mailbox can save up, and has at the beginning, in milliseconds. */
  readonly maxBurstMs: number;
  /** What comes back in a minute, in milliseconds. */
  readonly rechargeMsPerMinute: number;
  /** What each request costs, refused ones too: whoever asks too early waits longer. Default 1000. */
  readonly requestCostMs?: number;
  /** Whether refusals say how long to wait, by BackOffMilliseconds. Default true. */
  readonly tellsBackOff?: boolean;
}

interface Balance {
  ms: number;
  /** When it was right, in milliseconds since the Unix epoch. */
  at: number;
}

const defaultRequestCostMs = 1000;

/** Counts the open requests and the used time of mailboxes. */
export class Throttle {
  readonly #now: () => number;
  readonly #open = new Map<Account, number>();
  readonly #balances = new Map<Account, Balance>();
  #limits: ExchangeThrottling;

  constructor(limits: ExchangeThrottling, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Sets other limits; every mailbox begins anew. */
  set(limits: ExchangeThrottling): void {
    this.#limits = limits;
    this.#balances.clear();
  }

  /**
   * Lets a request in.
   *
   * @returns what to call when it has been answered.
   * @throws RequestError `ErrorExceededConnectionCount` or `ErrorServerBusy`
   */
  enter(account: Account): () => void {
    const { maxConcurrency = Infinity, budget } = this.#limits;
    const open = this.#open.get(account) ?? 0;
    if (open >= maxConcurrency) {
      throw new RequestError(
        'ErrorExceededConnectionCount',
        'You have exceeded the available concurrent connections for your account. Try again once your other requests have completed.',
      );
    }
    if (budget !== undefined) this.#charge(account, budget);
    this.#open.set(account, open + 1);
    return () => this.#open.set(account, (this.#open.get(account) ?? 1) - 1);
  }

  #charge(account: Account, { maxBurstMs, rechargeMsPerMinute, requestCostMs, tellsBackOff }: ExchangeBudget): void {
    const now = this.#now();
    const ratePerMs = rechargeMsPerMinute / 60_000;
    const before = this.#balances.get(account) ?? { ms: maxBurstMs, at: now };
    const ms =
      Math.min(maxBurstMs, before.ms + (now - before.at) * ratePerMs) - (requestCostMs ?? defaultRequestCostMs);
    this.#balances.set(account, { ms, at: now });
    if (ms >= 0) return;
    const backOffMs = Math.ceil(-ms / ratePerMs);
    throw new RequestError(
      'ErrorServerBusy',
      'The server cannot service this request right now. Try again later.',
      tellsBackOff === false || !Number.isFinite(backOffMs) ? {} : { BackOffMilliseconds: String(backOffMs) },
    );
  }
}
