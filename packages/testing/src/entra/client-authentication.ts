import { timingSafeEqual } from 'node:crypto';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { assertionRefusal, clientAssertionType } from './client-assertion.ts';
import { isConfidential } from './entra-client.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError, missingParameter } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';

/** A client that asks for tokens. */
export interface RequestingClient {
  readonly client: EntraClient;
  /** It proved who it is, by secret or assertion. */
  readonly isProven: boolean;
}

/** Grants that a confidential registration may use without proof when it allows public client flows. */
const publicFlows = new Set(['password', 'device_code', 'urn:ietf:params:oauth:grant-type:device_code']);

/**
 * Finds the client of a token request and checks its proof: a secret from the body or from HTTP Basic (RFC 6749, section
 * 2.3.1), or a signed assertion (RFC 7523, section 2.2).
 */
export function authenticateClient(
  context: EntraContext,
  request: RecordedRequest,
  form: URLSearchParams,
): RequestingClient | EntraError {
  const basic = basicCredentials(request.headers['authorization']);
  const clientId = form.get('client_id') ?? basic?.clientId ?? '';
  if (clientId === '') return missingParameter('client_id');
  const client = context.directory.client(clientId);
  if (client === undefined) {
    return entraError(700016, `Application with identifier '${clientId}' was not found in the directory.`);
  }
  const secret = form.get('client_secret') ?? basic?.clientSecret;
  const assertion = form.get('client_assertion');
  const hasProof = assertion !== null || (secret !== undefined && secret !== '');
  if (!isConfidential(client)) {
    if (secret !== undefined || assertion !== null) return entraError(700025);
    return unproven(client, form.get('grant_type') ?? '');
  }
  if (hasProof && request.headers['origin'] !== undefined) return entraError(9002326);
  if (!hasProof) return unproven(client, form.get('grant_type') ?? '');
  const refusal =
    assertion === null
      ? secretRefusal(context, client, secret ?? '')
      : checkAssertion(context, request, form, client, assertion);
  return refusal ?? { client, isProven: true };
}

function unproven(client: EntraClient, grantType: string): RequestingClient | EntraError {
  if (publicFlows.has(grantType)) {
    return client.allowsPublicClientFlows === true ? { client, isProven: false } : entraError(7000218);
  }
  // Whether a refresh token was obtained without proof is only known to the one who looks it up.
  const isPublic =
    !isConfidential(client) || (client.allowsPublicClientFlows === true && grantType === 'refresh_token');
  const isSinglePage = (client.spaRedirectUris ?? []).length > 0;
  return isPublic || isSinglePage ? { client, isProven: false } : entraError(7000218);
}

function secretRefusal(context: EntraContext, client: EntraClient, secret: string): EntraError | undefined {
  if (client.clientSecret === undefined || !isSame(secret, client.clientSecret)) return entraError(7000215);
  const { clientSecretExpiresAt } = client;
  const isExpired = clientSecretExpiresAt !== undefined && context.clock.now() >= Date.parse(clientSecretExpiresAt);
  return isExpired ? entraError(7000222) : undefined;
}

function checkAssertion(
  context: EntraContext,
  request: RecordedRequest,
  form: URLSearchParams,
  client: EntraClient,
  assertion: string,
): EntraError | undefined {
  const type = form.get('client_assertion_type');
  if (type === null || type === '') return missingParameter('client_assertion_type');
  if (type !== clientAssertionType) return entraError(90023, "The value of 'client_assertion_type' is not supported.");
  const [, segment = ''] = request.path.split('/');
  const authority = context.directory.authority(decodeURIComponent(segment));
  const names = authority?.kind === 'tenant' ? [segment, authority.tenant.tenantId] : [segment];
  const audiences = names.map((name) => `${context.origin()}/${name}/oauth2/v2.0/token`);
  return assertionRefusal(assertion, client, audiences, context.assertions);
}

function basicCredentials(
  authorization: string | undefined,
): { readonly clientId: string; readonly clientSecret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  // Both halves are form-encoded before they are joined; reading them as a query undoes that.
  const decode = (half: string): string => new URLSearchParams(`v=${half}`).get('v') ?? '';
  return { clientId: decode(text.slice(0, colon)), clientSecret: decode(text.slice(colon + 1)) };
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
