import { CalendarError, grantEndsAtMs, retryRead } from '@kalends/core';
import type { IssueTokensOptions, OAuthCredential, TokenIssuer } from '@kalends/core';
import type { ProviderContext } from '../provider-context.ts';
import type { ResolvedSettings } from '../resolve-settings.ts';
import { googleTokenLifetimes } from './token-lifetimes.ts';

type Options = IssueTokensOptions<OAuthCredential>;

/**
 * Turns refresh tokens into access tokens. Google does not replace a refresh token by using it and knows no claims challenges:
 * `claims` changes nothing.
 */
export function oauthTokenIssuer(context: ProviderContext<ResolvedSettings>): TokenIssuer<OAuthCredential> {
  const { runtime, retry } = context;
  const clock = runtime.clock;
  return {
    provider: 'google',
    lifetimes: googleTokenLifetimes,
    tokenReach: () => 'account',
    async issue({ credential, signal }: Options) {
      requireOAuthCredential(credential, 'tokens.issue');
      const isGrantOver =
        credential.refreshExpiresAt !== undefined && grantEndsAtMs(credential, googleTokenLifetimes) <= clock.now();
      const [{ requestTokensByRefreshToken }, { issuedTokens }] = await Promise.all([
        import('./token-requests.ts'),
        import('./issued-tokens.ts'),
      ]);
      const request = { settings: context.settings, fetch: context.fetch, clock, signal, isGrantOver };
      const answer = await retryRead(
        runtime,
        () => requestTokensByRefreshToken(request, credential.refreshToken.reveal()),
        { policy: retry, signal },
      );
      return issuedTokens(answer);
    },
    async revoke({ credential, signal }: Options) {
      requireOAuthCredential(credential, 'tokens.revoke');
      const { revokeToken } = await import('./revoke-token.ts');
      const request = { url: context.settings.endpoints.revokeUrl, fetch: context.fetch, clock, signal };
      await retryRead(runtime, () => revokeToken(request, credential.refreshToken), { policy: retry, signal });
    },
  };
}

/**
 * Refuses what this provider did not make.
 *
 * @throws CalendarError `invalidArgument`.
 */
export function requireOAuthCredential(credential: OAuthCredential, operation: string): void {
  if (credential?.kind === 'oauth' && credential.provider === 'google') return;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `${operation}: credential needs to be an OAuth credential of this provider`,
    provider: 'google',
    operation,
  });
}
