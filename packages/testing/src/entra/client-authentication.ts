import { timingSafeEqual } from 'node:crypto';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';

/**
 * Finds the client of a token request and checks its secret, from the body or from HTTP Basic (RFC 6749, section 2.3.1).
 */
export function authenticateClient(
  context: EntraContext,
  form: URLSearchParams,
  authorization: string | undefined,
): EntraClient | EntraError {
  const basic = basicCredentials(authorization);
  const clientId = form.get('client_id') ?? basic?.clientId ?? '';
  if (clientId === '') {
    return entraError(900144, "The request body must contain the following parameter: 'client_id'.");
  }
  const client = context.directory.client(clientId);
  if (client === undefined) {
    return entraError(700016, `Application with identifier '${clientId}' was not found in the directory.`);
  }
  const secret = form.get('client_secret') ?? basic?.clientSecret;
  if (client.clientSecret === undefined) {
    return secret === undefined && !form.has('client_assertion') ? client : entraError(700025);
  }
  if (form.has('client_assertion')) return entraError(700027);
  if (secret === undefined || secret === '') return entraError(7000218);
  if (!isSame(secret, client.clientSecret)) return entraError(7000215);
  const { clientSecretExpiresAt } = client;
  if (clientSecretExpiresAt !== undefined && context.clock.now() >= Date.parse(clientSecretExpiresAt)) {
    return entraError(7000222);
  }
  return client;
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
