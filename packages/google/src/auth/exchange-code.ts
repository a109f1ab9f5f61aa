import { CalendarError, Secret } from '@kalends/core';
import type { Cure, ExchangeCodeOptions, OAuthCredential } from '@kalends/core';
import { credentialTimes } from './access-tokens.ts';
import { accountOfIdToken } from './id-token.ts';
import { missingParts } from './scopes.ts';
import type { GrantPart } from './scopes.ts';
import { requestTokensByCode } from './token-requests.ts';
import type { TokenRequestContext } from './token-requests.ts';

const partNames: Readonly<Record<GrantPart, string>> = {
  events: 'reading events',
  calendars: 'listing calendars',
};

const connectionsUrl = 'https://myaccount.google.com/connections';

/** Turns the code of a callback into a credential, or says what the person has to grant. */
export async function exchangeCode(
  context: TokenRequestContext,
  options: ExchangeCodeOptions,
): Promise<OAuthCredential> {
  checkOptions(options);
  const answer = await requestTokensByCode({ ...context, signal: options.signal }, options);
  const now = context.clock.now();
  const { settings } = context;
  const account = accountOfIdToken({
    idToken: answer.id_token,
    clientId: settings.clientId,
    issuer: settings.endpoints.issuer,
    nowMs: now,
  });
  // RFC 6749, section 5.1: an answer without scope grants what was asked for.
  const scopes = answer.scope ? answer.scope.split(' ').filter((scope) => scope !== '') : settings.calendarScopes;
  const missing = missingParts(settings.calendarScopes, scopes);
  if (missing.length > 0) {
    throw consentRequired(`Access was not granted to: ${missing.map((part) => partNames[part]).join(', ')}`, {
      text: 'Connect the Google account again and leave every calendar box on the consent page ticked.',
    });
  }
  if (!answer.refresh_token) {
    throw consentRequired('Google gave no lasting access to this account', {
      text: "Remove this application from the Google account's connections, then connect it again.",
      url: connectionsUrl,
    });
  }
  return {
    kind: 'oauth',
    provider: 'google',
    account,
    scopes: [...scopes],
    refreshToken: new Secret(answer.refresh_token),
    ...credentialTimes(answer, now),
  };
}

function checkOptions(options: ExchangeCodeOptions): void {
  for (const name of ['code', 'codeVerifier', 'redirectUri'] as const) {
    if (typeof options[name] === 'string' && options[name] !== '') continue;
    throw new CalendarError({
      code: 'invalidArgument',
      message: `signIn.exchangeCode: ${name} is needed`,
      provider: 'google',
      operation: 'signIn.exchangeCode',
    });
  }
}

function consentRequired(message: string, cure: Cure): CalendarError {
  return new CalendarError({
    code: 'consentRequired',
    message,
    provider: 'google',
    operation: 'signIn.exchangeCode',
    cure,
  });
}
