import { CalendarError } from '@kalends/core';
import type { CallOptions, Finding, TokenCredential, TokenIssuer } from '@kalends/core';
import { createContext } from './entra-context.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraSettings } from './entra-settings.ts';
import type { EntraSignIn } from './flows/entra-sign-in.ts';
import { makeSignIn } from './flows/make-sign-in.ts';

/** An application that signs in with Entra ID. @public */
export interface Entra {
  /** Provider id that credentials and errors carry. */
  readonly provider: string;
  /** Every host that is contacted with the present settings. */
  readonly hosts: readonly string[];
  readonly signIn: EntraSignIn;
  /** Turns kept credentials into access tokens. There is no `revoke`: Entra offers no such call for one grant. */
  readonly tokens: TokenIssuer<TokenCredential>;
  /**
   * Looks at the application's own secret or certificate without sending anything: a certificate that has expired or ends
   * within 30 days, a key that cannot be used.
   */
  checkClientCredential(options?: CallOptions): Promise<readonly Finding[]>;
}

/**
 * Prepares signing in with Microsoft Entra ID, for Microsoft Graph or for Exchange Online. It costs nothing: nothing is sent,
 * and MSAL, certificates and schemas load at the first call.
 *
 * @throws CalendarError `invalidArgument` naming the setting that is wrong; `insecureTransport` for an authority without TLS.
 * @example
 * ```ts
 * import { entra } from '@kalends/entra';
 *
 * const directory = entra({ tenantId: 'tidewater.example', clientId: '…', clientSecret: '…', resource: 'exchange' });
 * const room = await directory.signIn.application({ mailbox: 'pier-room@tidewater.example' });
 * const { accessToken } = await directory.tokens.issue({ credential: room });
 * ```
 * @public
 */
export function entra(settings: EntraSettings): Entra {
  const context = createContext(settings);
  return {
    provider: context.provider,
    hosts: [new URL(context.authority).host],
    signIn: makeSignIn(context),
    tokens: makeIssuer(context),
    async checkClientCredential() {
      const { checkClientCredential } = await import('./diagnosis/check-client-credential.ts');
      return checkClientCredential(context);
    },
  };
}

function makeIssuer(context: EntraContext): TokenIssuer<TokenCredential> {
  const { provider, lifetimes } = context;
  return {
    provider,
    lifetimes,
    tokenReach: ({ kind }) => (kind === 'application' ? 'tenant' : 'account'),
    async issue(options) {
      const { kind } = options.credential;
      if (options.credential.provider !== provider || !['oauth', 'password', 'application'].includes(kind))
        throw new CalendarError({
          code: 'invalidArgument',
          message: 'tokens.issue: credential must be one of this provider',
          provider,
          operation: 'tokens.issue',
        });
      const { issueTokens } = await import('./tokens/issue-tokens.ts');
      return issueTokens(context, options);
    },
  };
}
