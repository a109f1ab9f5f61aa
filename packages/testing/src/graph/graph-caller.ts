import type { EntraContext } from '../entra/entra-context.ts';
import { graphApplicationId, isGraphAudience } from '../entra/resources.ts';
import type { Claims } from '../entra/token-signer.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { GraphContext } from './graph-context.ts';
import { GraphRefusal } from './graph-error.ts';

/** Who calls: a signed-in user or an application by itself. */
export interface GraphCaller {
  readonly kind: 'user' | 'app';
  readonly clientId: string;
  readonly tenantId: string;
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
export function authenticate(context: GraphContext, request: RecordedRequest): GraphCaller {
  const { entra } = context;
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
  checkLifetime(context, claims);
  const scp = claims['scp'];
  const words = claims['idtyp'] === 'app' ? claims['roles'] : typeof scp === 'string' ? scp.split(' ') : [];
  return {
    kind: claims['idtyp'] === 'app' ? 'app' : 'user',
    clientId: String(claims['appid']),
    tenantId: String(claims['tid']),
    objectId: String(claims['oid']),
    permissions: new Set((Array.isArray(words) ? words : []).map((word) => String(word).toLowerCase())),
  };
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

function checkLifetime({ entra, offersProofOfPossession }: GraphContext, claims: Claims): void {
  const { grants, clock, directory } = entra;
  const record = grants.accessToken(String(claims['uti']));
  const isCutShort = record === undefined || grants.isCutShort(record.sequence);
  if (isCutShort || clock.now() >= Number(claims['exp']) * 1000) {
    throw invalidToken(entra, 'Lifetime validation failed, the token is expired.');
  }
  const { objectId, sequence, isChallengeCapable } = record;
  if (objectId === undefined) return;
  const state = directory.userByObjectId(objectId)?.state;
  const isUnwelcome = state?.isEnabled !== true || state.isDeleted || grants.isChallenged(objectId, sequence);
  // Ordinary tokens outlive a revocation; those of challenge-capable clients do not.
  if (isChallengeCapable && (isUnwelcome || grants.isRevoked(objectId, sequence))) {
    const bearer = challengeHeader(entra.origin(), Math.floor(clock.now() / 1000));
    const header = offersProofOfPossession ? `${popChallenge(entra.origin())}, ${bearer}` : bearer;
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', challengeMessage, { 'www-authenticate': header });
  }
  if (isUnwelcome) throw invalidToken(entra, 'Access token validation failure. The token is no longer accepted.');
}

/** A challenge for proof-of-possession tokens, which may stand before the one for bearer tokens in the same header. */
export function popChallenge(origin: string): string {
  return `PoP realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="${graphApplicationId}", nonce="Q2FsZW5kYXI"`;
}

function invalidToken(entra: EntraContext, message: string): GraphRefusal {
  const headers = { 'www-authenticate': bearerChallenge(entra.origin()) };
  return new GraphRefusal(401, 'InvalidAuthenticationToken', message, headers);
}

function bearerChallenge(origin: string): string {
  return `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="${graphApplicationId}"`;
}
