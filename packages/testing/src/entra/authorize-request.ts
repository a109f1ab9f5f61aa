import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { Authority } from './entra-directory.ts';
import { entraError, missingParameter } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import { parseScopes } from './scopes.ts';
import type { ParsedScopes } from './scopes.ts';
import { scopeReader } from './user-checks.ts';
import { isClaimsRequest } from './claims-request.ts';

const responseModes = ['query', 'fragment', 'form_post'] as const;
const prompts = ['login', 'none', 'consent', 'select_account', 'create'] as const;

/** A checked authorize request. */
export interface AuthorizeRequest {
  readonly authority: Authority;
  readonly client: EntraClient;
  readonly redirectUri: string;
  /** The redirect URI is one of a single-page application. */
  readonly isSinglePage: boolean;
  readonly responseMode: (typeof responseModes)[number];
  readonly state?: string;
  readonly scopes: ParsedScopes;
  readonly nonce?: string;
  readonly prompt?: (typeof prompts)[number];
  readonly loginHint: string;
  /** `organizations`, `consumers` or a domain; empty when not sent. */
  readonly domainHint: string;
  readonly claims: string | null;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
}

/** `page`: must not be redirected, because the redirect URI cannot be trusted. */
export type ReadAuthorizeRequest =
  | { readonly kind: 'page'; readonly error: EntraError }
  | {
      readonly kind: 'redirect';
      readonly error: EntraError;
      readonly request: Pick<AuthorizeRequest, 'redirectUri' | 'responseMode' | 'state'>;
    }
  | { readonly kind: 'request'; readonly request: AuthorizeRequest };

/** Reads and checks the query of an authorize request, in the order in which Entra complains. */
export function readAuthorizeRequest(
  context: EntraContext,
  query: URLSearchParams,
  tenant: string,
): ReadAuthorizeRequest {
  const target = readTarget(context, query, tenant);
  if ('error' in target) return { kind: 'page', error: target };
  const { authority, client, redirectUri } = target;
  const isSinglePage = (client.spaRedirectUris ?? []).includes(redirectUri);
  const responseMode = responseModes.find((mode) => mode === (query.get('response_mode') ?? 'query'));
  const state = query.get('state');
  const request = { redirectUri, responseMode: responseMode ?? 'query', ...(state === null ? {} : { state }) } as const;
  const refuse = (error: EntraError): ReadAuthorizeRequest => ({ kind: 'redirect', error, request });

  if (responseMode === undefined) return refuse(entraError(90023, "The value of 'response_mode' is not supported."));
  const responseType = query.get('response_type');
  if (responseType === null) return refuse(missing('response_type'));
  if (responseType !== 'code') return refuse(entraError(70005));
  const scope = query.get('scope');
  if (scope === null || scope.trim() === '') return refuse(missing('scope'));
  const scopes = parseScopes(scope, scopeReader(context));
  if ('problem' in scopes) return refuse(entraError(scopes.code, scopes.problem));
  const askedPrompt = query.get('prompt');
  const prompt = prompts.find((known) => known === askedPrompt);
  if (askedPrompt !== null && askedPrompt !== '' && prompt === undefined) {
    return refuse(entraError(90023, "The value of 'prompt' is not supported."));
  }
  const challenge = readChallenge(query);
  if (challenge !== undefined && 'error' in challenge) return refuse(challenge);
  if (isSinglePage && challenge === undefined) return refuse(entraError(9002325));
  const claims = query.get('claims');
  if (claims !== null && !isClaimsRequest(claims)) {
    return refuse(entraError(9002313, "The value of 'claims' is not valid JSON."));
  }
  const nonce = query.get('nonce');
  return {
    kind: 'request',
    request: {
      ...request,
      authority,
      client,
      isSinglePage,
      scopes,
      loginHint: query.get('login_hint') ?? '',
      domainHint: (query.get('domain_hint') ?? '').toLowerCase(),
      claims,
      ...(nonce === null ? {} : { nonce }),
      ...(prompt === undefined ? {} : { prompt }),
      ...(challenge === undefined ? {} : { challenge }),
    },
  };
}

function readTarget(
  context: EntraContext,
  query: URLSearchParams,
  segment: string,
): Pick<AuthorizeRequest, 'authority' | 'client' | 'redirectUri'> | EntraError {
  const authority = context.directory.authority(segment);
  if (authority === undefined) return entraError(90002, `Tenant '${segment}' not found.`);
  const clientId = query.get('client_id');
  if (clientId === null || clientId === '') return missing('client_id');
  const client = context.directory.client(clientId);
  if (client === undefined) {
    return entraError(700016, `Application with identifier '${clientId}' was not found in the directory.`);
  }
  const refusal = context.directory.applicationRefusal(client, authority);
  if (refusal !== undefined) return refusal;
  const redirectUri = chosenRedirectUri(client, query.get('redirect_uri'));
  return typeof redirectUri === 'string' ? { authority, client, redirectUri } : redirectUri;
}

/** The redirect URI that is asked for, or the only one there is. */
export function chosenRedirectUri(client: EntraClient, asked: string | null): string | EntraError {
  const registered = [...client.redirectUris, ...(client.spaRedirectUris ?? [])];
  const [onlyUri, ...otherUris] = registered;
  if (onlyUri === undefined) return entraError(500113);
  if (asked === null || asked === '') return otherUris.length === 0 ? onlyUri : missing('redirect_uri');
  return registered.includes(asked) ? asked : entraError(50011);
}

/** RFC 7636, section 4.3: without a method the challenge is plain. */
function readChallenge(query: URLSearchParams): AuthorizeRequest['challenge'] | EntraError {
  const value = query.get('code_challenge');
  const method = query.get('code_challenge_method');
  if (value === null) {
    return method === null ? undefined : missing('code_challenge');
  }
  if (method !== null && method !== 'S256' && method !== 'plain') {
    return entraError(90023, "The value of 'code_challenge_method' is not supported.");
  }
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(value)) {
    return entraError(9002313, "The size or form of 'code_challenge' is not valid.");
  }
  return { value, method: method ?? 'plain' };
}

function missing(parameter: string): EntraError {
  return missingParameter(parameter, 'request');
}
