import type { Credential, OAuthCredential } from '../../credentials/credential.ts';
import { CalendarError } from '../../errors/calendar-error.ts';
import { Secret } from '../../runtime/secret.ts';
import type { IssuedTokens, TokenIssuer } from '../../tokens/token-issuer.ts';
import { grantEndsAtMs, lifetimeMs, renewedCredential } from '../../tokens/token-lifetime.ts';
import type { Account } from '../account.ts';
import type { SecretsChange } from '../account-store.ts';
import type { SharedToken } from '../vault/shared-token.ts';
import type { LifecycleContext } from './lifecycle-context.ts';
import { withTimeout } from './waiting.ts';

/** Ends of a grant that lie closer together than this are one: whole seconds, and what an answer takes on its way. */
const sameEndMs = 5 * 60_000;

/** What the service has issued and the store has still to keep. */
export interface Renewal {
  /** The account as it was when the service was asked. */
  readonly account: Account;
  readonly credential: Credential;
  readonly token: SharedToken;
  readonly change: Pick<SecretsChange, 'scopes' | 'refreshedAt' | 'refreshExpiresAt'>;
}

/** What the service is asked with. */
export interface TokenQuestion {
  readonly account: Account;
  readonly credential: Credential;
  /** The challenge that the access token has to meet. */
  readonly claims: string | undefined;
}

/**
 * Asks the service for an access token. Nothing is kept here.
 *
 * @throws CalendarError as `TokenIssuer.issue`; `timeout`; `invalidConfiguration` when the account's provider is not there.
 */
export async function askForTokens(
  context: LifecycleContext,
  { account, credential, claims }: TokenQuestion,
): Promise<Renewal> {
  const { clock } = context.runtime;
  const issuer = issuerOf(context, account);
  const issued = await withTimeout(
    { clock, timeoutMs: context.timing.issueTimeoutMs, what: 'Renewing an access token' },
    (signal) => issuer.issue({ credential, signal, ...(claims === undefined ? {} : { claims }) }),
  ).catch((error: unknown) => {
    throw CalendarError.is(error) ? error : unexpected(error, account);
  });
  const nowMs = clock.now();
  const renewed = credential.kind === 'oauth' ? renewedCredential(credential, issued, nowMs) : credential;
  return {
    account,
    credential: renewed,
    token: {
      authorization: {
        kind: 'bearer',
        // A copy without whatever else an issuer's object may hold.
        token: new Secret(issued.accessToken.reveal()),
        expiresAtMs: nowMs + lifetimeMs(issued.expiresIn, issuer.lifetimes.accessTokenMs),
      },
      issuedAtMs: nowMs,
      reach: issuer.tokenReach(credential),
      claims,
    },
    change: {
      ...(issued.scopes === undefined ? {} : { scopes: issued.scopes }),
      refreshedAt: new Date(nowMs).toISOString(),
      ...(renewed.kind === 'oauth'
        ? { refreshExpiresAt: sameEnd(account.refreshExpiresAt, endOfGrant(renewed, issuer, nowMs, issued)) ?? null }
        : {}),
    },
  };
}

/**
 * Keeps the end that is known where the new one means the same: a service that counts the rest of a life down in seconds says it a
 * little differently each time, and each end has its own warnings.
 */
function sameEnd(known: string | undefined, next: string | undefined): string | undefined {
  if (known === undefined || next === undefined) return next;
  return Math.abs(Date.parse(next) - Date.parse(known)) < sameEndMs ? known : next;
}

/** An error of the provider's own making can quote anything, so that only its name is kept. */
function unexpected(cause: unknown, account: Account): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Renewing the access token failed in an unexpected way',
    provider: account.provider,
    cause,
  });
}

/** The issuer of an account's access tokens. @throws CalendarError `invalidConfiguration`. */
export function issuerOf(context: Pick<LifecycleContext, 'issuers'>, account: Account): TokenIssuer {
  const issuer = context.issuers.get(account.provider);
  if (issuer !== undefined) return issuer;
  throw new CalendarError({
    code: 'invalidConfiguration',
    message: 'The provider of this account is not among the configured ones, or issues no access tokens',
    provider: account.provider,
  });
}

/**
 * When a grant ends unless it is renewed, as an ISO 8601 instant.
 *
 * @param issued - The answer of the renewal that just happened, which may say so itself.
 * @returns absent when it does not end.
 */
export function endOfGrant(
  credential: OAuthCredential,
  issuer: TokenIssuer,
  usedAtMs: number,
  issued?: IssuedTokens,
): string | undefined {
  const saidMs = lifetimeMs(issued?.refreshExpiresIn, 0);
  const endsAtMs = saidMs > 0 ? usedAtMs + saidMs : grantEndsAtMs(credential, issuer.lifetimes, usedAtMs);
  return Number.isFinite(endsAtMs) ? new Date(endsAtMs).toISOString() : undefined;
}
