import type { CallOptions } from '@kalends/core';
import { settingsCheck } from '../check-settings.ts';
import { KeyDocuments, verifierProvider } from './verifier-fetch.ts';
import type { VerifierSettings } from './verifier-fetch.ts';

/** Settings of {@link exchangeIdentityTokenVerifier}. @public */
export interface ExchangeIdentityTokenSettings extends VerifierSettings {
  /** URL of the add-in as its manifest has it: what tokens have to be issued for. */
  readonly audience: string;
  /** Origin of the organization's own Exchange Server, for example `https://mail.tidewater.example`. Nobody else is asked for keys. */
  readonly exchangeUrl: string;
}

/** Who calls, as a verified token says it. @public */
export interface ExchangeIdentityCaller {
  /** The server's id of the mailbox; unique together with `authenticationMetadataUrl`. */
  readonly exchangeUserId: string;
  /** Where the server publishes its keys. */
  readonly authenticationMetadataUrl: string;
}

/** Verifies user identity tokens of Exchange Server. @public */
export interface ExchangeIdentityTokenVerifier {
  /**
   * Verifies form, version, audience, lifetime, the server that issued it, and the signature with the server's certificate.
   *
   * @throws CalendarError `authenticationFailed` for a token that is not believed; `serviceUnavailable`, `networkError` and
   *   `timeout` when the server's keys could not be fetched.
   */
  verify(token: string, options?: CallOptions): Promise<ExchangeIdentityCaller>;
}

/**
 * Makes the verifier for an add-in's back end on-premises. Exchange Server gives add-ins user identity tokens; Exchange Online
 * ended them in favour of nested app authentication.
 *
 * @throws CalendarError `invalidArgument` naming the setting that is wrong; `insecureTransport` for a server without TLS.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/outlook/validate-an-identity-token | Validate an Exchange identity token}
 * @public
 */
export function exchangeIdentityTokenVerifier(settings: ExchangeIdentityTokenSettings): ExchangeIdentityTokenVerifier {
  const check = settingsCheck(verifierProvider);
  if (!check.isText(settings.audience)) throw check.invalid('audience must be the URL of the add-in');
  const { origin } = check.root('exchangeUrl', settings.exchangeUrl, settings.allowInsecureLoopback === true);
  const keys = new KeyDocuments(origin, settings);
  return {
    async verify(token, options) {
      const { verifyExchangeIdentityToken } = await import('./verify-exchange-identity-token.ts');
      return verifyExchangeIdentityToken({ settings, origin, keys, signal: options?.signal }, token);
    },
  };
}
