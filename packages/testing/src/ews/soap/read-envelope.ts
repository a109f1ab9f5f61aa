import { operationRules } from '../schema/element-rules.ts';
import { validateElement, violate } from '../schema/validate-request.ts';
import { resolveTimeZone } from '../time/windows-zones.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { namespaces } from '../xml/namespaces.ts';
import { RequestError } from './ews-errors.ts';
import { findSchemaVersion, isAtLeast } from './server-versions.ts';
import type { SchemaVersion, ServerBuild } from './server-versions.ts';

/** Whom the request wants to act as. */
export interface ImpersonationHeader {
  readonly kind: 'PrincipalName' | 'SID' | 'PrimarySmtpAddress' | 'SmtpAddress';
  readonly value: string;
}

/** A request whose envelope, headers and body have been checked. */
export interface Envelope {
  readonly operation: string;
  readonly body: XmlNode;
  readonly version: SchemaVersion;
  readonly impersonation: ImpersonationHeader | undefined;
  readonly timeZone: string | undefined;
  readonly withMilliseconds: boolean;
}

const impersonationKinds = ['PrincipalName', 'SID', 'PrimarySmtpAddress', 'SmtpAddress'] as const;
// The schemas in which operations first appeared, where that is not the first one.
const operationFloors: Readonly<Record<string, SchemaVersion>> = {
  GetDelegate: 'Exchange2007_SP1',
  AddDelegate: 'Exchange2007_SP1',
  UpdateDelegate: 'Exchange2007_SP1',
  RemoveDelegate: 'Exchange2007_SP1',
  ConvertId: 'Exchange2007_SP1',
  FindPeople: 'Exchange2013',
  GetServerTimeZones: 'Exchange2010',
  GetRoomLists: 'Exchange2010',
  GetRooms: 'Exchange2010',
};

/**
 * Reads the envelope of a request. The operation is chosen by the body's root element, never by SOAPAction.
 *
 * @throws RequestError for whatever the server refuses before it knows who asks for what.
 */
export function readEnvelope(root: XmlNode, build: ServerBuild): Envelope {
  if (root.name !== 'Envelope' || root.namespace !== namespaces.soap) {
    violate(root, 'The root element must be a SOAP 1.1 envelope.');
  }
  const header = root.children.find((child) => child.name === 'Header' && child.namespace === namespaces.soap);
  const bodyElement = root.children.find((child) => child.name === 'Body' && child.namespace === namespaces.soap);
  const misplaced = root.children.find((child) => child !== header && child !== bodyElement);
  if (misplaced !== undefined) violate(misplaced, `The envelope has invalid child element '${misplaced.name}'.`);
  const version = readVersion(header, build);
  const body = bodyElement?.children[0];
  if (body === undefined) throw new RequestError('ErrorInvalidRequest', 'The request is invalid: the body is empty.');
  const rule = Object.hasOwn(operationRules, body.name) ? operationRules[body.name] : undefined;
  if (rule === undefined || !isAtLeast(version, operationFloors[body.name] ?? 'Exchange2007')) {
    throw new RequestError('ErrorInvalidRequest', 'The request is invalid: the operation is not available.');
  }
  if (body.namespace !== namespaces.messages) {
    violate(body, `The element '${body.name}' in namespace '${body.namespace}' is not declared.`);
  }
  validateElement(body, rule, version);
  return {
    operation: body.name,
    body,
    version,
    impersonation: readImpersonation(header),
    timeZone: readTimeZone(header, version),
    withMilliseconds: readPrecision(header, version),
  };
}

function typedHeader(header: XmlNode | undefined, name: string): XmlNode | undefined {
  return header?.children.find((child) => child.name === name && child.namespace === namespaces.types);
}

function readVersion(header: XmlNode | undefined, build: ServerBuild): SchemaVersion {
  const node = typedHeader(header, 'RequestServerVersion');
  // Without the header a request is read by the oldest schema.
  if (node === undefined) return 'Exchange2007';
  const version = findSchemaVersion(node.attributes['Version'] ?? '');
  if (version === undefined || !isAtLeast(build.newest, version)) {
    throw new RequestError('ErrorInvalidServerVersion', 'The specified server version is invalid.');
  }
  return version;
}

function readImpersonation(header: XmlNode | undefined): ImpersonationHeader | undefined {
  const node = typedHeader(header, 'ExchangeImpersonation');
  if (node === undefined) return undefined;
  const sid = childOf(node, 'ConnectingSID');
  if (sid === undefined || sid.namespace !== namespaces.types || node.children.length !== 1) {
    violate(node, `The element 'ExchangeImpersonation' has incomplete content.`);
  }
  const identity = sid.children[0];
  const kind = impersonationKinds.find((name) => name === identity?.name);
  if (
    sid.children.length > 1 ||
    (identity !== undefined && (kind === undefined || identity.namespace !== namespaces.types))
  ) {
    violate(sid, `The element 'ConnectingSID' has an invalid child element.`);
  }
  const value = identity?.text.trim() ?? '';
  if (kind === undefined || value === '') {
    throw new RequestError('ErrorInvalidExchangeImpersonationHeaderData', 'The impersonation header names nobody.');
  }
  return { kind, value };
}

function readTimeZone(header: XmlNode | undefined, version: SchemaVersion): string | undefined {
  const node = typedHeader(header, 'TimeZoneContext');
  if (node === undefined || !isAtLeast(version, 'Exchange2010')) return undefined;
  const definition = childOf(node, 'TimeZoneDefinition');
  if (definition === undefined || definition.namespace !== namespaces.types) {
    violate(node, `The element 'TimeZoneContext' has incomplete content.`);
  }
  const timeZone = resolveTimeZone(definition.attributes['Id'] ?? '');
  if (timeZone === undefined) throw new RequestError('ErrorTimeZone', 'The specified time zone is not valid.');
  return timeZone;
}

function readPrecision(header: XmlNode | undefined, version: SchemaVersion): boolean {
  const node = typedHeader(header, 'DateTimePrecision');
  if (node === undefined || !isAtLeast(version, 'Exchange2010_SP2')) return false;
  const value = node.text.trim();
  if (value !== 'Seconds' && value !== 'Milliseconds') violate(node, `The 'DateTimePrecision' element is invalid.`);
  return value === 'Milliseconds';
}
