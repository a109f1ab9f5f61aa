import { CalendarError, lifetimeMs, Secret } from '@kalends/core';
import type { AccountIdentity, CalendarErrorInit, ExchangeCodeOptions, OAuthCredential } from '@kalends/core';
import type { ResolvedSettings } from '../resolve-settings.ts';
import { scopesOf } from '../wire/token-response.ts';
import { accountOfIdToken } from './id-token.ts';
import { missingParts, openedParts, opens, scopesOfParts, wantedScopes } from './scopes.ts';
import type { GrantPart } from './scopes.ts';
import { requestTokensByCode } from './token-requests.ts';
import type { TokenRequestContext } from './token-requests.ts';

const partNames: Readonly<Record<GrantPart, string>> = {
  freeBusy: 'seeing free and busy times',
  readEvents: 'reading events',
  writeEvents: 'changing events',
  listCalendars: 'listing calendars',
  readContacts: 'reading contacts',
  writeContacts: 'changing contacts',
  readDirectory: 'reading the directory of the organization',
  readRooms: 'listing rooms',
};

const connectionsUrl = 'https://myaccount.google.com/connections';

/** Turns the code of a callback into a credential, or says what the person has to grant. */
export async function exchangeCode(
  context: TokenRequestContext,
  options: ExchangeCodeOptions,
): Promise<OAuthCredential> {
  checkOptions(options);
  const { settings } = context;
  const policy = options.policy ?? settings.policy;
  const asked = wantedScopes(policy, settings);
  const answer = await requestTokensByCode({ ...context, signal: options.signal }, options);
  const now = context.clock.now();
  const account = accountOfIdToken({
    idToken: answer.id_token,
    clientId: settings.clientId,
    issuer: settings.endpoints.issuer,
    nowMs: now,
  });
  requireExpected(account, settings, options.expectedAccount);
  const scopes = scopesOf(answer) ?? asked;
  const missing = [
    ...missingParts(policy.calendars, scopes),
    ...openedParts(settings).filter((part) => !opens(scopes, part)),
  ];
  if (missing.length > 0) {
    throw failed({
      code: 'consentRequired',
      message: `Access was not granted to: ${missing.map((part) => partNames[part]).join(', ')}`,
      missingScopes: scopesOfParts(missing),
      cure: { text: 'Connect the Google account again and leave every box on the consent page ticked.' },
    });
  }
  if (!answer.refresh_token) {
    throw failed({
      code: 'consentRequired',
      message: 'Google gave no lasting access to this account',
      cure: {
        text: "Remove this application from the Google account's connections, then connect it again on the consent page.",
        url: connectionsUrl,
      },
    });
  }
  const endsInMs = lifetimeMs(answer.refresh_token_expires_in, 0);
  return {
    kind: 'oauth',
    provider: 'google',
    account,
    scopes: [...scopes],
    refreshToken: new Secret(answer.refresh_token),
    issuedAt: new Date(now).toISOString(),
    ...(endsInMs === 0 ? {} : { refreshExpiresAt: new Date(now + endsInMs).toISOString() }),
  };
}

/**
 * `login_hint` and `hd` only lead the way: people can choose another account all the same.
 *
 * @see {@link https://developers.google.com/identity/openid-connect/openid-connect#hd-param | OpenID Connect, "hd"}
 */
function requireExpected(
  account: AccountIdentity,
  { hostedDomain }: ResolvedSettings,
  expected: ExchangeCodeOptions['expectedAccount'],
): void {
  if (hostedDomain !== undefined && account.tenantId?.toLowerCase() !== hostedDomain) {
    throw failed({
      code: 'signInRefused',
      message: 'Somebody signed in with an account outside the organization',
      cure: { text: 'Start again and choose the account of the organization.' },
    });
  }
  const isExpected =
    expected?.id !== undefined
      ? account.id === expected.id
      : expected?.address === undefined || account.address?.toLowerCase() === expected.address.toLowerCase();
  if (isExpected) return;
  throw failed({
    code: 'signInRefused',
    message: 'Somebody signed in with another Google account than the expected one',
    cure: { text: 'Start again and choose the Google account that is to be connected.' },
  });
}

function checkOptions(options: ExchangeCodeOptions): void {
  for (const name of ['code', 'codeVerifier', 'redirectUri'] as const) {
    if (typeof options[name] === 'string' && options[name] !== '') continue;
    throw failed({ code: 'invalidArgument', message: `signIn.exchangeCode: ${name} is needed` });
  }
}

function failed(init: Omit<CalendarErrorInit, 'provider' | 'operation'>): CalendarError {
  return new CalendarError({ ...init, provider: 'google', operation: 'signIn.exchangeCode' });
}
