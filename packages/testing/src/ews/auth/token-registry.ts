import type { Account } from '../store/account.ts';
import { hashBytes } from '../store/ids.ts';

/** Audience of tokens for EWS: a token for anything else is refused. */
export const ewsAudience = 'https://outlook.office365.com';

/**
 * Which token to issue. A delegated one acts as its person and must not impersonate; an app-only one acts for nobody
 * and must impersonate in every request.
 *
 * @public
 */
export type IssueTokensRequest =
  | {
      /** Id in the company, or address, of who signed in. */
      readonly person: string;
      readonly appOnly?: false;
      /** Seconds until the token expires. Default 3600. */
      readonly lifetimeSeconds?: number;
      /** Default `https://outlook.office365.com`; a token for another audience is refused with 401. */
      readonly audience?: string;
    }
  | {
      readonly appOnly: true;
      readonly person?: undefined;
      readonly lifetimeSeconds?: number;
      readonly audience?: string;
    };

/** An issued token. @public */
export interface IssuedToken {
  /** Opaque: it has no parts that a client could read. */
  readonly accessToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** What a token stands for. */
export interface TokenGrant {
  readonly kind: 'delegated' | 'appOnly';
  /** Who signed in; nobody behind an app-only token. */
  readonly account: Account | undefined;
  readonly audience: string;
  readonly expiresAt: number;
}

/** The tokens that the emulator takes. */
export class TokenRegistry {
  readonly #grants = new Map<string, TokenGrant>();
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Issues a token for `account`, or an app-only one for nobody. */
  issue(account: Account | undefined, options: { lifetimeSeconds?: number; audience?: string }): IssuedToken {
    this.#count += 1;
    const accessToken = `EwC${hashBytes(`token/${this.#count}`, 32).toString('base64url')}${this.#count}`;
    const expiresAt = this.#now() + (options.lifetimeSeconds ?? 3600) * 1000;
    this.#grants.set(accessToken, {
      kind: account === undefined ? 'appOnly' : 'delegated',
      account,
      audience: options.audience ?? ewsAudience,
      expiresAt,
    });
    return { accessToken, expiresAt };
  }

  /** What a token stands for, expired ones included; nothing for a token that was never issued. */
  find(accessToken: string): TokenGrant | undefined {
    return this.#grants.get(accessToken);
  }

  /** Makes every token issued so far an expired one. */
  expireAll(): void {
    for (const [token, grant] of this.#grants) {
      this.#grants.set(token, { ...grant, expiresAt: Math.min(grant.expiresAt, this.#now()) });
    }
  }
}
