import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { AutodiscoverBehaviour, AutodiscoverEndpoint, AutodiscoverHost } from './autodiscover-behaviour.ts';
import { isJsonPath, jsonAnswer } from './json-answer.ts';
import { poxAnswer, readPoxRequest } from './pox-answer.ts';
import type { DocumentBehaviour } from './pox-answer.ts';
import { readSoapRequest, soapAnswer } from './soap-answer.ts';

const page = '<!DOCTYPE html><html lang="en"><head><title>Welcome</title></head><body><h1>Welcome</h1></body></html>';
const html = { 'Content-Type': 'text/html; charset=utf-8' } as const;
/** What servers say at the SOAP endpoint about the ways to sign in there. */
const advertised = { 'X-SOAP-Enabled': 'True', 'X-WSSecurity-Enabled': 'True', 'X-OAuth-Enabled': 'True' } as const;

/** Which endpoint a path is of; nothing for other paths. */
export function endpointAt(path: string, scheme: 'http' | 'https'): AutodiscoverEndpoint | undefined {
  if (path.toLowerCase() === '/autodiscover/autodiscover.xml') return scheme === 'http' ? 'plain' : 'pox';
  if (scheme === 'http') return undefined;
  if (path.toLowerCase() === '/autodiscover/autodiscover.svc') return 'soap';
  return isJsonPath(path) ? 'json' : undefined;
}

/** Answers a request as the endpoint behaves. */
export function endpointAnswer(
  behaviour: AutodiscoverBehaviour | undefined,
  endpoint: AutodiscoverEndpoint | undefined,
  host: AutodiscoverHost,
  request: RecordedRequest,
): HandlerResponse {
  if (behaviour === undefined) return { status: 404, headers: html, body: page };
  switch (behaviour.kind) {
    case 'html':
      return { status: 200, headers: html, body: page };
    case 'httpRedirect':
      return { status: behaviour.status ?? 302, headers: { Location: behaviour.location }, body: '' };
    case 'raw':
      return { status: behaviour.status, headers: behaviour.headers ?? {}, body: behaviour.body ?? '' };
    case 'unauthorized':
      return challenge(endpoint);
    default:
      if (endpoint !== 'json' && !isSignedIn(request, host)) return challenge(endpoint);
      return documentAnswer(behaviour, endpoint, request);
  }
}

function documentAnswer(
  behaviour: Exclude<AutodiscoverBehaviour, { readonly kind: 'html' | 'httpRedirect' | 'raw' | 'unauthorized' }>,
  endpoint: AutodiscoverEndpoint | undefined,
  request: RecordedRequest,
): HandlerResponse {
  const { kind } = behaviour;
  if (kind !== 'doctype' && kind !== 'oversized') return inForm(behaviour, endpoint, request);
  const answer = inForm({ kind: 'settings', ewsUrl: behaviour.ewsUrl }, endpoint, request);
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  if (kind === 'oversized') return { ...answer, body: padded(body, behaviour.bytes) };
  return {
    ...answer,
    body: body
      .replace(/^<\?xml[^>]*\?>/, (head) => `${head}<!DOCTYPE a [<!ENTITY host "${new URL(behaviour.ewsUrl).host}">]>`)
      .replaceAll(new URL(behaviour.ewsUrl).host + '/', '&host;/'),
  };
}

function inForm(
  behaviour: DocumentBehaviour,
  endpoint: AutodiscoverEndpoint | undefined,
  request: RecordedRequest,
): HandlerResponse {
  switch (endpoint) {
    case 'json':
      return jsonAnswer(behaviour, request);
    case 'soap':
      // A GET shows which ways to sign in there are.
      return request.method === 'POST'
        ? soapAnswer(behaviour, readSoapRequest(request.body))
        : { status: 200, headers: { ...advertised, ...html }, body: page };
    default:
      return poxAnswer(behaviour, request.method === 'POST' ? readPoxRequest(request.body) : undefined);
  }
}

function isSignedIn(request: RecordedRequest, { users }: AutodiscoverHost): boolean {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) return false;
  return (
    users?.some(
      ({ userName, password }) =>
        authorization === `Basic ${Buffer.from(`${userName}:${password}`, 'utf8').toString('base64')}`,
    ) ?? true
  );
}

function challenge(endpoint: AutodiscoverEndpoint | undefined): HandlerResponse {
  return {
    status: 401,
    headers: {
      'WWW-Authenticate': ['Negotiate', 'NTLM', 'Basic realm="autodiscover"'],
      ...(endpoint === 'soap' ? advertised : {}),
    },
    body: '',
  };
}

/** Spaces before the last tag: the document says the same and is longer. */
function padded(body: string, bytes: number): string {
  const at = body.startsWith('{') ? body.length : body.lastIndexOf('</');
  return body.slice(0, at) + ' '.repeat(Math.max(0, bytes - Buffer.byteLength(body))) + body.slice(at);
}
