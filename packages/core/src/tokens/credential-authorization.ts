import type { Credential, TokenCredential } from '../credentials/credential.ts';
import { CalendarError } from '../errors/calendar-error.ts';
import type { AccessPolicy } from '../policy/access-policy.ts';
import { requirePermission } from '../policy/require-permission.ts';
import type { Clock } from '../runtime/runtime.ts';
import { abortable } from './abortable.ts';
import type {
  Authorization,
  AuthorizationSource,
  BearerAuthorization,
  GetAuthorizationOptions,
  ReplaceAuthorizationOptions,
} from './authorization-source.ts';
import type { TokenIssuer } from './token-issuer.ts';
import {
  defaultRenewBeforeMs,
  grantEndsAtMs,
  isFresh,
  isPausing,
  lifetimeMs,
  renewedCredential,
} from './token-lifetime.ts';

/** Options of {@link credentialAuthorization}. @public */
export interface CredentialAuthorizationOptions<C extends TokenCredential = TokenCredential> {
  readonly credential: C;
  readonly issuer: TokenIssuer<C>;
  readonly clock: Clock;
  /** Checked before each request. Default: everything. */
  readonly policy?: AccessPolicy | undefined;
  /** Awaited before a new refresh token's access token is used; see `ConnectWithCredential`. */
  readonly onCredentialChanged?: ((credential: C) => Promise<void>) | undefined;
  /** Milliseconds before its end at which an access token is renewed. Default 5 minutes. */
  readonly renewBeforeMs?: number | undefined;
  /** Ends what is under way; what arrives later is not kept. */
  readonly closing: AbortSignal;
}

interface HeldToken {
  readonly authorization: BearerAuthorization;
  readonly issuedAtMs: number;
  /** The challenge it was issued for. */
  readonly claims: string | undefined;
}

interface Renewal {
  readonly held: Promise<HeldToken>;
  readonly claims: string | undefined;
}

/**
 * Authorizes requests with a credential that this process alone keeps: access tokens in memory, renewed ahead of their end, one
 * renewal at a time, a replaced refresh token stored first. Several processes that share a credential need
 * `@kalends/core/accounts` instead.
 *
 * @public
 */
export function credentialAuthorization<C extends TokenCredential>(
  options: CredentialAuthorizationOptions<C>,
): AuthorizationSource {
  return new CredentialAuthorization(options);
}

class CredentialAuthorization<C extends TokenCredential> implements AuthorizationSource {
  readonly #options: CredentialAuthorizationOptions<C>;
  #credential: C;
  #isUnsaved = false;
  #held: HeldToken | undefined;
  #renewal: Renewal | undefined;
  #aheadFailedAtMs: number | undefined;
  #ended: CalendarError | undefined;

