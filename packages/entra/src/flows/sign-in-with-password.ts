import { Secret } from '@kalends/core';
import type { PasswordCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { acquireTokens } from '../msal/msal-operation.ts';
import type { PasswordSignInOptions } from './entra-sign-in.ts';
import { verifySignIn } from './make-credential.ts';
import { qualifiedScopes, scopesUnder } from './requested-scopes.ts';

/**
 * Proves a user name and password, and returns what to keep. Not repeated on failure: wrong passwords lock accounts.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc | OAuth 2.0 resource owner password credentials}
 */
export async function signInWithPassword(
  context: EntraContext,
  options: PasswordSignInOptions,
): Promise<PasswordCredential> {
  const { username, password, policy, address, signal } = options;
  const tokens = await acquireTokens(context, { use: 'noBrowser', signal }, (client) =>
    client.acquireTokenByUsernamePassword({
      username,
      password,
      scopes: qualifiedScopes(context, scopesUnder(context, policy)),
    }),
  );
  const { account, scopes } = await verifySignIn(context, { tokens, policy, signal });
  return {
    kind: 'password',
    provider: context.provider,
    account: address === undefined ? account : { ...account, address },
    username: new Secret(username),
    password: new Secret(password),
    scopes: [...scopes],
    issuedAt: new Date(context.runtime.clock.now()).toISOString(),
  };
}
