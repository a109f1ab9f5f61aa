import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { endBrowserSession, handleAuthorize } from './authorize-endpoint.ts';
import { htmlResponse } from './authorize-response.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError, entraErrorResponse } from './entra-error.ts';
import type { EntraErrorCode } from './entra-error.ts';
import { instanceDiscovery, openIdConfiguration } from './openid-configuration.ts';
import { signedOutPage } from './sign-in-page.ts';
import { handleTokenRequest } from './token-endpoint.ts';

/** Answers the paths of the identity provider; undefined for paths that are none of its own. */
export function handleEntraRequest(context: EntraContext, request: RecordedRequest): HandlerResponse | undefined {
  const [tenant, ...rest] = request.path.split('/').slice(1).map(decodeSegment);
  if (tenant === undefined || tenant === '') return undefined;
  const endpoint = rest.join('/').toLowerCase();
  const isGet = request.method === 'GET';
  switch (endpoint) {
    case 'oauth2/v2.0/authorize':
      return isGet || request.method === 'POST' ? handleAuthorize(context, request, tenant) : wrongMethod('GET, POST');
    case 'oauth2/v2.0/token':
      return request.method === 'POST' ? handleTokenRequest(context, request, tenant) : wrongMethod('POST');
    case 'oauth2/v2.0/logout':
      if (!isGet) return wrongMethod('GET');
      endBrowserSession(context, request);
      return htmlResponse(200, signedOutPage());
    case 'v2.0/.well-known/openid-configuration':
      if (!isGet) return wrongMethod('GET');
      if (!context.directory.hasTenant(tenant)) return refuse(context, 90002, `Tenant '${tenant}' not found.`);
      return { status: 200, body: openIdConfiguration(context.origin(), tenant, context.directory.tenantId) };
    case 'discovery/v2.0/keys':
    case 'discovery/keys':
      return isGet ? { status: 200, body: { keys: [context.signer.jwk] } } : wrongMethod('GET');
    case 'discovery/instance':
      if (!isGet) return wrongMethod('GET');
      if (request.query.get('authorization_endpoint') === null) return refuse(context, 900144);
      return { status: 200, body: instanceDiscovery(context.origin(), context.directory.tenantId) };
    default:
      return undefined;
  }
}

function refuse(context: EntraContext, code: EntraErrorCode, message?: string): HandlerResponse {
  return entraErrorResponse(entraError(code, message), {
    traceId: context.minted.guid(),
    correlationId: context.minted.guid(),
    now: context.clock.now(),
  });
}

function wrongMethod(allow: string): HandlerResponse {
  return { status: 405, headers: { allow }, body: '' };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
