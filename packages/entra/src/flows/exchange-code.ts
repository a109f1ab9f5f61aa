import type { ExchangeCodeOptions, OAuthCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { acquireTokens } from '../msal/msal-operation.ts';
import { oauthCredential } from './make-credential.ts';
import { qualifiedScopes, scopesUnder } from './requested-scopes.ts';
import { challengeOf, sessionNonce } from './session-nonce.ts';

/** Redeems the code of a callback. Not repeated on failure: a code works once. */
export async function exchangeCode(context: EntraContext, options: ExchangeCodeOptions): Promise<OAuthCredential> {
  const { policy, redirectUri, expectedAccount, signal } = options;
  const nonce = await sessionNonce(await challengeOf(options.codeVerifier));
  const tokens = await acquireTokens(context, { use: 'signIn', redirectUri, signal }, (client) =>
    client.acquireTokenByCode({
      code: options.code,
      codeVerifier: options.codeVerifier,
      redirectUri,
      scopes: qualifiedScopes(context, scopesUnder(context, policy)),
      nonce,
    }),
  );
  return oauthCredential(context, {
    tokens,
    policy,
    ...(expectedAccount === undefined ? {} : { expectedAccount }),
    signal,
  });
}
