import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { childOf, parseXml } from '../../src/ews/xml/parse-xml.ts';
import type { XmlNode } from '../../src/ews/xml/parse-xml.ts';

/** How a test asks. */
export interface Asking {
  /** `address:password`, or nothing for no credentials. Default: Ada's. */
  readonly basic?: string;
  readonly bearer?: string;
  /** Default `Exchange2013_SP1`; an empty text leaves the header out. */
  readonly version?: string;
  /** More SOAP headers. */
  readonly headers?: string;
  readonly httpHeaders?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Root element inside the SOAP body. */
  readonly body: XmlNode;
}

const namespaces =
  'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" ' +
  'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"';

/** Writes an envelope around a body. */
export function envelope(body: string, asking: Asking = {}): string {
  const version = asking.version ?? 'Exchange2013_SP1';
  const versionHeader = version === '' ? '' : `<t:RequestServerVersion Version="${version}"/>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope ${namespaces}>\n<s:Header>${versionHeader}${asking.headers ?? ''}</s:Header>\n<s:Body>${body}</s:Body>\n</s:Envelope>`;
}

/** Posts raw text to the endpoint. */
export async function postRaw(emulator: ExchangeEmulator, text: string, asking: Asking = {}): Promise<Response> {
  const basic = asking.basic ?? 'ada@tidewater.example:ada-secret';
  const authorization =
    asking.bearer === undefined
      ? basic === ''
        ? undefined
        : `Basic ${Buffer.from(basic, 'utf8').toString('base64')}`
      : `Bearer ${asking.bearer}`;
  return await fetch(emulator.ewsUrl, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      ...(authorization === undefined ? {} : { authorization }),
      ...asking.httpHeaders,
    },
    body: text,
  });
}

/** Posts a body in an envelope and reads the SOAP answer, fault or not. */
export async function ask(emulator: ExchangeEmulator, body: string, asking: Asking = {}): Promise<Answer> {
  const response = await postRaw(emulator, envelope(body, asking), asking);
  const text = await response.text();
  const soapBody = childOf(parseXml(text), 'Body');
  const root = soapBody?.children[0];
  if (root === undefined) throw new Error('The answer has no body');
  return { status: response.status, text, headers: response.headers, body: root };
}

/** All elements of that local name below a node, in document order. */
export function all(node: XmlNode, name: string): XmlNode[] {
  return node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

/** The only element of that name below a node. */
export function one(node: XmlNode, name: string): XmlNode {
  const found = all(node, name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} elements ${name}`);
  return found[0];
}

/** Text of a child; nothing when there is no such child. */
export function textOf(node: XmlNode, name: string): string | undefined {
  return childOf(node, name)?.text;
}

/** Texts of all elements of that name. */
export function texts(node: XmlNode, name: string): string[] {
  return all(node, name).map((element) => element.text);
}

/** Names of the children of a node. */
export function childNames(node: XmlNode): string[] {
  return node.children.map((child) => child.name);
}

/** The response code of the only message, or of the fault. */
export function codeOf(answer: Answer): string {
  return one(answer.body, 'ResponseCode').text;
}

/** A FindItem over a calendar. */
export function calendarView(
  from: string,
  to: string,
  fields: readonly string[] = ['item:Subject', 'calendar:Start', 'calendar:End', 'calendar:CalendarItemType'],
  more: { max?: number; folder?: string; base?: string } = {},
): string {
  const max = more.max === undefined ? '' : ` MaxEntriesReturned="${more.max}"`;
  return `<m:FindItem Traversal="Shallow"><m:ItemShape>${shape(fields, more.base)}</m:ItemShape><m:CalendarView${max} StartDate="${from}" EndDate="${to}"/><m:ParentFolderIds>${more.folder ?? '<t:DistinguishedFolderId Id="calendar"/>'}</m:ParentFolderIds></m:FindItem>`;
}

/** A GetItem for ids given as markup. */
export function getItem(ids: string, fields: readonly string[], base = 'IdOnly', more = ''): string {
  return `<m:GetItem><m:ItemShape>${shape(fields, base, more)}</m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`;
}

function shape(fields: readonly string[], base = 'IdOnly', more = ''): string {
  const paths = fields.map((field) => (field.startsWith('<') ? field : `<t:FieldURI FieldURI="${field}"/>`)).join('');
  const additional = paths === '' ? '' : `<t:AdditionalProperties>${paths}</t:AdditionalProperties>`;
  return `<t:BaseShape>${base}</t:BaseShape>${more}${additional}`;
}

/** The id of the first item with that subject in a FindItem answer. */
export function idOf(answer: Answer, subject: string): string {
  const item = all(answer.body, 'CalendarItem').find((each) => textOf(each, 'Subject') === subject);
  const id = item === undefined ? undefined : childOf(item, 'ItemId')?.attributes['Id'];
  if (id === undefined) throw new Error(`No item ${subject}`);
  return id;
}
