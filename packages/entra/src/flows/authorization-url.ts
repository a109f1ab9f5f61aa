import { CalendarError, adminConsentRetryMs } from '@kalends/core';
import type { SignInPrompt } from '@kalends/core';
import { adminConsentUrl } from '../consent/admin-consent-url.ts';
import type { EntraContext } from '../entra-context.ts';
import { cureTexts } from '../errors/cures.ts';
import { withoutRequest } from '../msal/msal-operation.ts';
import type { EntraAuthorizationUrlOptions } from './entra-sign-in.ts';
import { qualifiedScopes, scopesUnder } from './requested-scopes.ts';
import { sessionNonce } from './session-nonce.ts';

const prompts: Readonly<Record<SignInPrompt, string>> = {
  none: 'none',
  selectAccount: 'select_account',
  login: 'login',
  consent: 'consent',
};

/** Builds the address of Entra's sign-in page. Nothing is sent. */
export async function authorizationUrl(context: EntraContext, options: EntraAuthorizationUrlOptions): Promise<string> {
  requireConsentPossible(context, options);
  const nonce = await sessionNonce(options.codeChallenge);
  // Without a hint, a browser with one session would pick its account silently; with this prompt, MSAL leaves a hint out.
  const prompt = options.prompt ?? (options.loginHint === undefined ? 'selectAccount' : undefined);
  const url = await withoutRequest(context, (client) =>
    client.getAuthCodeUrl({
      scopes: qualifiedScopes(context, scopesUnder(context, options.policy)),
      redirectUri: options.redirectUri,
      state: options.state,
      nonce,
      codeChallenge: options.codeChallenge,
      codeChallengeMethod: 'S256',
      ...(prompt === undefined ? {} : { prompt: prompts[prompt] }),
      ...(options.loginHint === undefined ? {} : { loginHint: options.loginHint }),
      ...(options.domainHint === undefined ? {} : { domainHint: options.domainHint }),
      ...(options.claims === undefined ? {} : { claims: options.claims }),
    }),
  );
  // MSAL was shown `https:` for an emulator on loopback.
  const { pathname, search } = new URL(url);
  return new URL(`${pathname}${search}`, context.authority).href;
}

function requireConsentPossible(context: EntraContext, options: EntraAuthorizationUrlOptions): void {
  if (context.usersMayConsent || (options.hasAdminConsented === true && options.prompt !== 'consent')) return;
  throw new CalendarError({
    code: 'adminConsentRequired',
    message: 'People may not consent for themselves here, and no administrator has consented yet',
    provider: context.provider,
    retryAfterMs: adminConsentRetryMs,
    cure: { text: cureTexts.adminConsent, url: adminConsentUrl(context) },
  });
}
