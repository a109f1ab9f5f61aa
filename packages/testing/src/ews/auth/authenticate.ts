import type { ClientConnection, HandlerResponse } from '../../server/loopback-server.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { lockedAnswer, ntlmChallengeAnswer, unauthorizedAnswer } from './challenges.ts';
import type { ExchangeAuthentication } from './challenges.ts';
import type { NtlmSignIn, NtlmStep } from './ntlm/ntlm-sign-in.ts';
import type { PasswordBook } from './password-book.ts';
import { judgeToken } from './token-grant.ts';
import type { TokenCaller, TokenRules } from './token-grant.ts';
import type { TokenRegistry } from './token-registry.ts';
import type { TrustedIssuers } from './trusted-issuers.ts';

/** Who sent a request. */
export type Caller = { readonly kind: 'password'; readonly account: Account } | TokenCaller;

/** What authentication works with. */
export interface AuthenticationSettings {
  readonly store: ExchangeStore;
  readonly offered: Readonly<Required<ExchangeAuthentication>>;
  readonly passwords: PasswordBook;
  readonly ntlm: NtlmSignIn;
  readonly tokens: TokenRegistry;
  readonly tokenRules: TokenRules;
  readonly issuers: TrustedIssuers;
}

/** The caller, or the answer that says why there is none. */
export type AuthenticationResult = { readonly caller: Caller } | { readonly refusal: HandlerResponse };

/** Finds out who sent a request by its Authorization header and its connection. */
export async function authenticate(
  authorization: string | undefined,
  connection: ClientConnection,
  settings: AuthenticationSettings,
): Promise<AuthenticationResult> {
  const { offered, ntlm } = settings;
  const refusal = { refusal: unauthorizedAnswer(offered) };
  const [scheme = '', credentials = ''] = authorization?.split(/ +/, 2) ?? [];
  switch (scheme.toLowerCase()) {
    case '': {
      const account = offered.ntlm ? ntlm.accountOf(connection) : undefined;
      return account === undefined ? refusal : { caller: { kind: 'password', account } };
    }
    case 'basic':
      return offered.basic ? withPassword(readBasic(credentials, settings.passwords), settings) : refusal;
    case 'ntlm':
    case 'negotiate': {
      if (!offered.ntlm) return refusal;
      const step = ntlm.take(Buffer.from(credentials, 'base64'), connection);
      if (step.kind !== 'challenged') return withPassword(step, settings);
      return { refusal: ntlmChallengeAnswer(scheme.toLowerCase() === 'ntlm' ? 'NTLM' : 'Negotiate', step.message) };
    }
    case 'bearer':
      return offered.bearer ? await withToken(credentials, settings) : refusal;
    default:
      return refusal;
  }
}

function withPassword(
  result: Exclude<NtlmStep, { readonly kind: 'challenged' }>,
  { offered }: AuthenticationSettings,
): AuthenticationResult {
  if (result.kind === 'signedIn') return { caller: { kind: 'password', account: result.account } };
  return { refusal: result.kind === 'locked' ? lockedAnswer : unauthorizedAnswer(offered) };
}

function readBasic(credentials: string, passwords: PasswordBook): Exclude<NtlmStep, { readonly kind: 'challenged' }> {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return { kind: 'refused' };
  return passwords.signIn(text.slice(0, colon), (password) => password === text.slice(colon + 1));
}

async function withToken(accessToken: string, settings: AuthenticationSettings): Promise<AuthenticationResult> {
  const { tokens, issuers, store, offered, tokenRules } = settings;
  const grant = tokens.find(accessToken) ?? (await issuers.read(accessToken, (name) => store.findUser(name)));
  const judged =
    grant === undefined
      ? { reason: '2000001;reason="The access token is invalid.";error_category="invalid_token"' }
      : judgeToken(grant, tokenRules);
  return 'caller' in judged ? judged : { refusal: unauthorizedAnswer(offered, judged.reason) };
}
