import type { Account } from '../store/account.ts';
import { hashBytes } from '../store/ids.ts';
import { delegatedPermission, ewsAudience, fullAccessRole } from './token-grant.ts';
import type { TokenGrant } from './token-grant.ts';

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
      /** Application that the token was issued to. Default `11111111-2222-4333-8444-555555555555`. */
      readonly clientId?: string;
      /** Delegated permissions. Default `EWS.AccessAsUser.All`; a token without it is refused with 401. */
      readonly scopes?: readonly string[];
    }
  | {
      readonly appOnly: true;
      readonly person?: undefined;
      readonly lifetimeSeconds?: number;
      readonly audience?: string;
      readonly clientId?: string;
      /** Application permissions. Default `full_access_as_app`; a token without it is refused with 401. */
      readonly roles?: readonly string[];
    };

/** An issued token. @public */
export interface IssuedToken {
  /** Opaque: it has no parts that a client could read. */
  readonly accessToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

const defaultClientId = '11111111-2222-4333-8444-555555555555';

/** The opaque tokens that the emulator issued itself. */
export class TokenRegistry {
  readonly #grants = new Map<string, TokenGrant>();
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Issues a token for `account`, or an app-only one for nobody. */
  issue(account: Account | undefined, request: IssueTokensRequest): IssuedToken {
    this.#count += 1;
    const accessToken = `EwC${hashBytes(`token/${this.#count}`, 32).toString('base64url')}${this.#count}`;
    const expiresAt = this.#now() + (request.lifetimeSeconds ?? 3600) * 1000;
    this.#grants.set(accessToken, {
      subject: request.appOnly === true ? 'application' : 'user',
      account,
      clientId: request.clientId ?? defaultClientId,
      audience: request.audience ?? ewsAudience,
      notBefore: this.#now(),
      expiresAt,
      permissions:
        request.appOnly === true ? (request.roles ?? [fullAccessRole]) : (request.scopes ?? [delegatedPermission]),
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
