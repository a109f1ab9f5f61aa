import type { OAuthCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { acquireTokens, requireConfidential } from '../msal/msal-operation.ts';
import { jwtPayload } from '../wire/jwt-payload.ts';
import { refusing } from './check-options.ts';
import type { OnBehalfOfOptions } from './entra-sign-in.ts';
import { oauthCredential } from './make-credential.ts';
import { qualifiedScopes, scopesUnder } from './requested-scopes.ts';

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

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
    { use: 'signIn', tenantId: tenantOf(context, userToken), signal },
    (client) =>
      requireConfidential(client, context, 'Signing in on behalf of a person').acquireTokenOnBehalfOf({
        oboAssertion: userToken,
        scopes: qualifiedScopes(context, scopesUnder(context, policy)),
        skipCache: true,
      }),
  );
  return oauthCredential(context, { tokens, policy, signal });
}

/**
 * Where several organizations may sign in, the exchange happens in the person's own. The token is not believed in this: the
 * service refuses one of another tenant.
 */
function tenantOf(context: EntraContext, userToken: string): string | undefined {
  if (!['common', 'organizations'].includes(context.tenantId)) return undefined;
  const tenantId = jwtPayload(userToken)?.['tid'];
  return typeof tenantId === 'string' && guid.test(tenantId) ? tenantId : undefined;
}
