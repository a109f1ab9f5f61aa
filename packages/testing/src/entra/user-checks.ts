import { demandsMultiFactor, policyClaims } from './claims-request.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import type { EntraTenant } from './entra-tenant.ts';
import type { EntraUser, SignIn } from './entra-user.ts';
import { consentKeys, parseScopes } from './scopes.ts';
import type { ResourceScopes } from './scopes.ts';

/** Tokens that a client wants in the name of a user who is known. */
export interface UserTokenRequest {
  readonly client: EntraClient;
  readonly user: EntraUser;
  readonly signIn: SignIn;
  readonly resources: readonly ResourceScopes[];
  /** `claims` of the request. */
  readonly claims: string | null;
}

/** Whether the account as such is in order. */
export function accountStateRefusal({ state }: EntraUser): EntraError | undefined {
  if (state.isDeleted) return entraError(50034);
  return state.isEnabled ? undefined : entraError(50057);
}

/** Whether the name and the password get somebody in: for the page and for the password grant. */
export function passwordRefusal(user: EntraUser, password: string): EntraError | undefined {
  const refusal = accountStateRefusal(user);
  if (refusal?.code === 50034) return refusal;
  if (user.state.isLocked) return entraError(50053);
  if (user.password !== password) return entraError(50126);
  return refusal ?? (user.state.isPasswordExpired ? entraError(50055) : undefined);
}

/**
 * Goes through everything between a known user and tokens: the account, the sign-in frequency, Conditional Access, loops
 * and consent.
 */
export function userTokenRefusal(context: EntraContext, request: UserTokenRequest): EntraError | undefined {
  const { client, user, signIn } = request;
  const tenant = context.directory.tenant(user.tenantId);
  if (tenant.isDeleted) return entraError(90002, `Tenant '${tenant.tenantId}' not found.`);
  const refusal = context.directory.applicationRefusal(client, { kind: 'tenant', tenant }) ?? accountStateRefusal(user);
  if (refusal !== undefined) return refusal;
  if (tenant.signInFrequencyMs !== undefined && context.clock.now() >= signIn.at + tenant.signInFrequencyMs) {
    return entraError(70043);
  }
  const blocked = accessRefusal(context, user, signIn, request.claims);
  if (blocked !== undefined) return blocked;
  if (!hasConsent(context, tenant, client, user, request.resources)) return entraError(65001);
  return context.loops?.isLoop(client.clientId, user.objectId) === true ? entraError(50196) : undefined;
}

/** What Conditional Access says to a sign-in; refusals carry the claims that would satisfy it. */
export function accessRefusal(
  context: EntraContext,
  user: EntraUser,
  signIn: Pick<SignIn, 'isMultiFactor'>,
  claims: string | null,
): EntraError | undefined {
  const { conditionalAccess } = user.state;
  const demanded = policyClaims(context.minted.guidOf(`policy:${user.tenantId}`));
  if (conditionalAccess === 'block') return { ...entraError(53003), claims: demanded };
  const isDemanded = conditionalAccess !== 'allow' || demandsMultiFactor(claims);
  if (!isDemanded || signIn.isMultiFactor) return undefined;
  return { ...entraError(conditionalAccess === 'requireMfaRegistration' ? 50079 : 50076), claims: demanded };
}

/** Whether the user, or an administrator for everybody, consented to everything asked for. */
export function hasConsent(
  context: EntraContext,
  tenant: EntraTenant,
  client: EntraClient,
  user: EntraUser,
  resources: readonly ResourceScopes[],
): boolean {
  return tenant.consents.has(client.clientId, user.objectId, wantedKeys(context, client, resources));
}

/** Consent keys that a request needs; `.default` means what the registration declares. */
export function wantedKeys(
  context: EntraContext,
  client: EntraClient,
  resources: readonly ResourceScopes[],
): readonly string[] {
  const defaults = resources.filter(({ isDefault }) => isDefault);
  const declared = declaredScopes(context, client).filter(({ resource }) =>
    defaults.some((asked) => asked.resource.id === resource.id),
  );
  return [...consentKeys(resources), ...consentKeys(declared)];
}

/** Delegated permissions of the registration, by resource. */
export function declaredScopes(context: EntraContext, client: EntraClient): readonly ResourceScopes[] {
  const scopes = parseScopes((client.delegatedPermissions ?? []).join(' '), scopeReader(context));
  if ('problem' in scopes) throw new RangeError(`A registered permission cannot be read: ${scopes.problem}`);
  return scopes.resources;
}

/** What scopes are read with in this emulator. */
export function scopeReader(context: EntraContext): Parameters<typeof parseScopes>[1] {
  return { origin: context.origin(), client: (clientId) => context.directory.client(clientId) };
}
