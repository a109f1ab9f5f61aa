import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { GoogleClient } from '../google-client.ts';
import type { ConsentStore } from './consent-store.ts';
import { isKnownScope } from './scope-texts.ts';

/** An authorization request that passed every check that Google makes before it asks the person. */
export interface AuthorizationRequest {
  readonly client: GoogleClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly isOffline: boolean;
  readonly prompts: ReadonlySet<string>;
  readonly includesGranted: boolean;
  readonly loginHint: string;
  /** Domain of the organisation that the client hopes for; `*` for any. A hint: who signs in is up to the person. */
  readonly hostedDomain: string | undefined;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly codeChallenge: { readonly method: 'S256' | 'plain'; readonly value: string } | undefined;
}

/** A fault that Google shows on its own page, because the redirect URI can't be trusted or the request is malformed. */
export class AuthorizationError extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.name = 'AuthorizationError';
    this.status = status;
    this.error = error;
  }
}

const prompts = new Set(['none', 'consent', 'select_account']);

// Views inside other applications: Android marks them, those of iOS lack Safari's name, big applications sign with their own.
const embeddedBrowser = /; wv\)|\b(?:FBAN|FBAV|Instagram)\b|\((?:iPhone|iPad|iPod)[^)]*\) AppleWebKit(?!.*Safari\/)/;

/** Reads the query of the authorization endpoint. @throws AuthorizationError for what is shown on Google's own page. */
export function readAuthorizationRequest(
  { query, headers }: Pick<RecordedRequest, 'query' | 'headers'>,
  store: ConsentStore,
): AuthorizationRequest {
  if (embeddedBrowser.test(headers['user-agent'] ?? '')) {
    throw new AuthorizationError(403, 'disallowed_useragent', 'Sign-in inside another application is not allowed.');
  }
  const client = store.clients.get(required(query, 'client_id'));
  if (client === undefined) throw new AuthorizationError(401, 'invalid_client', 'The OAuth client was not found.');
  if (client.status === 'deleted') throw new AuthorizationError(401, 'deleted_client', 'The OAuth client was deleted.');
  if (client.status === 'disabled')
    throw new AuthorizationError(401, 'disabled_client', 'The OAuth client was disabled.');
  const redirectUri = required(query, 'redirect_uri');
  if (!client.redirectUris.includes(redirectUri)) {
    throw new AuthorizationError(400, 'redirect_uri_mismatch', 'The redirect URI is not registered for this client.');
  }
  if (required(query, 'response_type') !== 'code') throw invalid('This client may ask for response_type=code only.');
  const scopes = [...new Set(required(query, 'scope').split(' ').filter(Boolean))];
  const unknown = scopes.find((scope) => !isKnownScope(scope));
  if (unknown !== undefined || scopes.length === 0) {
    throw new AuthorizationError(400, 'invalid_scope', `Some requested scopes were invalid: ${unknown ?? ''}`);
  }
  const accessType = query.get('access_type') ?? 'online';
  if (accessType !== 'online' && accessType !== 'offline') throw invalid('Invalid parameter value for access_type.');
  const prompt = new Set((query.get('prompt') ?? '').split(' ').filter(Boolean));
  if ([...prompt].some((word) => !prompts.has(word)) || (prompt.has('none') && prompt.size > 1)) {
    throw invalid('Invalid parameter value for prompt.');
  }
  return {
    client,
    redirectUri,
    scopes,
    isOffline: accessType === 'offline',
    prompts: prompt,
    includesGranted: query.get('include_granted_scopes') === 'true',
    loginHint: query.get('login_hint') ?? '',
    hostedDomain: query.get('hd') || undefined,
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    codeChallenge: readChallenge(query),
  };
}

function readChallenge(query: URLSearchParams): AuthorizationRequest['codeChallenge'] {
  const value = query.get('code_challenge');
  const method = query.get('code_challenge_method') ?? 'plain';
  if (value === null) {
    if (query.has('code_challenge_method')) throw invalid('code_challenge_method was sent without code_challenge.');
    return undefined;
  }
  if (method !== 'S256' && method !== 'plain') throw invalid('Invalid parameter value for code_challenge_method.');
  // RFC 7636, section 4.2: 43 to 128 unreserved characters.
  if (!/^[\w.~-]{43,128}$/.test(value)) throw invalid('Invalid parameter value for code_challenge.');
  return { method, value };
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw invalid(`Missing required parameter: ${name}`);
  return value;
}

function invalid(message: string): AuthorizationError {
  return new AuthorizationError(400, 'invalid_request', message);
}
