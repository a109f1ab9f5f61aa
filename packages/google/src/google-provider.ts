import type { OAuthCredential, OAuthProvider } from '@kalends/core';
import type { GoogleServiceAccountSettings, GoogleSettings } from './google-settings.ts';
import { oauthProvider } from './oauth-provider.ts';
import { isServiceAccountSettings } from './resolve-settings.ts';
import { serviceAccountProvider } from './service-account/service-account-provider.ts';
import type { GoogleServiceAccountProvider } from './service-account/service-account-provider.ts';

/**
 * Creates the provider for Google Calendar. Nothing is loaded or sent before the first call that needs it.
 *
 * With an OAuth client, people sign in and connect their own accounts.
 *
 * @throws CalendarError `invalidArgument` naming a setting that is missing, wrong or unknown, `permissionControlUnavailable` for a
 *   policy with contacts.
 * @public
 */
export function google(settings: GoogleSettings): OAuthProvider<OAuthCredential>;
/**
 * Creates the provider for Google Calendar. Nothing is loaded or sent before the first call that needs it.
 *
 * With a service account, an organization lets the application act for its people (domain-wide delegation).
 *
 * @throws CalendarError `invalidArgument` naming a setting that is missing, wrong or unknown, `permissionControlUnavailable` for a
 *   policy with contacts.
 * @public
 */
export function google(settings: GoogleServiceAccountSettings): GoogleServiceAccountProvider;
export function google(
  settings: GoogleSettings | GoogleServiceAccountSettings,
): OAuthProvider<OAuthCredential> | GoogleServiceAccountProvider {
  return isServiceAccountSettings(settings) ? serviceAccountProvider(settings) : oauthProvider(settings);
}
