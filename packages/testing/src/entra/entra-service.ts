import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { handleAdminConsent } from './admin-consent-endpoint.ts';
import { handleAuthorize } from './authorize-endpoint.ts';
import { htmlResponse } from './authorize-response.ts';
import { endBrowserSession } from './browser-session.ts';
import { handleDeviceCodePage, handleDeviceCodeRequest } from './device-code-endpoints.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError, entraErrorResponse } from './entra-error.ts';
import type { EntraErrorCode } from './aadsts-codes.ts';
import { instanceDiscovery, openIdConfiguration } from './openid-configuration.ts';
import { messagePage } from './sign-in-page.ts';
import { handleTokenRequest } from './token-endpoint.ts';

/** One request to the identity provider. */
interface Visit {
  readonly context: EntraContext;
  readonly request: RecordedRequest;
  /** First path segment. */
  readonly tenant: string;
}

interface Endpoint {
  readonly methods: readonly string[];
  readonly handle: (visit: Visit) => HandlerResponse;
}

const page = ['GET', 'POST'];
const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    'oauth2/v2.0/authorize',
    { methods: page, handle: ({ context, request, tenant }) => handleAuthorize(context, request, tenant) },
  ],
  [
    'oauth2/v2.0/token',
    { methods: ['POST'], handle: ({ context, request, tenant }) => handleTokenRequest(context, request, tenant) },
  ],
  [
    'oauth2/v2.0/devicecode',
    { methods: ['POST'], handle: ({ context, request, tenant }) => handleDeviceCodeRequest(context, request, tenant) },
  ],
  ['oauth2/deviceauth', { methods: page, handle: ({ context, request }) => handleDeviceCodePage(context, request) }],
  [
    'v2.0/adminconsent',
    { methods: page, handle: ({ context, request, tenant }) => handleAdminConsent(context, request, tenant, 2) },
  ],
  [
    'adminconsent',
    { methods: page, handle: ({ context, request, tenant }) => handleAdminConsent(context, request, tenant, 1) },
  ],
  ['oauth2/v2.0/logout', { methods: ['GET'], handle: signOut }],
  ['v2.0/.well-known/openid-configuration', { methods: ['GET'], handle: metadata }],
  ['discovery/v2.0/keys', { methods: ['GET'], handle: keys }],
  ['discovery/keys', { methods: ['GET'], handle: keys }],
  ['discovery/instance', { methods: ['GET'], handle: discovery }],
]);

/** Answers the paths of the identity provider; undefined for paths that are none of its own. */
export function handleEntraRequest(context: EntraContext, request: RecordedRequest): HandlerResponse | undefined {
  const [tenant, ...rest] = request.path.split('/').slice(1).map(decodeSegment);
  if (tenant === undefined || tenant === '') return undefined;
  const endpoint = endpoints.get(rest.join('/').toLowerCase());
  if (endpoint === undefined) return undefined;
  if (!endpoint.methods.includes(request.method)) {
    return { status: 405, headers: { allow: endpoint.methods.join(', ') }, body: '' };
  }
  return endpoint.handle({ context, request, tenant });
}

function signOut({ context, request }: Visit): HandlerResponse {
  endBrowserSession(context, request);
  return htmlResponse(200, messagePage('You are signed out', 'It is safe to close this window.'));
}

function metadata({ context, tenant }: Visit): HandlerResponse {
  const authority = context.directory.authority(tenant);
  if (authority === undefined) return refuse(context, 90002, `Tenant '${tenant}' not found.`);
  const body =
    authority.kind === 'tenant'
      ? openIdConfiguration(context.origin(), authority.tenant.tenantId, authority.tenant.tenantId)
      : openIdConfiguration(context.origin(), authority.kind, undefined);
  return { status: 200, body };
}

function keys({ context, tenant }: Visit): HandlerResponse {
  if (context.directory.authority(tenant) === undefined) return refuse(context, 90002, `Tenant '${tenant}' not found.`);
  return { status: 200, body: { keys: [context.signer.jwk] } };
}

function discovery({ context, request }: Visit): HandlerResponse {
  if (request.query.get('authorization_endpoint') === null) return refuse(context, 900144);
  return { status: 200, body: instanceDiscovery(context.origin(), context.directory.home.tenantId) };
}

function refuse(context: EntraContext, code: EntraErrorCode, message?: string): HandlerResponse {
  return entraErrorResponse(entraError(code, message), {
    traceId: context.minted.guid(),
    correlationId: context.minted.guid(),
    now: context.clock.now(),
  });
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
