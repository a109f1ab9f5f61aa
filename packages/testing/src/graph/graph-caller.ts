import type { EntraContext } from '../entra/entra-context.ts';
import { graphApplicationId, isGraphAudience } from '../entra/scopes.ts';
import type { Claims } from '../entra/token-signer.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { accessDenied, GraphRefusal } from './graph-error.ts';

/** Who calls: a signed-in user or an application by itself. */
export interface GraphCaller {
  readonly kind: 'user' | 'app';
  readonly clientId: string;
  /** Object id of the user, or of the application's service principal. */
  readonly objectId: string;
  /** Lower-case scopes or roles. */
  readonly permissions: ReadonlySet<string>;
}

/**
 * Checks the bearer token.
 *
 * @throws GraphRefusal 401 `InvalidAuthenticationToken`, with the text that goes with the reason.
 */
export function authenticate(entra: EntraContext, request: RecordedRequest): GraphCaller {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw invalidToken(entra, 'Access token is empty.');
  const read = entra.signer.read(token);
  if (read.kind === 'malformed') {
    throw invalidToken(entra, 'IDX14100: JWT is not well formed, there are no dots (.).');
  }
  if (read.kind === 'badSignature') throw invalidToken(entra, 'CompactToken parsing failed with error code: 80049217');
  const { claims } = read;
  if (!isGraphAudience(claims['aud'], entra.origin())) {
    throw invalidToken(entra, 'Access token validation failure. Invalid audience.');
  }
  checkLifetime(entra, claims);
  const scp = claims['scp'];
  const words = claims['idtyp'] === 'app' ? claims['roles'] : typeof scp === 'string' ? scp.split(' ') : [];
  return {
    kind: claims['idtyp'] === 'app' ? 'app' : 'user',
    clientId: String(claims['appid']),
    objectId: String(claims['oid']),
    permissions: new Set((Array.isArray(words) ? words : []).map((word) => String(word).toLowerCase())),
  };
}

/**
 * Asks for one of several permissions.
 *
 * @throws GraphRefusal 403 `ErrorAccessDenied`.
 */
export function requirePermission(caller: GraphCaller, ...anyOf: readonly string[]): void {
  if (!anyOf.some((name) => caller.permissions.has(name.toLowerCase()))) throw accessDenied();
}

/** Headers of a claims challenge (Entra docs, "Claims challenges, claims requests and client capabilities"). */
export function challengeHeader(origin: string, notBeforeSeconds: number): string {
  const claims = { access_token: { nbf: { essential: true, value: String(notBeforeSeconds) } } };
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64');
  return `${bearerChallenge(origin)}, error="insufficient_claims", claims="${encoded}"`;
}

/** The message that goes with a claims challenge. */
export const challengeMessage: string =
  'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp';

function checkLifetime(entra: EntraContext, claims: Claims): void {
  const record = entra.grants.accessToken(String(claims['uti']));
  const isCutShort = record === undefined || entra.grants.isCutShort(record.sequence);
  if (isCutShort || entra.clock.now() >= Number(claims['exp']) * 1000) {
    throw invalidToken(entra, 'Lifetime validation failed, the token is expired.');
  }
  const { personId } = record;
  // Ordinary tokens outlive a revocation; those of challenge-capable clients do not.
  if (personId !== undefined && record.isChallengeCapable && entra.grants.isRevoked(personId, record.sequence)) {
    const header = challengeHeader(entra.origin(), Math.floor(entra.clock.now() / 1000));
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', challengeMessage, { 'www-authenticate': header });
  }
}

function invalidToken(entra: EntraContext, message: string): GraphRefusal {
  const headers = { 'www-authenticate': bearerChallenge(entra.origin()) };
  return new GraphRefusal(401, 'InvalidAuthenticationToken', message, headers);
}

function bearerChallenge(origin: string): string {
  return `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="${graphApplicationId}"`;
}
