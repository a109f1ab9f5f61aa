import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { chosenRedirectUri } from './authorize-request.ts';
import { authorizeRedirect, htmlResponse } from './authorize-response.ts';
import { applicationName } from './entra-client.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { Authority } from './entra-directory.ts';
import { describeError, entraError, missingParameter } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import type { EntraTenant } from './entra-tenant.ts';
import { parseScopes } from './scopes.ts';
import type { ParsedScopes } from './scopes.ts';
import { interruptionPage } from './sign-in-interruption.ts';
import { adminConsentPage, refusalPage } from './sign-in-page.ts';
import { signInStep } from './sign-in-step.ts';
import { declaredScopes, scopeReader, wantedKeys } from './user-checks.ts';

/** A checked request for an administrator's consent. */
interface AdminConsentRequest {
  readonly authority: Authority;
  readonly client: EntraClient;
  readonly redirectUri: string;
  readonly responseMode: 'query';
  readonly state?: string;
  /** Absent in the v1.0 form, which is about everything in the registration. */
  readonly scopes?: ParsedScopes;
}

/** Which of the two forms of the endpoint is asked. */
export type AdminConsentVersion = 1 | 2;

/**
 * `/{tenant}/v2.0/adminconsent`, and `/{tenant}/adminconsent` as it was before (Entra docs, "Admin consent on the Microsoft
 * identity platform"): `GET` shows a page on which an administrator signs in and agrees for everybody, `POST` takes it.
 */
export function handleAdminConsent(
  context: EntraContext,
  request: RecordedRequest,
  segment: string,
  version: AdminConsentVersion,
): HandlerResponse {
  const consent = readRequest(context, request.query, segment, version);
  if ('error' in consent) return htmlResponse(400, refusalPage(describeError(context, consent)));
  const action = `${request.path}?${request.query.toString()}`;
  const show = (userName: string, problem?: string): HandlerResponse =>
    htmlResponse(
      200,
      adminConsentPage({
        action,
        applicationName: applicationName(consent.client),
        permissions: permissionsOf(context, consent),
        userName,
        ...(problem === undefined ? {} : { problem }),
      }),
    );
  if (request.method !== 'POST') return show('');

  const form = new URLSearchParams(request.body);
  if (form.get('decision') === 'deny') return refuse(context, consent);
  const step = signInStep(context, form, { ...consent, claims: null });
  if (step.kind !== 'signedIn') return interruptionPage(context, step, action, show);
  const { user } = step;
  return user.isAdministrator
    ? grant(context, consent, context.directory.tenant(user.tenantId))
    : show(user.userPrincipalName, 'Only an administrator can do this. (AADSTS90094)');
}

function grant(context: EntraContext, consent: AdminConsentRequest, tenant: EntraTenant): HandlerResponse {
  const { client, scopes } = consent;
  const { resources } = scopes ?? { resources: declaredScopes(context, client) };
  tenant.consents.consentForAll(client.clientId, wantedKeys(context, client, resources));
  // Application permissions go with everything in the registration, never with single scopes.
  if (scopes === undefined || resources.some(({ isDefault }) => isDefault)) {
    tenant.consents.grantRoles(client.clientId, client.applicationPermissions ?? []);
  }
  if (tenant.application(client.clientId) === undefined) tenant.setApplication(client.clientId, 'present');
  const fields = new Map([
    ['admin_consent', 'True'],
    ['tenant', tenant.tenantId],
    ...(scopes === undefined ? [] : [['scope', permissionsOf(context, consent).join(' ')] as const]),
  ]);
  return authorizeRedirect(consent, fields);
}

/** The redirect says `admin_consent=True` here too: whoever reads it has to look at `error` first. */
function refuse(context: EntraContext, consent: AdminConsentRequest): HandlerResponse {
  const fields = new Map([
    ['admin_consent', 'True'],
    ['error', 'consent_required'],
    ['error_description', describeError(context, entraError(65004))],
  ]);
  return authorizeRedirect(consent, fields);
}

function readRequest(
  context: EntraContext,
  query: URLSearchParams,
  segment: string,
  version: AdminConsentVersion,
): AdminConsentRequest | EntraError {
  const authority = context.directory.authority(segment);
  if (authority === undefined) return entraError(90002, `Tenant '${segment}' not found.`);
  // Whose administrator should that be?
  if (authority.kind === 'common' || authority.kind === 'consumers') return entraError(50059);
  const clientId = query.get('client_id');
  if (clientId === null || clientId === '') return missingParameter('client_id', 'request');
  const client = context.directory.client(clientId);
  if (client === undefined) {
    return entraError(700016, `Application with identifier '${clientId}' was not found in the directory.`);
  }
  const refusal = context.directory.applicationRefusal(client, authority);
  if (refusal !== undefined) return refusal;
  const redirectUri = chosenRedirectUri(client, query.get('redirect_uri'));
  if (typeof redirectUri !== 'string') return redirectUri;
  const state = query.get('state');
  const read = { authority, client, redirectUri, responseMode: 'query', ...(state === null ? {} : { state }) } as const;
  if (version === 1) return read;
  const scope = query.get('scope');
  if (scope === null || scope.trim() === '') return missingParameter('scope', 'request');
  const scopes = parseScopes(scope, scopeReader(context));
  return 'problem' in scopes ? entraError(scopes.code, scopes.problem) : { ...read, scopes };
}

/** What the page lists and the redirect names: scopes as asked, `.default` spelled out. */
function permissionsOf(context: EntraContext, { client, scopes }: AdminConsentRequest): readonly string[] {
  const all = [
    ...declaredScopes(context, client).flatMap(({ audience, permissions }) =>
      permissions.map((name) => `${audience}/${name}`),
    ),
    ...(client.applicationPermissions ?? []).map((name) =>
      name.includes('/') ? name : `https://graph.microsoft.com/${name}`,
    ),
  ];
  if (scopes === undefined) return all;
  const isAll = scopes.resources.some(({ isDefault }) => isDefault);
  return isAll && all.length > 0 ? all : scopes.asked;
}
