import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { DocumentBehaviour } from './pox-answer.ts';

const addressPath = /^\/autodiscover\/autodiscover\.json\/v1\.0\/([^/]+)$/i;

/** Tells whether a path is one of the JSON endpoint. */
export function isJsonPath(path: string): boolean {
  return addressPath.test(path);
}

/** Writes the answer of version 2, which nobody signs in to. The names of its errors are not documented. */
export function jsonAnswer(behaviour: DocumentBehaviour, request: RecordedRequest): HandlerResponse {
  const protocol = request.query.get('Protocol');
  if (protocol === null)
    return refusal(400, 'MandatoryParameterMissing', 'A valid value must be provided for Protocol.');
  if (behaviour.kind === 'redirectUrl') return { status: 302, headers: { Location: behaviour.url }, body: '' };
  if (behaviour.kind === 'redirectAddress') {
    const hops = Number(request.query.get('RedirectCount') ?? '0') + 1;
    const path = `/autodiscover/autodiscover.json/v1.0/${encodeURIComponent(behaviour.address)}`;
    const location = `${path}?Protocol=${encodeURIComponent(protocol)}&RedirectCount=${hops}`;
    return { status: 302, headers: { Location: location }, body: '' };
  }
  if (behaviour.kind === 'error') return refusal(404, behaviour.code, behaviour.message ?? 'The request failed.');
  return protocol.toLowerCase() === 'ews' && behaviour.ewsUrl !== undefined
    ? { status: 200, body: { Protocol: 'Ews', Url: behaviour.ewsUrl } }
    : refusal(400, 'ProtocolNotSupported', 'The given protocol is not supported.');
}

function refusal(status: number, code: string, message: string): HandlerResponse {
  return { status, body: { ErrorCode: code, ErrorMessage: message } };
}
