import type { OAuthProvider } from '@kalends/core';
import { connectGraph } from './graph-connection.ts';
import { createContext, providerId } from './graph-context.ts';
import type { GraphSettings } from './graph-settings.ts';
import { graphSignIn } from './sign-in/graph-sign-in.ts';

/**
 * Creates the provider for Microsoft 365 and personal Microsoft accounts, through Microsoft Graph v1.0 with delegated
 * permissions. It costs nothing: nothing is sent, and MSAL, the Graph client and the schemas load at the first call.
 *
 * @throws CalendarError `invalidArgument` naming the setting that is wrong; `insecureTransport` for a base URL without TLS.
 * @example
 * ```ts
 * import type { Credential, OAuthCredential } from '@kalends/core';
 * import { graph } from '@kalends/graph';
 *
 * declare const credential: OAuthCredential;
 * declare function save(changed: Credential): Promise<void>;
 *
 * const provider = graph({ clientId: '…', clientSecret: '…' });
 * const connection = provider.connect({ credential, onCredentialChanged: save });
 * for await (const calendar of connection.calendars.list()) console.log(calendar.name);
 * ```
 * @public
 */
export function graph(settings: GraphSettings): OAuthProvider {
  const context = createContext(settings);
  return {
    id: providerId,
    hosts: [...new Set([new URL(context.graphBaseUrl).host, new URL(context.authority).host])],
    signIn: graphSignIn(context),
    connect: (options) => connectGraph(context, options),
  };
}
