import { CalendarError, retryRead } from '@kalends/core';
import type { IssuedTokens, IssueTokensOptions, TokenCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { applicationToken } from '../flows/application-token.ts';
import { organizationOf } from '../flows/organization-of.ts';
import { qualifiedScopes, scopesOfCredential } from '../flows/requested-scopes.ts';
import type { EntraTokens } from '../msal/entra-tokens.ts';
import { acquireTokens } from '../msal/msal-operation.ts';

/** Asks the token endpoint for an access token with a kept credential; repeated as the retry policy says. */
export async function issueTokens(
  context: EntraContext,
  options: IssueTokensOptions<TokenCredential>,
): Promise<IssuedTokens> {
  const { runtime, retry, provider } = context;
  const ask = (): Promise<EntraTokens> => askOnce(context, options);
  try {
    const { claims: _, ...tokens } = await retryRead(runtime, ask, { policy: retry, signal: options.signal });
    return tokens;
  } catch (error) {
    throw CalendarError.is(error) ? error.withContext({ provider, operation: 'tokens.issue' }) : error;
  }
}

async function askOnce(
  context: EntraContext,
  { credential, claims, signal }: IssueTokensOptions<TokenCredential>,
): Promise<EntraTokens> {
  const { tenantId } = credential.account;
  if (credential.kind === 'application') return applicationToken(context, { tenantId, use: 'stored', claims, signal });
  const operation = {
    use: 'stored',
    tenantId: organizationOf(context, tenantId),
    accountTenantId: tenantId,
    signal,
  } as const;
  const scopes = qualifiedScopes(context, scopesOfCredential(context, credential));
  const challenge = claims === undefined ? {} : { claims };
  if (credential.kind === 'password')
    return acquireTokens(context, operation, (client) =>
      client.acquireTokenByUsernamePassword({
        username: credential.username.reveal(),
        password: credential.password.reveal(),
        scopes,
        ...challenge,
      }),
    );
  // The old refresh token keeps working until its own end (Entra docs, "Refresh tokens"), so repeating this is harmless.
  return acquireTokens(context, operation, (client) =>
    client.acquireTokenByRefreshToken({ refreshToken: credential.refreshToken.reveal(), scopes, ...challenge }),
  );
}
