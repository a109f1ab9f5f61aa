import type { OAuthCredential } from '../../credentials/credential.ts';
import { CalendarError } from '../../errors/calendar-error.ts';
import type { Clock } from '../../runtime/runtime.ts';
import { Secret } from '../../runtime/secret.ts';
import { defaultTokenLifetimes } from '../../tokens/token-issuer.ts';
import type { IssuedTokens, IssueTokensOptions, TokenIssuer, TokenLifetimes } from '../../tokens/token-issuer.ts';

interface Grant {
  readonly id: string;
  isAlive: boolean;
  serial: number;
  running: number;
}

interface IssuedAccessToken {
  readonly grant: Grant;
  readonly expiresAtMs: number;
}

/**
 * A token service as strict as any: each refresh token works once, and using an old one ends the grant. It notices two renewals
 * of one grant at a time.
 */
export class TokenService implements TokenIssuer {
  readonly provider = 'fake';
  lifetimes: TokenLifetimes = defaultTokenLifetimes;
  rotates = true;
  reach: 'account' | 'tenant' = 'account';
  /** Added to every answer. */
  answer: Partial<IssuedTokens> = { expiresIn: 3600 };
  /** Claims of each request that was answered. */
  readonly issues: (string | undefined)[] = [];
  readonly revoked: string[] = [];
  /** Most renewals of one grant at one time. */
  mostAtOnce = 0;
  replayed = 0;
  /** Thrown instead of answers, one each. */
  readonly failures: Error[] = [];
  /** Holds answers back after the service has done its part. */
  gate: Promise<void> = Promise.resolve();
  revocation: () => Promise<void> = () => Promise.resolve();
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, IssuedAccessToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Signs somebody in. */
  grant(id: string, more: Partial<OAuthCredential> = {}): OAuthCredential {
    const grant: Grant = { id, isAlive: true, serial: 0, running: 0 };
    this.#grants.set(id, grant);
    return {
      kind: 'oauth',
      provider: this.provider,
      account: { id, address: `${id}@example.com`, tenantId: 'contoso' },
      scopes: ['calendars.read'],
      refreshToken: new Secret(refreshToken(grant)),
      issuedAt: new Date(this.#clock.now()).toISOString(),
      ...more,
    };
  }

  /** Ends a grant, as an administrator does. */
  end(id: string): void {
    const grant = this.#grants.get(id);
    if (grant !== undefined) grant.isAlive = false;
  }

  /** Whether an access token would be taken now. */
  accepts(token: string): boolean {
    const issued = this.#accessTokens.get(token);
    return issued !== undefined && issued.grant.isAlive && issued.expiresAtMs > this.#clock.now();
  }

  isCurrent(token: string): boolean {
    const [, id = ''] = token.split('/');
    const grant = this.#grants.get(id);
    return grant !== undefined && refreshToken(grant) === token;
  }

  tokenReach(): 'account' | 'tenant' {
    return this.reach;
  }

  async issue({ credential, claims }: IssueTokensOptions): Promise<IssuedTokens> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    const grant = this.#grantOf(credential);
    grant.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, grant.running);
    try {
      if (this.rotates && credential.kind === 'oauth') grant.serial += 1;
      this.issues.push(claims);
      const accessToken = `access/${grant.id}/${this.issues.length}/canary`;
      this.#accessTokens.set(accessToken, { grant, expiresAtMs: this.#clock.now() + 3_600_000 });
      const rotated = { refreshToken: new Secret(refreshToken(grant)) };
      // What the service has done it has done, whether or not its answer arrives.
      await this.gate;
      return { accessToken: new Secret(accessToken), ...this.answer, ...(this.rotates ? rotated : {}) };
    } finally {
      grant.running -= 1;
    }
  }

  async revoke({ credential }: IssueTokensOptions): Promise<void> {
    await this.revocation();
    if (credential.kind !== 'oauth') return;
    this.revoked.push(credential.refreshToken.reveal());
    this.end(credential.account.id);
  }

  #grantOf(credential: IssueTokensOptions['credential']): Grant {
    if (credential.kind !== 'oauth') {
      const present = this.#grants.get(credential.account.id);
      const grant = present ?? { id: credential.account.id, isAlive: true, serial: 0, running: 0 };
      this.#grants.set(grant.id, grant);
      return grant;
    }
    const token = credential.refreshToken.reveal();
    const grant = this.#grants.get(token.split('/')[1] ?? '');
    if (grant === undefined || !grant.isAlive) throw refusal('revoked');
    if (refreshToken(grant) === token) return grant;
    this.replayed += 1;
    grant.isAlive = false;
    throw refusal('revoked');
  }
}

/** What a service answers for a grant that has ended. */
export function refusal(
  reason: 'revoked' | 'policy' | 'multiFactorRequired' | 'accountDisabled',
  claims?: string,
): CalendarError {
  return new CalendarError({
    code: 'reauthorizationRequired',
    reason,
    message: 'refused',
    vendorCode: 'invalid_grant',
    claims,
  });
}

function refreshToken(grant: Grant): string {
  return `refresh/${grant.id}/${grant.serial}/canary`;
}
