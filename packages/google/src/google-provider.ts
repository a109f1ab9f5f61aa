import { CalendarError, guardedFetch, resolveRuntime } from '@kalends/core';
import type { OAuthProvider } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { callbackError } from './auth/callback-error.ts';
import { opens, signInScopes } from './auth/scopes.ts';
import { googleCapabilities } from './capabilities.ts';
import { googleConnection } from './google-connection.ts';
import { resolveSettings } from './google-settings.ts';
import type { GoogleSettings } from './google-settings.ts';

/**
 * Creates the provider for Google Calendar. Nothing is loaded or sent before the first call that needs it.
 *
 * @throws CalendarError `invalidArgument` naming a setting that is missing, wrong or unknown.
 * @public
 */
export function google(settings: GoogleSettings): OAuthProvider {
  const resolved = resolveSettings(settings);
  const runtime = resolveRuntime(settings.runtime, nodeFetch());
  const { retry } = settings;
  const apiUrl = new URL(resolved.endpoints.apiRootUrl);
  const tokenUrl = new URL(resolved.endpoints.tokenUrl);
  const fetch = guardedFetch({
    fetch: runtime.fetch,
    clock: runtime.clock,
    provider: 'google',
    allowedOrigins: new Set([apiUrl.origin, tokenUrl.origin]),
    allowInsecureLoopback: settings.allowInsecureLoopback,
    timeoutMs: settings.timeoutMs,
    maxResponseBytes: settings.maxResponseBytes,
  });
  const context = { settings: resolved, fetch, clock: runtime.clock };

  return {
    id: 'google',
    hosts: [...new Set([apiUrl.host, tokenUrl.host])],
    connect({ credential, onCredentialChanged }) {
      if (credential.kind !== 'oauth' || credential.provider !== 'google') {
        throw new CalendarError({
          code: 'invalidArgument',
          message: 'connect: credential needs to be an OAuth credential of this provider',
          provider: 'google',
          operation: 'connect',
        });
      }
      const grant = { calendars: opens(credential.scopes, 'calendars'), events: opens(credential.scopes, 'events') };
      return googleConnection({
        account: credential.account,
        capabilities: googleCapabilities(grant),
        openSession: async (closeSignal) => {
          const [{ oauthAccess }, { createSession }] = await Promise.all([
            import('./client/oauth-access.ts'),
            import('./session.ts'),
          ]);
          const access = oauthAccess({ ...context, credential, onCredentialChanged, closeSignal });
          const session = createSession({
            account: credential.account,
            canListCalendars: grant.calendars,
            access,
            runtime,
            retry,
            closeSignal,
          });
          return { session, close: () => access.close() };
        },
      });
    },
    signIn: {
      scopes: [...signInScopes, ...resolved.calendarScopes],
      createAuthorizationUrl: async (options) => {
        const { authorizationUrl } = await import('./auth/authorization-url.ts');
        return authorizationUrl(resolved, options);
      },
      exchangeCode: async (options) => {
        const { exchangeCode } = await import('./auth/exchange-code.ts');
        try {
          return await exchangeCode(context, options);
        } catch (error) {
          throw CalendarError.is(error) ? error.withContext({ operation: 'signIn.exchangeCode' }) : error;
        }
      },
      callbackError,
    },
  };
}
