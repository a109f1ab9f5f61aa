import { CalendarError, adminConsentRetryMs, lifetimeMs } from '@kalends/core';
import type { AccountIdentity, AccessPolicy, ExchangeCodeOptions, OAuthCredential } from '@kalends/core';
import { adminConsentUrl } from '../consent/admin-consent-url.ts';
import type { EntraContext } from '../entra-context.ts';
import { cureTexts } from '../errors/cures.ts';
import type { EntraTokens } from '../msal/entra-tokens.ts';
import { checkExpectedAccount, checkIdToken, identityOf } from './check-identity.ts';
import { missingPermissions, scopesUnder } from './requested-scopes.ts';

/** What a finished sign-in is checked against. */
export interface FinishedSignIn {
  readonly tokens: EntraTokens;
  readonly policy: AccessPolicy | undefined;
  readonly expectedAccount?: ExchangeCodeOptions['expectedAccount'];
  readonly signal?: AbortSignal | undefined;
}

/** Who signed in and what was granted. */
export interface VerifiedSignIn {
  readonly account: AccountIdentity;
  readonly scopes: readonly string[];
}

/** Checks who signed in and what was granted, and finds the mailbox, before anything is kept. */
export async function verifySignIn(context: EntraContext, finished: FinishedSignIn): Promise<VerifiedSignIn> {
  const { tokens, policy, expectedAccount, signal } = finished;
  checkIdToken(context, tokens.claims);
  const signedIn = identityOf(context, tokens.claims);
  // By id before the mailbox is looked at: somebody else's is none of our business.
  if (expectedAccount?.id !== undefined)
    checkExpectedAccount(context, expectedAccount, { id: signedIn.id, addresses: [] });
  const wanted = scopesUnder(context, policy);
  // An answer without scopes grants what was asked for (RFC 6749, section 5.1).
  const scopes = tokens.scopes ?? wanted;
  requireScopes(context, missingPermissions(wanted, scopes), policy);
  const account =
    (await context.findMailbox?.({ accessToken: tokens.accessToken, account: signedIn, signal })) ?? signedIn;
  checkExpectedAccount(context, expectedAccount, { id: account.id, addresses: [account.address, signedIn.address] });
  return { account, scopes };
}

/** Makes what is kept of a sign-in that can be renewed. */
export async function oauthCredential(context: EntraContext, finished: FinishedSignIn): Promise<OAuthCredential> {
  const { refreshToken, refreshExpiresIn } = finished.tokens;
  if (refreshToken === undefined) requireScopes(context, ['offline_access'], finished.policy);
  const { account, scopes } = await verifySignIn(context, finished);
  const nowMs = context.runtime.clock.now();
  const endsInMs = lifetimeMs(refreshExpiresIn, 0);
  return {
    kind: 'oauth',
    provider: context.provider,
    account,
    scopes: [...scopes],
    // Its absence was refused above.
    refreshToken: refreshToken as NonNullable<typeof refreshToken>,
    issuedAt: new Date(nowMs).toISOString(),
    ...(endsInMs === 0 ? {} : { refreshExpiresAt: new Date(nowMs + endsInMs).toISOString() }),
  };
}

function requireScopes(context: EntraContext, missing: readonly string[], policy: AccessPolicy | undefined): void {
  if (missing.length === 0) return;
  const what = {
    message: `Not everything that was asked for was granted: ${missing.join(', ')}`,
    provider: context.provider,
    missingScopes: missing,
  };
  // Where people may not consent, sending them to the page again is a loop.
  if (!context.usersMayConsent)
    throw new CalendarError({
      ...what,
      code: 'adminConsentRequired',
      retryAfterMs: adminConsentRetryMs,
      cure: { text: cureTexts.adminConsent, url: adminConsentUrl(context, { policy }) },
    });
  throw new CalendarError({
    ...what,
    code: 'consentRequired',
    cure: { text: 'Sign in again and allow the application everything the page asks for.' },
  });
}
