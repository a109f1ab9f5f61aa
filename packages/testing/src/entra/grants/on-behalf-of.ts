import { entraError, missingParameter } from '../entra-error.ts';
import type { EntraError } from '../entra-error.ts';
import type { EntraUser } from '../entra-user.ts';
import type { Claims } from '../token-signer.ts';
import { wantedKeys } from '../user-checks.ts';
import { issueForUser, readScopes } from './grant-request.ts';
import type { GrantOutcome, GrantRequest } from './grant-request.ts';

/** The grant type of RFC 7523, section 2.1, which Entra uses for tokens on behalf of a user. */
export const onBehalfOfGrantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** `requested_token_use=on_behalf_of` (Entra docs, "OAuth 2.0 On-Behalf-Of flow"). */
export function issueOnBehalfOf(grant: GrantRequest): GrantOutcome {
  const { context, form, client, isProven } = grant;
  if (!isProven) return { error: entraError(7000218) };
  const assertion = form.get('assertion');
  if (assertion === null || assertion === '') return { error: missingParameter('assertion') };
  const use = form.get('requested_token_use');
  if (use === null || use === '') return { error: missingParameter('requested_token_use') };
  if (use !== 'on_behalf_of') return { error: entraError(90023, "The value of 'requested_token_use' is not valid.") };
  const scope = form.get('scope');
  if (scope === null || scope === '') return { error: missingParameter('scope') };

  const read = context.signer.read(assertion);
  if (read.kind !== 'valid') return { error: entraError(50013) };
  const error = assertionRefusal(grant, read.claims);
  const user = context.directory.userByObjectId(String(read.claims['oid']));
  if (error !== undefined) return { user, error };
  if (user === undefined) return { error: entraError(50034) };
  const record = context.grants.accessToken(String(read.claims['uti']));
  if (record === undefined || context.grants.isRevoked(user.objectId, record.sequence)) {
    return { user, error: entraError(50173) };
  }
  const scopes = readScopes(context, scope);
  if ('error' in scopes) return { user, error: scopes };

  const frontEnd = String(read.claims['azp'] ?? read.claims['appid']);
  if ((client.knownClientApplications ?? []).includes(frontEnd)) consentAlong(grant, user, frontEnd, scopes.resources);
  const outcome = issueForUser(grant, { user, signIn: signInOf(context.clock.now(), read.claims), scopes });
  // The middle tier cannot ask anybody: it hands the claims on to whoever can.
  return 'error' in outcome && outcome.error.claims !== undefined
    ? { ...outcome, error: { ...outcome.error, error: 'interaction_required' } }
    : outcome;
}

function assertionRefusal({ context, client }: GrantRequest, claims: Claims): EntraError | undefined {
  // Only access tokens say what kind of principal they are about.
  if (claims['idtyp'] === undefined) return entraError(240002);
  if (claims['idtyp'] !== 'user') return entraError(50013, 'Assertion is not a token of a user.');
  if (![client.clientId, `api://${client.clientId}`].includes(String(claims['aud']))) return entraError(500131);
  const now = context.clock.now() / 1000;
  return now >= Number(claims['exp']) || now < Number(claims['nbf']) ? entraError(500133) : undefined;
}

/** Who consented to a known front end consented to the API behind it in the same go. */
function consentAlong(
  { context, client }: GrantRequest,
  user: EntraUser,
  frontEnd: string,
  resources: Parameters<typeof wantedKeys>[2],
): void {
  const { consents } = context.directory.tenant(user.tenantId);
  if (consents.consented(frontEnd, user.objectId) === undefined) return;
  consents.consent(client.clientId, user.objectId, wantedKeys(context, client, resources));
}

function signInOf(now: number, claims: Claims): { readonly at: number; readonly isMultiFactor: boolean } {
  const { amr, iat } = claims;
  return {
    at: typeof iat === 'number' ? iat * 1000 : now,
    isMultiFactor: Array.isArray(amr) && amr.includes('mfa'),
  };
}
