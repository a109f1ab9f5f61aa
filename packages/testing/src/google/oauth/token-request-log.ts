import type { RecordedExchange } from '../../server/recorded-exchange.ts';
import { peekAssertion } from './jwt-assertion.ts';
import type { OAuthContext } from './oauth-context.ts';

/** One request to the token endpoint, without any secret of it. @public */
export interface GoogleTokenRequest {
  readonly grantType: string;
  /** Person id of the company, or the address of a service account that asks for itself; absent when nobody can be told. */
  readonly account?: string;
  /** OAuth client id or address of the service account; absent when the request names none. */
  readonly client?: string;
  /** `granted` and `refused` as answered; `failed` for 5xx and 429; `lost` when the answer never left whole. */
  readonly outcome: 'granted' | 'refused' | 'failed' | 'lost';
  /** Error code of the answer, for example `invalid_grant`. */
  readonly error?: string;
}

/** Describes an exchange with the token endpoint; undefined for any other. */
export function describeTokenRequest(
  context: Pick<OAuthContext, 'state' | 'consents' | 'tokens'>,
  { request, response }: RecordedExchange,
): GoogleTokenRequest | undefined {
  if (request.path !== '/token' || request.method !== 'POST') return undefined;
  const form = new URLSearchParams(request.body);
  const account = accountOf(context, form);
  const client = form.get('client_id') ?? peekAssertion(form.get('assertion') ?? '').issuer;
  const error = response === undefined || response.status < 400 ? undefined : errorCode(response.body);
  return {
    grantType: form.get('grant_type') ?? '',
    ...(account === undefined ? {} : { account }),
    ...(client === undefined ? {} : { client }),
    outcome: outcomeOf(response?.status),
    ...(error === undefined ? {} : { error }),
  };
}

function accountOf(
  { state, consents, tokens }: Pick<OAuthContext, 'state' | 'consents' | 'tokens'>,
  form: URLSearchParams,
): string | undefined {
  const refreshToken = form.get('refresh_token');
  if (refreshToken !== null) return tokens.issuedRefreshToken(refreshToken)?.personId;
  const code = form.get('code');
  if (code !== null) return consents.codeHolder(code);
  const { subject, issuer } = peekAssertion(form.get('assertion') ?? '');
  const address = subject ?? issuer;
  return address === undefined ? undefined : state.accountByAddress(address)?.personId;
}

function outcomeOf(status: number | undefined): GoogleTokenRequest['outcome'] {
  if (status === undefined) return 'lost';
  if (status < 400) return 'granted';
  return status >= 500 || status === 429 ? 'failed' : 'refused';
}

function errorCode(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) return undefined;
    return typeof parsed.error === 'string' ? parsed.error : undefined;
  } catch {
    return undefined;
  }
}
