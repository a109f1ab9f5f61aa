import type { OAuthSignIn } from '@kalends/core';
import type { GraphContext } from '../graph-context.ts';
import { callbackError } from './callback-error.ts';
import { checkAuthorization, checkExchange } from './check-sign-in.ts';

/** Sign-in with Entra. MSAL and the reading of answers load at the first call. */
export function graphSignIn(context: GraphContext): OAuthSignIn {
  return {
    scopes: context.scopes,
    async createAuthorizationUrl(options) {
      checkAuthorization(options);
      const { authorizationUrl } = await import('./entra-client.ts');
      return authorizationUrl(context, options);
    },
    async exchangeCode(options) {
      checkExchange(options);
      const { exchangeCode } = await import('./exchange-code.ts');
      return exchangeCode(context, options);
    },
    callbackError: (parameters) => callbackError(context, parameters),
  };
}
