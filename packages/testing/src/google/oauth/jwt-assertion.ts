import { verify } from 'node:crypto';
import type { ServiceAccount, ServiceAccountStore } from './service-account-store.ts';
import { OAuthError } from './oauth-error.ts';

/** What a service account claims and signed. */
export interface Assertion {
  readonly account: ServiceAccount;
  /** Address of the person to act for; absent: the service account itself. */
  readonly subject: string | undefined;
  readonly scopes: readonly string[];
}

/** Endpoints that an assertion may be made out to, beside the emulator's own. */
const audiences = [
  'https://oauth2.googleapis.com/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://accounts.google.com/o/oauth2/token',
];

// "Using OAuth 2.0 for Server to Server Applications": refused more than 65 minutes ahead, though one hour is the rule.
const maxLifetimeMs = 65 * 60_000;
const clockSkewMs = 5 * 60_000;

/** The claims of an assertion, unverified: whose request it says to be. */
export function peekAssertion(text: string): { readonly issuer?: string; readonly subject?: string } {
  const claims = decode(text.split('.')[1] ?? '') ?? {};
  const { iss, sub } = claims;
  return { ...(typeof iss === 'string' ? { issuer: iss } : {}), ...(typeof sub === 'string' ? { subject: sub } : {}) };
}

/**
 * Verifies an assertion (RFC 7523, section 3; "Using OAuth 2.0 for Server to Server Applications").
 *
 * @throws OAuthError as Google words it.
 */
export function readAssertion(
  text: string,
  options: { readonly store: ServiceAccountStore; readonly tokenUrl: string; readonly now: number },
): Assertion {
  const [header = '', payload = '', signature = '', ...rest] = text.split('.');
  const claims = decode(payload);
  const { alg, kid } = decode(header) ?? {};
  if (claims === undefined || rest.length > 0) throw invalidGrant('Invalid JWT: the assertion could not be read.');
  const { iss, sub, aud, scope } = claims;
  const account = typeof iss === 'string' ? options.store.accounts.get(iss.toLowerCase()) : undefined;
  if (account === undefined) throw invalidGrant('Invalid grant: account not found');
  if (account.status === 'disabled') throw new OAuthError(401, 'disabled_client', 'The OAuth client was disabled.');
  if (account.status === 'deleted') throw new OAuthError(401, 'deleted_client', 'The OAuth client was deleted.');
  checkTimes(claims, options.now);
  const keyId = typeof kid === 'string' ? kid : undefined;
  const isSigned =
    alg === 'RS256' &&
    // Padding and line breaks are not base64url (RFC 7515, section 2), though lenient decoders take them.
    /^[\w-]+$/.test(signature) &&
    options.store
      .keysFor(account.email, keyId)
      .some((key) =>
        verify('sha256', Buffer.from(`${header}.${payload}`), key.publicKey, Buffer.from(signature, 'base64url')),
      );
  if (!isSigned) throw invalidGrant('Invalid JWT Signature.');
  if (typeof aud !== 'string' || (aud !== options.tokenUrl && !audiences.includes(aud))) {
    throw invalidGrant(`Invalid JWT: Failed audience check. The right audience is ${audiences[0]}`);
  }
  return {
    account,
    subject: typeof sub === 'string' && sub !== '' ? sub : undefined,
    scopes: typeof scope === 'string' ? [...new Set(scope.split(' ').filter(Boolean))] : [],
  };
}

function checkTimes({ iat, exp }: Readonly<Record<string, unknown>>, now: number): void {
  const issuedAtMs = typeof iat === 'number' ? iat * 1000 : Number.NaN;
  const expiresAtMs = typeof exp === 'number' ? exp * 1000 : Number.NaN;
  const isReasonable =
    expiresAtMs >= issuedAtMs &&
    expiresAtMs - issuedAtMs <= maxLifetimeMs &&
    expiresAtMs - now <= maxLifetimeMs &&
    expiresAtMs > now &&
    issuedAtMs <= now + clockSkewMs;
  if (!isReasonable) {
    throw invalidGrant(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
        'Check your iat and exp values in the JWT claim.',
    );
  }
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError(400, 'invalid_grant', description);
}
