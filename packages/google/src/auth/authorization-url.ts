import { CalendarError } from '@kalends/core';
import type { AuthorizationUrlOptions, CalendarErrorCode, SignInPrompt } from '@kalends/core';
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import type { ResolvedSettings } from '../resolve-settings.ts';
import { signInScopes, wantedScopes } from './scopes.ts';

/**
 * Google's words for a choice. The consent page is part of every one but `none`: only a person who saw that page gives a
 * refresh token. There is none that makes a person enter the password again.
 */
const prompts: Readonly<Record<Exclude<SignInPrompt, 'login'>, string>> = {
  none: 'none',
  consent: 'consent',
  selectAccount: 'select_account consent',
};

/**
 * The address that starts a sign-in. Always offline access, and the consent page unless `prompt` is `none`.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient | Set authorization parameters}
 * @throws CalendarError `invalidArgument` naming an option, `unsupported` for the prompt `login`.
 */
export function authorizationUrl(settings: ResolvedSettings, options: AuthorizationUrlOptions): string {
  if (!URL.canParse(options.redirectUri)) throw refused('redirectUri needs an absolute URL');
  if (typeof options.state !== 'string' || options.state === '') throw refused('state is needed');
  if (!/^[\w-]{43}$/.test(options.codeChallenge)) throw refused('codeChallenge needs the S256 challenge of a verifier');
  const hostedDomain = settings.hostedDomain ?? options.domainHint;
  const client = new OAuth2Client({
    clientId: settings.clientId,
    endpoints: { oauth2AuthBaseUrl: settings.endpoints.authorizationUrl },
  });
  return client.generateAuthUrl({
    access_type: 'offline',
    prompt: promptOf(options.prompt ?? 'consent'),
    scope: [...signInScopes, ...wantedScopes(options.policy ?? settings.policy, settings)],
    redirect_uri: options.redirectUri,
    state: options.state,
    code_challenge: options.codeChallenge,
    code_challenge_method: CodeChallengeMethod.S256,
    ...(options.loginHint === undefined ? {} : { login_hint: options.loginHint }),
    ...(hostedDomain === undefined ? {} : { hd: hostedDomain }),
  });
}

function promptOf(prompt: SignInPrompt): string {
  if (prompt === 'login') {
    throw refused('Google cannot be told to ask for the password; use prompt selectAccount', 'unsupported');
  }
  if (!Object.hasOwn(prompts, prompt)) throw refused('prompt needs to be none, selectAccount or consent');
  return prompts[prompt];
}

function refused(what: string, code: CalendarErrorCode = 'invalidArgument'): CalendarError {
  return new CalendarError({
    code,
    message: `signIn.createAuthorizationUrl: ${what}`,
    provider: 'google',
    operation: 'signIn.createAuthorizationUrl',
  });
}
