import { adminConsentUrl } from '../consent/admin-consent-url.ts';
import { readAdminConsentCallback } from '../consent/admin-consent-callback.ts';
import type { EntraContext } from '../entra-context.ts';
import { callbackError } from './callback-error.ts';
import { checkApplication, checkAuthorization, checkExchange, checkPassword, refusing } from './check-options.ts';
import type { EntraSignIn } from './entra-sign-in.ts';
import { scopesUnder } from './requested-scopes.ts';
import { withOperation } from './with-operation.ts';

/** Makes the sign-in of an application. MSAL and the reading of answers load at the first call. */
export function makeSignIn(context: EntraContext): EntraSignIn {
  const { provider } = context;
  const run = withOperation(provider);
  return {
    scopesFor: (policy) => scopesUnder(context, policy),
    grantedAccess: (scopes) => context.permissions.grantedAccess(scopes),
    createAuthorizationUrl: (options) =>
      run('signIn.createAuthorizationUrl', async () => {
        checkAuthorization(options, provider);
        const { authorizationUrl } = await import('./authorization-url.ts');
        return authorizationUrl(context, options);
      }),
    exchangeCode: (options) =>
      run('signIn.exchangeCode', async () => {
        checkExchange(options, provider);
        const { exchangeCode } = await import('./exchange-code.ts');
        return exchangeCode(context, options);
      }),
    callbackError: (parameters) => callbackError(context, parameters),
    onBehalfOf: (options) =>
      run('signIn.onBehalfOf', async () => {
        const { onBehalfOf } = await import('./on-behalf-of.ts');
        return onBehalfOf(context, options);
      }),
    signInWithPassword: (options) =>
      run('signIn.signInWithPassword', async () => {
        checkPassword(options, provider);
        const { signInWithPassword } = await import('./sign-in-with-password.ts');
        return signInWithPassword(context, options);
      }),
    startDeviceCode: (options = {}) =>
      run('signIn.startDeviceCode', async () => {
        const { startDeviceCode } = await import('./device-code.ts');
        const started = await startDeviceCode(context, options);
        return {
          ...started,
          complete: (call) => run('signIn.completeDeviceCode', () => started.complete(call)),
        };
      }),
    application: (options) =>
      run('signIn.application', async () => {
        checkApplication(options, provider);
        const { application } = await import('./application.ts');
        return application(context, options);
      }),
    createAdminConsentUrl(options) {
      const refuse = refusing(provider, 'signIn.createAdminConsentUrl');
      if (!URL.canParse(options.redirectUri)) throw refuse('redirectUri must be an absolute URL');
      if (typeof options.state !== 'string' || options.state === '')
        throw refuse('state must be an unguessable text, see createState');
      return adminConsentUrl(context, options);
    },
    readAdminConsentCallback: (parameters, expected) => readAdminConsentCallback(context, parameters, expected),
    confirmAdminConsent: (options) =>
      run('signIn.confirmAdminConsent', async () => {
        const { confirmAdminConsent } = await import('./application.ts');
        return confirmAdminConsent(context, options);
      }),
  };
}