  constructor(options: CredentialAuthorizationOptions<C>) {
    this.#options = options;
    this.#credential = options.credential;
    options.closing.addEventListener('abort', () => (this.#held = undefined), { once: true });
  }

  async get({ permission, signal }: GetAuthorizationOptions = {}): Promise<Authorization> {
    const { policy, clock, renewBeforeMs = defaultRenewBeforeMs } = this.#options;
    if (policy !== undefined && permission !== undefined) requirePermission(policy, permission);
    const held = this.#held;
    if (held === undefined) return this.#renewOnce(undefined, signal);
    const { issuedAtMs, authorization } = held;
    const { expiresAtMs } = authorization;
    const nowMs = clock.now();
    if (isFresh({ issuedAtMs, expiresAtMs }, { nowMs, renewBeforeMs })) return authorization;
    if (expiresAtMs > nowMs && isPausing(this.#aheadFailedAtMs, nowMs)) return authorization;
    return this.#renewOnce(undefined, signal).catch((error: unknown) => {
      // It was renewed ahead of its end; while the service cannot, what is left of it serves.
      const isPassing = CalendarError.is(error) && error.retryable;
      if (!isPassing || expiresAtMs <= clock.now()) throw error;
      this.#aheadFailedAtMs = clock.now();
      return authorization;
    });
  }

  async replace({ refused, claims, signal }: ReplaceAuthorizationOptions): Promise<Authorization> {
    const held = this.#held;
    // Another call may have replaced it while this one waited for its refusal.
    const isRefused = held !== undefined && isSame(held.authorization, refused);
    if (held !== undefined && !isRefused && meets(held, claims)) return held.authorization;
    if (isRefused) this.#held = undefined;
    return this.#renewOnce(claims, signal);
  }

  async #renewOnce(claims: string | undefined, signal: AbortSignal | undefined): Promise<Authorization> {
    const renewal = (this.#renewal ??= this.#start(claims));
    if (meets(renewal, claims)) return (await abortable(renewal.held, signal)).authorization;
    // What is under way does not answer the challenge: another one after it, never two at a time.
    await abortable(
      renewal.held.catch(() => undefined),
      signal,
    );
    return this.#renewOnce(claims, signal);
  }

  #start(claims: string | undefined): Renewal {
    const held = this.#renew(claims).finally(() => {
      this.#renewal = undefined;
    });
    return { held, claims };
  }

  async #renew(claims: string | undefined): Promise<HeldToken> {
    if (this.#ended !== undefined) throw this.#ended;
    const { issuer, clock, closing } = this.#options;
    await this.#save();
    this.#requireLivingGrant();
    const issued = await issuer
      .issue({ credential: this.#credential, signal: closing, ...(claims === undefined ? {} : { claims }) })
      .catch((error: unknown) => {
        if (CalendarError.is(error) && endedCodes.has(error.code) && claims === undefined) this.#ended = error;
        throw error;
      });
    const nowMs = clock.now();
    if (this.#credential.kind === 'oauth') {
      // Narrowed by its kind, a credential of type C is an OAuthCredential and stays one.
      const renewed = renewedCredential(this.#credential, issued, nowMs) as C & { kind: 'oauth' };
      this.#isUnsaved ||= renewed !== this.#credential;
      this.#credential = renewed;
      await this.#save();
    }
    const lifetime = lifetimeMs(issued.expiresIn, issuer.lifetimes.accessTokenMs);
    const held: HeldToken = {
      authorization: { kind: 'bearer', token: issued.accessToken, expiresAtMs: nowMs + lifetime },
      issuedAtMs: nowMs,
      claims,
    };
    if (!closing.aborted) this.#held = held;
    return held;
  }

  /** A replaced refresh token that could not be stored is handed over again before anything else. */
  async #save(): Promise<void> {
    if (!this.#isUnsaved) return;
    await this.#options.onCredentialChanged?.(this.#credential);
    this.#isUnsaved = false;
  }

  #requireLivingGrant(): void {
    const { issuer, clock } = this.#options;
    const credential: Credential = this.#credential;
    // Where using a token renews it, only somebody who kept the last use can tell its end.
    const isKnown =
      credential.kind === 'oauth' &&
      (credential.refreshExpiresAt !== undefined || issuer.lifetimes.refreshTokenRenewedBy === 'issue');
    if (!isKnown || grantEndsAtMs(credential, issuer.lifetimes) > clock.now()) return;
    throw new CalendarError({
      code: 'reauthorizationRequired',
      reason: 'expired',
      message: 'The stored sign-in has reached the end of its life',
      provider: issuer.provider,
      cure: { text: 'Sign in again.' },
    });
  }
}

/** After these nothing but a new sign-in helps. */
const endedCodes: ReadonlySet<string> = new Set(['reauthorizationRequired', 'tenantAccessRevoked']);

function isSame(held: BearerAuthorization, refused: Authorization): boolean {
  return refused.kind === 'bearer' && refused.token.reveal() === held.token.reveal();
}

function meets(token: { readonly claims: string | undefined }, claims: string | undefined): boolean {
  return claims === undefined || token.claims === claims;
}
