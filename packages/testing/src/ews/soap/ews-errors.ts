import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import { namespaces } from '../xml/namespaces.ts';

/** Failure of one id or folder of a request: an error message inside an HTTP 200 answer. */
export class ItemError extends Error {
  override readonly name = 'ItemError';
  readonly code: string;
  /** Markup for `MessageXml`, in the types namespace (prefix `t`). */
  readonly detail: string | undefined;

  constructor(code: string, message: string, detail?: string) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** Failure of a whole request: a SOAP fault with HTTP status 500. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: string;
  /** Values for `MessageXml`: name of the `Value` element, or of an own element where `asElements` says so. */
  readonly values: Readonly<Record<string, string>>;

  constructor(code: string, message: string, values: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.values = values;
  }
}

// ErrorSchemaValidation has elements of its own; every other code uses <t:Value Name="…">.
const ownElements = new Set(['LineNumber', 'LinePosition', 'Violation']);

/** Writes the envelope of a fault. Faults carry no header, so no server version either. */
export function faultEnvelope(code: string, message: string, values: Readonly<Record<string, string>> = {}): string {
  const details = Object.entries(values).map(([name, value]) =>
    ownElements.has(name) ? textElement(`t:${name}`, value) : element('t:Value', { Name: name }, escapeXml(value)),
  );
  const messageXml = details.length === 0 ? '' : element('t:MessageXml', { 'xmlns:t': namespaces.types }, ...details);
  return (
    `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${namespaces.soap}"><s:Body><s:Fault>` +
    `<faultcode xmlns:a="${namespaces.types}">a:${code}</faultcode>` +
    `<faultstring xml:lang="en-US">${escapeXml(message)}</faultstring><detail>` +
    element('e:ResponseCode', { 'xmlns:e': namespaces.errors }, code) +
    element('e:Message', { 'xmlns:e': namespaces.errors }, escapeXml(message)) +
    `${messageXml}</detail></s:Fault></s:Body></s:Envelope>`
  );
}
