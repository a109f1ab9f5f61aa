import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ParseOption, XmlDocument, XmlLibError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import type { RecordedExchange, RecordedRequest, RecordedResponse } from '../../src/server/recorded-exchange.ts';

const schemaPath = fileURLToPath(new URL('../../../../../shared/contracts/ews/ews-soap.xsd', import.meta.url));
const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
// Statuses of an Exchange server whose bodies are empty or HTML.
const statusesWithoutSoap = new Set([301, 302, 307, 400, 401, 403, 404, 405, 413, 415, 456, 502, 503, 504]);

/** Whether the schemas are there to check against; they are no part of the repository. */
export const hasEwsContract: boolean = existsSync(schemaPath);

let compiled: XsdValidator | undefined;

/**
 * Checks one exchange with an EWS endpoint against Microsoft's schemas and the rules of SOAP 1.1 over HTTP.
 *
 * @returns what is wrong, in words; nothing when all is well. A faulty answer is not judged.
 */
export function checkEwsExchange(exchange: RecordedExchange): string[] {
  const { request, response, faulty } = exchange;
  if (!isEwsExchange(exchange)) return [];
  return [...checkEwsRequest(request), ...(response === undefined || faulty ? [] : checkEwsResponse(response))];
}

/** Whether an exchange is one of EWS: the documents for add-ins beside it are none of the schemas' matter. */
export function isEwsExchange({ request }: RecordedExchange): boolean {
  return !request.path.toLowerCase().startsWith('/autodiscover/');
}

/** Checks what a client sent. */
export function checkEwsRequest(request: RecordedRequest): string[] {
  const violations: string[] = [];
  if (request.path.toLowerCase() !== '/ews/exchange.asmx') violations.push(`request: unknown path ${request.path}`);
  if (request.method !== 'POST') violations.push(`request: method ${request.method} in place of POST`);
  if ([...request.query].length > 0) violations.push('request: EWS takes no query parameters');
  const authorization = request.headers['authorization'] ?? '';
  // The messages that open an NTLM connection have no body.
  if (request.body === '' && /^(NTLM|Negotiate) /i.test(authorization)) return violations;
  const contentType = request.headers['content-type'] ?? '';
  if (!/^text\/xml\s*;\s*charset="?utf-8"?$/i.test(contentType)) {
    violations.push(`request: content type "${contentType}" in place of text/xml; charset=utf-8`);
  }
  return [...violations, ...checkMessage('request', request.body)];
}

/** Checks what a server answered. */
export function checkEwsResponse(response: RecordedResponse): string[] {
  const contentType = response.headers['content-type'] ?? '';
  if (statusesWithoutSoap.has(response.status)) {
    return /xml/i.test(contentType) ? [`response: status ${response.status} with XML`] : [];
  }
  if (response.status !== 200 && response.status !== 500)
    return [`response: status ${response.status} is not documented`];
  const violations: string[] = [];
  if (!/^text\/xml\b/i.test(contentType)) violations.push(`response: content type "${contentType}"`);
  const isFault = response.body.includes('<s:Fault>');
  if (isFault !== (response.status === 500))
    violations.push('response: a fault goes with status 500, and only a fault');
  return [...violations, ...checkMessage('response', response.body)];
}

function checkMessage(side: string, body: string): string[] {
  if (/<!DOCTYPE/i.test(body)) return [`${side}: a SOAP message has no document type`];
  try {
    using document = XmlDocument.fromString(body, { option: ParseOption.XML_PARSE_NONET });
    if (document.root.name !== 'Envelope' || document.root.namespaceUri !== envelopeNamespace) {
      return [`${side}: the root is no SOAP 1.1 envelope`];
    }
    validator().validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlValidateError) return error.details.map((detail) => `${side}: ${detail.message.trim()}`);
    if (error instanceof XmlLibError) return [`${side}: not well-formed: ${error.message.trim()}`];
    throw error;
  }
}

function validator(): XsdValidator {
  if (compiled === undefined) {
    xmlRegisterFsInputProviders();
    using schema = XmlDocument.fromBuffer(readFileSync(schemaPath), { url: schemaPath });
    compiled = XsdValidator.fromDoc(schema);
  }
  return compiled;
}
