import { childOf, parseXml, XmlRefusedError } from '../ews/xml/parse-xml.ts';
import { element, escapeXml, textElement } from '../ews/xml/xml-writer.ts';
import type { HandlerResponse } from '../server/loopback-server.ts';
import type { AutodiscoverBehaviour } from './autodiscover-behaviour.ts';

/** Namespaces of plain-old-XML Autodiscover (Autodiscover reference, "POX Autodiscover web service reference"). */
const requestNamespace = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006';
const responseNamespace = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';
const outlookNamespace = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const headers = { 'Content-Type': 'text/xml; charset=utf-8' } as const;

/** What POX says for a behaviour that has a form of its own there. */
export type DocumentBehaviour = Extract<
  AutodiscoverBehaviour,
  { readonly kind: 'settings' | 'redirectAddress' | 'redirectUrl' | 'error' }
>;

/** Reads the mail address that a request asks for; nothing when it is no POX request. */
export function readPoxRequest(body: string): string | undefined {
  try {
    const root = parseXml(body);
    const request =
      root.name === 'Autodiscover' && root.namespace === requestNamespace ? childOf(root, 'Request') : undefined;
    const address = childOf(request, 'EMailAddress')?.text.trim();
    const schema = childOf(request, 'AcceptableResponseSchema')?.text.trim();
    return schema === outlookNamespace && address !== '' ? address : undefined;
  } catch (error) {
    if (error instanceof XmlRefusedError) return undefined;
    throw error;
  }
}

/** Writes the answer about `address`; without one the request was none. */
export function poxAnswer(behaviour: DocumentBehaviour, address: string | undefined): HandlerResponse {
  if (address === undefined) return document(errorResponse('600', 'Invalid Request'));
  if (behaviour.kind === 'error')
    return document(errorResponse(behaviour.code, behaviour.message ?? 'The request failed.'));
  return document(
    element(
      'Response',
      { xmlns: outlookNamespace },
      element('User', {}, textElement('DisplayName', address), textElement('AutoDiscoverSMTPAddress', address)),
      element('Account', {}, textElement('AccountType', 'email'), accountContent(behaviour)),
    ),
  );
}

function accountContent(behaviour: Exclude<DocumentBehaviour, { readonly kind: 'error' }>): string {
  if (behaviour.kind === 'redirectAddress') {
    return textElement('Action', 'redirectAddr') + textElement('RedirectAddr', behaviour.address);
  }
  if (behaviour.kind === 'redirectUrl') {
    return textElement('Action', 'redirectUrl') + textElement('RedirectUrl', behaviour.url);
  }
  const { ewsUrl, internalEwsUrl, groupingInformation } = behaviour;
  const protocol = (type: string, url: string | undefined): string =>
    element(
      'Protocol',
      {},
      textElement('Type', type),
      textElement('Server', 'mailbox-1@example'),
      textElement('ASUrl', url),
      textElement('EwsUrl', url),
      textElement('GroupingInformation', groupingInformation),
    );
  return (
    textElement('Action', 'settings') +
    textElement('MicrosoftOnline', 'False') +
    protocol('EXCH', internalEwsUrl) +
    protocol('EXPR', ewsUrl) +
    protocol('WEB', undefined)
  );
}

function errorResponse(code: string, message: string): string {
  return element(
    'Response',
    {},
    `<Error Time="08:00:00.0000000" Id="1054084152">${textElement('ErrorCode', code)}${textElement('Message', message)}<DebugData/></Error>`,
  );
}

function document(content: string): HandlerResponse {
  return {
    status: 200,
    headers,
    body: `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="${escapeXml(responseNamespace)}">${content}</Autodiscover>`,
  };
}
