import type { CallOptions } from '@kalends/core';
import { settingsCheck } from '../check-settings.ts';
import { clouds, isEntraCloud } from '../clouds.ts';
import type { EntraCloud } from '../clouds.ts';
import { KeyDocuments, verifierProvider } from './verifier-fetch.ts';
import type { VerifierSettings } from './verifier-fetch.ts';

/** Settings of {@link nestedAppTokenVerifier}. @public */
export interface NestedAppTokenSettings extends VerifierSettings {
  /** Application (client) id of the back end's registration: what tokens have to be issued for. */
  readonly clientId: string;
  /** Tenant ids whose people may come, or `any`. */
  readonly tenants: readonly string[] | 'any';
  /** Audiences taken. Default: the client id, alone and as `api://<client id>`. */
  readonly audiences?: readonly string[];
  /** Scopes of the back end that the token has to carry, for example `access_as_user`. Default: none. */
  readonly requiredScopes?: readonly string[];
  /** Client ids of the add-ins that may call. Default: any that got a token for this back end. */
  readonly clients?: readonly string[];
  /** Default `global`. */
  readonly cloud?: EntraCloud;
  /** Origin of the sign-in service, for emulators. Default: that of `cloud`. */
  readonly authority?: string;
}

/** Who calls, as a verified token says it. @public */
export interface NestedAppCaller {
  /** Object id of the person in the tenant. */
  readonly accountId: string;
  readonly tenantId: string;
  /** Sign-in name; can change and be given to somebody else, so nothing is keyed by it. */
  readonly username?: string;
  /** Client id of the add-in. */
  readonly clientId?: string;
  readonly scopes: readonly string[];
}

/** Verifies access tokens of nested app authentication. @public */
export interface NestedAppTokenVerifier {
  /**
   * Verifies form, signature, issuer, audience, lifetime, tenant and scopes.
   *
   * @throws CalendarError `authenticationFailed` for a token that is not believed; `serviceUnavailable`, `networkError` and
   *   `timeout` when the keys could not be fetched.
   */
  verify(token: string, options?: CallOptions): Promise<NestedAppCaller>;
}

/**
 * Makes the verifier for an add-in's back end. Exchange Online gives add-ins access tokens of Entra through nested app
 * authentication; the back end that receives one can exchange it with `onBehalfOf`. Keys are fetched at the first token and
 * kept for a day.
 *
 * @throws CalendarError `invalidArgument` naming the setting that is wrong.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens | Access tokens in the Microsoft identity platform, validate tokens}
 * @public
 */
export function nestedAppTokenVerifier(settings: NestedAppTokenSettings): NestedAppTokenVerifier {
  const check = settingsCheck(verifierProvider);
  const { cloud = 'global', tenants, clientId } = settings;
  if (!check.isText(clientId)) throw check.invalid('clientId must be the application id of the back end');
  if (tenants !== 'any' && !(Array.isArray(tenants) && tenants.length > 0))
    throw check.invalid('tenants must be a list of tenant ids, or any');
  if (!isEntraCloud(cloud)) throw check.invalid(`cloud must be one of ${Object.keys(clouds).join(', ')}`);
  const { origin } = check.root(
    'authority',
    settings.authority ?? clouds[cloud].authority,
    settings.allowInsecureLoopback === true,
  );
  const keys = new KeyDocuments(origin, settings);
  return {
    async verify(token, options) {
      const { verifyNestedAppToken } = await import('./verify-nested-app-token.ts');
      const { signal } = options ?? {};
      const issuerOrigin = clouds[cloud].authority;
      return verifyNestedAppToken({ settings, authority: origin, issuerOrigin, keys, signal }, token);
    },
  };
}
