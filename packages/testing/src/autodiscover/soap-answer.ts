import { childOf, parseXml, XmlRefusedError } from '../ews/xml/parse-xml.ts';
import type { XmlNode } from '../ews/xml/parse-xml.ts';
import { namespaces } from '../ews/xml/namespaces.ts';
import { element, escapeXml, textElement } from '../ews/xml/xml-writer.ts';
import type { HandlerResponse } from '../server/loopback-server.ts';
import type { DocumentBehaviour } from './pox-answer.ts';

const autodiscover = 'http://schemas.microsoft.com/exchange/2010/Autodiscover';
const addressing = 'http://www.w3.org/2005/08/addressing';
const instance = 'http://www.w3.org/2001/XMLSchema-instance';
const action = `${autodiscover}/Autodiscover/GetUserSettings`;
const headers = { 'Content-Type': 'text/xml; charset=utf-8' } as const;

/** What a request asks for. */
export interface UserSettingsRequest {
  readonly mailboxes: readonly string[];
  readonly settings: readonly string[];
}

/** Reads a GetUserSettings request; nothing when it is none, or its headers are not those of one. */
export function readSoapRequest(body: string): UserSettingsRequest | undefined {
  try {
    const root = parseXml(body);
    if (root.name !== 'Envelope' || root.namespace !== namespaces.soap) return undefined;
    const header = childOf(root, 'Header');
    const named = header?.children.find((node) => node.name === 'Action' && node.namespace === addressing);
    const version = header?.children.find(
      (node) => node.name === 'RequestedServerVersion' && node.namespace === autodiscover,
    );
    const message = childOf(childOf(root, 'Body'), 'GetUserSettingsRequestMessage');
    const request = childOf(message, 'Request');
    if (named?.text.trim() !== action || version === undefined || message?.namespace !== autodiscover) return undefined;
    const mailboxes = childrenOf(childOf(request, 'Users')).map((user) => childOf(user, 'Mailbox')?.text.trim() ?? '');
    const settings = childrenOf(childOf(request, 'RequestedSettings')).map((setting) => setting.text.trim());
    return mailboxes.length === 0 || settings.length === 0 ? undefined : { mailboxes, settings };
  } catch (error) {
    if (error instanceof XmlRefusedError) return undefined;
    throw error;
  }
}

/** Writes the answer: codes of the response, of each user and of each setting. */
export function soapAnswer(behaviour: DocumentBehaviour, request: UserSettingsRequest | undefined): HandlerResponse {
  if (request === undefined) return envelope(response('InvalidRequest', 'The request is invalid.', ''));
  if (behaviour.kind === 'error' && behaviour.level === 'response') {
    return envelope(response(behaviour.code, behaviour.message ?? 'The request failed.', ''));
  }
  const users = request.mailboxes.map(() => userResponse(behaviour, request.settings));
  return envelope(response('NoError', '', element('UserResponses', {}, ...users)));
}

function userResponse(behaviour: DocumentBehaviour, names: readonly string[]): string {
  if (behaviour.kind === 'redirectAddress') {
    return user('RedirectAddress', 'Redirection address.', { target: behaviour.address });
  }
  if (behaviour.kind === 'redirectUrl') return user('RedirectUrl', 'Redirection URL.', { target: behaviour.url });
  if (behaviour.kind === 'error') {
    const { code, message = 'The request failed.', level } = behaviour;
    if (level !== 'setting') return user(code, message, {});
    return user('NoError', 'No error.', { errors: names.map((name) => settingError(code, message, name)) });
  }
  const values: Readonly<Record<string, string | undefined>> = {
    ExternalEwsUrl: behaviour.ewsUrl,
    InternalEwsUrl: behaviour.internalEwsUrl,
    GroupingInformation: behaviour.groupingInformation,
    EwsSupportedSchemas:
      'Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2010_SP2, Exchange2013, Exchange2013_SP1, Exchange2015',
  };
  const isKnown = (name: string): boolean => values[name] !== undefined;
  return user('NoError', 'No error.', {
    errors: names
      .filter((name) => !isKnown(name))
      .map((name) => settingError('SettingIsNotAvailable', 'The setting is not available.', name)),
    settings: names.filter(isKnown).map((name) => setting(name, values[name])),
  });
}

interface UserContent {
  /** Where to ask next. */
  readonly target?: string;
  readonly errors?: readonly string[];
  readonly settings?: readonly string[];
}

function user(code: string, message: string, { target, errors = [], settings = [] }: UserContent): string {
  return element(
    'UserResponse',
    {},
    textElement('ErrorCode', code),
    textElement('ErrorMessage', message),
    target === undefined ? element('RedirectTarget', { 'i:nil': true }) : textElement('RedirectTarget', target),
    element('UserSettingErrors', {}, ...errors),
    element('UserSettings', {}, ...settings),
  );
}

function setting(name: string, value: string | undefined): string {
  return element('UserSetting', { 'i:type': 'StringSetting' }, textElement('Name', name), textElement('Value', value));
}

function settingError(code: string, message: string, name: string): string {
  return element(
    'UserSettingError',
    {},
    textElement('ErrorCode', code),
    textElement('ErrorMessage', message),
    textElement('SettingName', name),
  );
}

function response(code: string, message: string, users: string): string {
  return element(
    'GetUserSettingsResponseMessage',
    { xmlns: autodiscover },
    element(
      'Response',
      { 'xmlns:i': instance },
      textElement('ErrorCode', code),
      element('ErrorMessage', {}, escapeXml(message)),
      users,
    ),
  );
}

function envelope(content: string): HandlerResponse {
  // Elements here, where EWS has attributes.
  const version = element(
    'h:ServerVersionInfo',
    { 'xmlns:h': autodiscover },
    textElement('h:MajorVersion', 15),
    textElement('h:MinorVersion', 2),
    textElement('h:MajorBuildNumber', 2562),
    textElement('h:MinorBuildNumber', 46),
    textElement('h:Version', 'Exchange2016'),
  );
  return {
    status: 200,
    headers,
    body: `<?xml version="1.0" encoding="utf-8"?>${element(
      's:Envelope',
      { 'xmlns:s': namespaces.soap, 'xmlns:a': addressing },
      element('s:Header', {}, element('a:Action', { 's:mustUnderstand': 1 }, `${action}Response`), version),
      element('s:Body', {}, content),
    )}`,
  };
}

function childrenOf(node: XmlNode | undefined): readonly XmlNode[] {
  return node?.children ?? [];
}
