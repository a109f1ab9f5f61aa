import type { CallOptions, ConnectOptions, Finding, OAuthProvider, TokenCredential } from '@kalends/core';
import { entra } from '@kalends/entra';
import type { EntraSignIn, SignedIn } from '@kalends/entra';
import { connectGraph } from './graph-connection.ts';
import type { GraphCalendarConnection } from './graph-connection.ts';
import { createContext, providerId } from './graph-context.ts';
import type { GraphSettings } from './graph-settings.ts';

/** Options of {@link GraphProvider.checkPermissions}. @public */
export interface CheckPermissionsOptions extends CallOptions {
  /** Whose access token is looked at. A token is fetched; no mailbox is opened. */
  readonly credential: TokenCredential;
}

/** Microsoft 365 through Microsoft Graph. @public */
export interface GraphProvider extends OAuthProvider {
  readonly signIn: EntraSignIn;
  /** Opens a connection. Nothing is sent before the first call on it. */
  connect(options: ConnectOptions<TokenCredential>): GraphCalendarConnection;
  /**
   * Fetches a token and compares the permissions in it with the `policy` setting: one finding for each that is missing.
   *
   * @throws CalendarError as `tokens.issue`.
   */
  checkPermissions(options: CheckPermissionsOptions): Promise<readonly Finding[]>;
}

/**
 * Creates the provider for Microsoft 365 and personal Microsoft accounts, through Microsoft Graph v1.0, with delegated or
 * application permissions. It costs nothing: nothing is sent, and MSAL, the Graph client and the schemas load at the first
 * call.
 *
 * @throws CalendarError `invalidArgument` naming the setting that is wrong; `insecureTransport` for a base URL without TLS.
 * @example
 * ```ts
 * import type { TokenCredential } from '@kalends/core';
 * import { graph } from '@kalends/graph';
 *
 * declare const credential: TokenCredential;
 * declare function save(changed: TokenCredential): Promise<void>;
 *
 * const provider = graph({ clientId: '…', clientSecret: '…' });
 * const connection = provider.connect({ credential, onCredentialChanged: save });
 * for await (const calendar of connection.calendars.list()) console.log(calendar.name);
 * ```
 * @public
 */
export function graph(settings: GraphSettings): GraphProvider {
  const directory = entra({
    ...signInSettings(settings),
    provider: providerId,
    resource: 'graph',
    // The id token knows a sign-in name, which need not be an address.
    async findMailbox(signedIn: SignedIn) {
      const { findMailbox } = await import('./find-mailbox.ts');
      return findMailbox(context, signedIn);
    },
  });
  const context = createContext(settings);
  return {
    id: providerId,
    hosts: [...new Set([new URL(context.graphBaseUrl).host, ...directory.hosts])],
    permissionControl: { calendars: true, contacts: true },
    signIn: directory.signIn,
    tokens: directory.tokens,
    connect: (options) => connectGraph({ context, directory }, options),
    async checkPermissions(options) {
      const { checkPermissions } = await import('./diagnosis/check-permissions.ts');
      return checkPermissions(context, directory, options);
    },
  };
}

function signInSettings(settings: GraphSettings): Omit<GraphSettings, 'graphBaseUrl'> {
  const { graphBaseUrl: _root, renewBeforeMs: _renew, maxResponseBytes: _bytes, ...others } = settings;
  const { blockedMailboxes: _blocked, testedAccess: _tested, traffic: _traffic, ...forSignIn } = others;
  return forSignIn;
}
