import type { OAuthCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { acquireTokens, requireConfidential } from '../msal/msal-operation.ts';
import { jwtPayload } from '../wire/jwt-payload.ts';
import { refusing } from './check-options.ts';
import type { OnBehalfOfOptions } from './entra-sign-in.ts';
import { oauthCredential } from './make-credential.ts';
import { organizationOf } from './organization-of.ts';
import { qualifiedScopes, scopesUnder } from './requested-scopes.ts';

/**
 * Exchanges the token of a front end.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow | OAuth 2.0 on-behalf-of flow}
 */
export async function onBehalfOf(context: EntraContext, options: OnBehalfOfOptions): Promise<OAuthCredential> {
  const { userToken, policy, signal } = options;
  if (typeof userToken !== 'string' || userToken === '')
    throw refusing(context.provider, 'signIn.onBehalfOf')('userToken must be an access token');
  const tokens = await acquireTokens(
    context,
    // The token is not believed in this: the service refuses one of another tenant.
    { use: 'signIn', tenantId: organizationOf(context, jwtPayload(userToken)?.['tid']), signal },
    (client) =>
      requireConfidential(client, context, 'Signing in on behalf of a person').acquireTokenOnBehalfOf({
        oboAssertion: userToken,
        scopes: qualifiedScopes(context, scopesUnder(context, policy)),
        skipCache: true,
      }),
  );
  return oauthCredential(context, { tokens, policy, signal });
}
