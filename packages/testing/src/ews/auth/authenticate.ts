import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { ewsAudience } from './token-registry.ts';
import type { TokenRegistry } from './token-registry.ts';

/** Who sent a request. */
export type Caller =
  | { readonly kind: 'basic' | 'delegated'; readonly account: Account }
  | { readonly kind: 'appOnly'; readonly account: undefined };

/** What authentication works with. */
export interface AuthenticationSettings {
  readonly store: ExchangeStore;
  readonly tokens: TokenRegistry;
  readonly allowBasic: boolean;
  readonly now: () => number;
}

const resourceAppId = '00000002-0000-0ff1-ce00-000000000000';

/**
 * Finds out who sent a request by its Authorization header.
 *
 * @returns the caller, or the 401 answer: an empty body, one challenge a line, and for tokens the reason in
 * `x-ms-diagnostics`.
 */
export function authenticate(
  authorization: string | undefined,
  settings: AuthenticationSettings,
): { readonly caller: Caller } | { readonly refusal: HandlerResponse } {
  const [scheme = '', credentials = ''] = authorization?.split(/ +/, 2) ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic': {
      const account = settings.allowBasic ? readBasic(credentials, settings.store) : undefined;
      return account === undefined ? { refusal: unauthorizedAnswer(settings) } : { caller: { kind: 'basic', account } };
    }
    case 'bearer':
      return readBearer(credentials, settings);
    default:
      return { refusal: unauthorizedAnswer(settings) };
  }
}

/** A 401 as Exchange gives it. */
export function unauthorizedAnswer(settings: { readonly allowBasic: boolean }, diagnostics?: string): HandlerResponse {
  return {
    status: 401,
    headers: {
      'WWW-Authenticate': [
        `Bearer client_id="${resourceAppId}", trusted_issuers="${resourceAppId}@*", token_types="app_asserted_user_v1 service_asserted_app_v1"`,
        'Negotiate',
        'NTLM',
        ...(settings.allowBasic ? ['Basic realm="mail.exchange.example"'] : []),
      ],
      ...(diagnostics === undefined ? {} : { 'x-ms-diagnostics': diagnostics }),
    },
    body: '',
  };
}

function readBasic(credentials: string, store: ExchangeStore): Account | undefined {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const user = text.slice(0, colon).toLowerCase();
  const account = store.accounts.find(
    (each) => user === each.address.toLowerCase() || user === `${each.domain}\\${each.userName}`.toLowerCase(),
  );
  return account?.password !== undefined && account.password === text.slice(colon + 1) ? account : undefined;
}

function readBearer(
  accessToken: string,
  settings: AuthenticationSettings,
): { readonly caller: Caller } | { readonly refusal: HandlerResponse } {
  const refuse = (reason: string): { readonly refusal: HandlerResponse } => ({
    refusal: unauthorizedAnswer(settings, reason),
  });
  const grant = settings.tokens.find(accessToken);
  if (grant === undefined) {
    return refuse('2000001;reason="The access token is invalid.";error_category="invalid_token"');
  }
  if (grant.audience !== ewsAudience) {
    return refuse('2000003;reason="The audience claim value is invalid.";error_category="invalid_resource"');
  }
  if (grant.expiresAt <= settings.now()) {
    return refuse('2000004;reason="The token has expired.";error_category="token_expired"');
  }
  return grant.account === undefined
    ? { caller: { kind: 'appOnly', account: undefined } }
    : { caller: { kind: 'delegated', account: grant.account } };
}
