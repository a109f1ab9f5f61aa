import { CalendarError } from '@kalends/core';
import type { OAuthCredential, OAuthProvider } from '@kalends/core';
import { callbackError } from './auth/callback-error.ts';
import { oauthTokenIssuer, requireOAuthCredential } from './auth/oauth-token-issuer.ts';
import { grantedAccess, signInScopes, wantedScopes } from './auth/scopes.ts';
import { googlePermissionControl } from './capabilities.ts';
import type { GoogleSettings } from './google-settings.ts';
import { openConnection } from './open-connection.ts';
import { providerContext } from './provider-context.ts';
import { resolveSettings } from './resolve-settings.ts';

/** The provider for accounts that people connect themselves. */
export function oauthProvider(given: GoogleSettings): OAuthProvider<OAuthCredential> {
  const settings = resolveSettings(given);
  const { tokenUrl, revokeUrl } = settings.endpoints;
  const context = providerContext(given, settings, [tokenUrl, revokeUrl]);
  const issuer = oauthTokenIssuer(context);

  return {
    id: 'google',
    hosts: context.hosts,
    permissionControl: googlePermissionControl,
    tokens: issuer,
    connect: (options) =>
      openConnection(
        context,
        {
          issuer,
          requireCredential: (credential) => requireOAuthCredential(credential, 'connect'),
          scopesOf: ({ scopes }) => scopes,
          // What was granted is the limit.
          defaultPolicy: undefined,
        },
        options,
      ),
    signIn: {
      scopesFor: (policy) => [...signInScopes, ...wantedScopes(policy, settings)],
      grantedAccess,
      createAuthorizationUrl: async (options) => {
        const { authorizationUrl } = await import('./auth/authorization-url.ts');
        return authorizationUrl(settings, options);
      },
      exchangeCode: async (options) => {
        const { exchangeCode } = await import('./auth/exchange-code.ts');
        const { fetch, runtime } = context;
        try {
          return await exchangeCode({ settings, fetch, clock: runtime.clock }, options);
        } catch (error) {
          throw CalendarError.is(error) ? error.withContext({ operation: 'signIn.exchangeCode' }) : error;
        }
      },
      callbackError,
    },
  };
}
