import { CalendarError } from '@kalends/core';
import type { AuthorizationUrlOptions } from '@kalends/core';
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import type { ResolvedSettings } from '../google-settings.ts';
import { signInScopes } from './scopes.ts';

/**
 * The address that starts a sign-in. Always offline access with the consent page: only a person who saw that page gives a
 * refresh token.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient | Set authorization parameters}
 */
export function authorizationUrl(settings: ResolvedSettings, options: AuthorizationUrlOptions): string {
  if (!URL.canParse(options.redirectUri)) throw invalid('redirectUri needs an absolute URL');
  if (typeof options.state !== 'string' || options.state === '') throw invalid('state is needed');
  if (!/^[\w-]{43}$/.test(options.codeChallenge)) throw invalid('codeChallenge needs the S256 challenge of a verifier');
  const client = new OAuth2Client({
    clientId: settings.clientId,
    endpoints: { oauth2AuthBaseUrl: settings.endpoints.authorizationUrl },
  });
  return client.generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent',
    scope: [...signInScopes, ...settings.calendarScopes],
    redirect_uri: options.redirectUri,
    state: options.state,
    code_challenge: options.codeChallenge,
    code_challenge_method: CodeChallengeMethod.S256,
    ...(options.loginHint === undefined ? {} : { login_hint: options.loginHint }),
  });
}

function invalid(what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `signIn.createAuthorizationUrl: ${what}`,
    provider: 'google',
    operation: 'signIn.createAuthorizationUrl',
  });
}
