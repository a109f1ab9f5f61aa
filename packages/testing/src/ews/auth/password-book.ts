import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';

/** When wrong passwords lock an account. @public */
export interface PasswordLockout {
  /** Wrong passwords in a row until the account is locked. */
  readonly threshold: number;
  /** Milliseconds until it is open again. */
  readonly durationMs: number;
}

/** What came of a sign-in with a password. */
export type PasswordResult =
  | { readonly kind: 'signedIn'; readonly account: Account }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked' };

interface Entry {
  password: string | undefined;
  isExpired: boolean;
  failures: number;
  lockedUntil: number;
}

const refused: PasswordResult = { kind: 'refused' };

/** The passwords of an organization: who has which, and who may not use it at the moment. */
export class PasswordBook {
  readonly #store: ExchangeStore;
  readonly #lockout: PasswordLockout | undefined;
  readonly #now: () => number;
  readonly #entries = new Map<Account, Entry>();

  constructor(store: ExchangeStore, lockout: PasswordLockout | undefined, now: () => number) {
    this.#store = store;
    this.#lockout = lockout;
    this.#now = now;
  }

  /**
   * Signs somebody in.
   *
   * @param userName - `DOMAIN\user`, or the user principal name.
   * @param isProven - Whether what came over the wire proves that password.
   */
  signIn(userName: string, isProven: (password: string) => boolean): PasswordResult {
    const account = this.#find(userName);
    if (account === undefined) return refused;
    const entry = this.#entryOf(account);
    if (entry.lockedUntil > this.#now()) return { kind: 'locked' };
    if (entry.password === undefined || !isProven(entry.password)) {
      this.#countFailure(entry);
      return refused;
    }
    // Windows refuses an expired password like a wrong one, without counting it: it was right.
    if (entry.isExpired) return refused;
    entry.failures = 0;
    return { kind: 'signedIn', account };
  }

  /** Sets a new password: it is not expired, and the account is no longer locked. */
  change(account: Account, password: string): void {
    this.#entries.set(account, { password, isExpired: false, failures: 0, lockedUntil: -Infinity });
  }

  /** Makes the password an expired one until it is changed. */
  expire(account: Account): void {
    this.#entryOf(account).isExpired = true;
  }

  #countFailure(entry: Entry): void {
    if (this.#lockout === undefined) return;
    entry.failures += 1;
    if (entry.failures < this.#lockout.threshold) return;
    entry.failures = 0;
    entry.lockedUntil = this.#now() + this.#lockout.durationMs;
  }

  #find(userName: string): Account | undefined {
    const wanted = userName.toLowerCase();
    return this.#store.users.find(({ address, domain, dnsDomain, userName: name }) =>
      [address, `${domain}\\${name}`, `${dnsDomain}\\${name}`].some((form) => form.toLowerCase() === wanted),
    );
  }

  #entryOf(account: Account): Entry {
    const known = this.#entries.get(account);
    if (known !== undefined) return known;
    const entry = { password: account.password, isExpired: false, failures: 0, lockedUntil: -Infinity };
    this.#entries.set(account, entry);
    return entry;
  }
}
