import type { AnswerGate } from '../server/answer-gate.ts';
import type { ApplicationChoice, EntraAdministration, TenantChoice } from './entra-administration.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { ApplicationState, EntraTenant } from './entra-tenant.ts';
import type { EntraUser } from './entra-user.ts';
import { parseScopes } from './scopes.ts';
import { isTokenPath } from './token-request-log.ts';
import { declaredScopes, scopeReader, wantedKeys } from './user-checks.ts';

/** The part of the handle that needs nothing but the identity provider. */
export type EntraControls = Omit<EntraAdministration, 'tokenRequests' | 'administrator'>;

/** Makes the administrator's methods of the handle. */
export function administerEntra(context: EntraContext, gate: AnswerGate): EntraControls {
  const { directory, grants } = context;
  const user = (personId: string, choice?: TenantChoice): EntraUser => findUser(context, personId, choice);
  const setApplication = (choice: ApplicationChoice | undefined, state: ApplicationState): void => {
    const { tenant, client } = findApplication(context, choice);
    tenant.setApplication(client.clientId, state);
  };
  return {
    refreshCount: (personId, choice) => context.log.refreshes(user(personId, choice).objectId),
    holdTokenAnswers: (when = () => true) => gate.hold((request) => isTokenPath(request) && when(request)),
    setTokenSettings: (change) => {
      context.tokens = { ...context.tokens, ...change };
    },
    expireAccessTokens: () => grants.expireAccessTokens(),
    challengeAccessTokens: (personId, choice) => grants.challengeAccessTokens(user(personId, choice).objectId),
    revokeSessions: (personId, choice) => grants.revokeSessions(user(personId, choice).objectId),
    withdrawConsent: (personId, choice) => {
      const { objectId, tenantId } = user(personId, choice);
      directory.tenant(tenantId).consents.withdraw(objectId);
    },
    updateUser: (personId, change, choice) => {
      const found = user(personId, choice);
      found.state = { ...found.state, ...change };
    },
    changePassword: (personId, password, { by = 'user', ...choice } = {}) => {
      const found = user(personId, choice);
      found.password = password;
      found.state = { ...found.state, isPasswordExpired: false };
      if (by === 'adminCenter') grants.revokeSessions(found.objectId);
      else grants.revokePublicTokens(found.objectId);
    },
    setUserConsent: (value, { effectiveAfterMs = 0, tenantId } = {}) =>
      directory.tenant(tenantId).userConsent.set(value, effectiveAfterMs),
    grantAdminConsent: ({ scopes, includesApplicationPermissions = true, ...choice } = {}) => {
      const { tenant, client } = findApplication(context, choice);
      const asked = scopes === undefined ? undefined : parseScopes(scopes.join(' '), scopeReader(context));
      if (asked !== undefined && 'problem' in asked) throw new RangeError(asked.problem);
      const resources = asked?.resources ?? declaredScopes(context, client);
      tenant.consents.consentForAll(client.clientId, wantedKeys(context, client, resources));
      if (includesApplicationPermissions) {
        tenant.consents.grantRoles(client.clientId, client.applicationPermissions ?? []);
      }
      if (tenant.application(client.clientId) === undefined) tenant.setApplication(client.clientId, 'present');
    },
    withdrawAdminConsent: (choice) => {
      const { tenant, client } = findApplication(context, choice);
      tenant.consents.withdrawForAll(client.clientId);
      const isHome = tenant.tenantId === directory.homeTenantId(client);
      // What was granted from the start is taken back in the registration itself.
      if (isHome) directory.registerClient({ ...client, applicationConsent: 'required' });
    },
    setSignInFrequency: (frequencyMs, choice) => {
      directory.tenant(choice?.tenantId).signInFrequencyMs = frequencyMs;
    },
    deleteApplication: (choice) => setApplication(choice, 'deleted'),
    restoreApplication: (choice) => setApplication(choice, 'present'),
    disableApplication: (choice) => setApplication(choice, 'disabled'),
    deleteTenant: (choice) => {
      directory.tenant(choice?.tenantId).isDeleted = true;
    },
    restoreTenant: (choice) => {
      directory.tenant(choice?.tenantId).isDeleted = false;
    },
    registerClient: (client) => directory.registerClient(client),
    registerRedirectUri: (redirectUri, clientId) => directory.registerRedirectUri(redirectUri, clientId),
  };
}

/** @throws RangeError when nobody in the tenant has this id. */
export function findUser({ directory }: EntraContext, personId: string, choice: TenantChoice = {}): EntraUser {
  const user = directory.tenant(choice.tenantId).user(personId);
  if (user === undefined) throw new RangeError(`Nobody is called '${personId}'`);
  return user;
}

/** @throws RangeError when no such client is registered. */
export function findApplication(
  { directory }: EntraContext,
  { clientId, tenantId }: ApplicationChoice = {},
): { readonly tenant: EntraTenant; readonly client: EntraClient } {
  const client = clientId === undefined ? directory.defaultClient() : directory.client(clientId);
  if (client === undefined) throw new RangeError('No such client is registered');
  return { tenant: directory.tenant(tenantId), client };
}
