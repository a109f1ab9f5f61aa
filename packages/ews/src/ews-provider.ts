import type {
  BasicProvider,
  BasicSignIn,
  CalendarProvider,
  ConnectOptions,
  OAuthProvider,
  OAuthSignIn,
  TokenProvider,
} from '@kalends/core';
import { ewsCapabilities } from './capabilities.ts';
import { connectEws } from './connect-ews.ts';
import type { EwsCalendarConnection } from './ews-connection.ts';
import { resolveSettings } from './ews-settings.ts';
import type { EwsOAuth, EwsSettings, ResolvedSettings } from './ews-settings.ts';
import { RetirementNotice } from './online/retirement-notice.ts';
import { wholeMailboxSignIn } from './sign-in/whole-mailbox-sign-in.ts';

/** Options of connecting to Exchange: those of every provider, and whose mailbox. @public */
export type EwsConnectOptions = ConnectOptions & {
  /**
   * Address of the mailbox to open with this account's rights, for example a room's with those of a service user. Default: the
   * account's own address.
   */
  readonly mailbox?: string;
};

/** A provider for Exchange. @public */
export interface EwsProvider extends BasicProvider {
  /** Opens a mailbox. Nothing is sent before the first call on the connection. */
  connect(options: EwsConnectOptions): EwsCalendarConnection;
}

/** A provider for Exchange with tokens of Microsoft Entra. @public */
export interface EwsTokenProvider extends EwsProvider, TokenProvider {
  /** Opens a mailbox. Nothing is sent before the first call on the connection. */
  connect(options: EwsConnectOptions): EwsCalendarConnection;
}

/** A provider for Exchange that people sign in to in a browser, or with user name and password. @public */
export interface EwsOAuthProvider extends EwsTokenProvider, OAuthProvider {
  readonly signIn: BasicSignIn & OAuthSignIn;
  /** Opens a mailbox. Nothing is sent before the first call on the connection. */
  connect(options: EwsConnectOptions): EwsCalendarConnection;
}

/**
 * Makes a provider for calendars reached through Exchange Web Services: those of an Exchange Server with user name and password,
 * those of Exchange Online with tokens of Microsoft Entra.
 *
 * @throws CalendarError `invalidArgument` for a setting that is wrong or unknown, `insecureTransport` for a URL that is not
 * `https:`, `permissionControlUnavailable` for a policy, which Exchange cannot hold.
 * @example
 * ```ts
 * import { ews } from '@kalends/ews';
 *
 * declare const password: string;
 *
 * const provider = ews({ url: 'https://mail.example.com/EWS/Exchange.asmx' });
 * const credential = await provider.signIn.verify({ username: 'EXAMPLE\\ada', password });
 * const connection = provider.connect({ credential });
 * ```
 * @public
 */
export function ews(
  settings: EwsSettings & { readonly oauth: EwsOAuth & { readonly signIn: OAuthSignIn } },
): EwsOAuthProvider;
/** With tokens alone: the application's own, or those of a service user. @public */
export function ews(settings: EwsSettings & { readonly oauth: EwsOAuth }): EwsTokenProvider;
/** With user name and password alone. @public */
export function ews(settings?: EwsSettings): EwsProvider;
export function ews(settings: EwsSettings = {}): EwsProvider | EwsTokenProvider | EwsOAuthProvider {
  const resolved = resolveSettings(settings);
  const notice = new RetirementNotice();
  const common: Pick<CalendarProvider, 'id' | 'hosts' | 'permissionControl'> & Pick<EwsProvider, 'connect'> = {
    id: 'ews',
    hosts: [resolved.url.host],
    permissionControl: ewsCapabilities.permissionControl,
    connect: (options) => connectEws(resolved, notice, options),
  };
  const basic = basicSignIn(resolved);
  const { oauth } = resolved;
  if (oauth === undefined) return { ...common, signIn: basic };
  if (oauth.signIn === undefined) return { ...common, tokens: oauth.tokens, signIn: basic };
  return { ...common, tokens: oauth.tokens, signIn: { ...wholeMailboxSignIn(oauth.signIn), ...basic } };
}

function basicSignIn(settings: ResolvedSettings): BasicSignIn {
  return {
    verify: async (options) => {
      const { verifyBasic } = await import('./sign-in/verify-basic.ts');
      return verifyBasic(settings, options);
    },
  };
}
