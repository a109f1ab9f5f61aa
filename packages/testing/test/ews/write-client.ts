import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { childOf } from '../../src/ews/xml/parse-xml.ts';
import type { XmlNode } from '../../src/ews/xml/parse-xml.ts';
import { all, ask, codeOf, getItem, one } from './soap-client.ts';
import type { Answer, Asking } from './soap-client.ts';

/** Credentials of somebody at Tidewater. */
export const as: Readonly<Record<'ada' | 'bo' | 'adrian', Asking>> = {
  ada: {},
  bo: { basic: 'bo@tidewater.example:pässword:ü' },
  adrian: { basic: 'adrian@tidewater.example:adrian-secret' },
};

/** The id and change key of an item. */
export interface ItemRef {
  readonly id: string;
  readonly key: string;
}

/** An ItemId element. */
export const ref = ({ id, key }: ItemRef): string => `<t:ItemId Id="${id}" ChangeKey="${key}"/>`;

/** Start, end and zones of an item that begins on 1 July 2026 at nine in Berlin, in the order of the schema. */
export const nine = '<t:Start>2026-07-01T09:00:00</t:Start><t:End>2026-07-01T10:00:00</t:End>';
export const berlin = '<t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="W. Europe Standard Time"/>';

/** A list of attendees. */
export function people(list: string, ...addresses: readonly string[]): string {
  const attendees = addresses.map(
    (address) => `<t:Attendee><t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox></t:Attendee>`,
  );
  return `<t:${list}>${attendees.join('')}</t:${list}>`;
}

/** A weekly recurrence from 1 July 2026 on, a Wednesday. */
export const weekly =
  '<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Wednesday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-07-01</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>';

/** A CreateItem of a calendar item. */
export function createCalendarItem(content: string, send: string = 'SendToNone', folder: string = ''): string {
  const target = folder === '' ? '' : `<m:SavedItemFolderId>${folder}</m:SavedItemFolderId>`;
  const attribute = send === '' ? '' : ` SendMeetingInvitations="${send}"`;
  return `<m:CreateItem${attribute}>${target}<m:Items><t:CalendarItem>${content}</t:CalendarItem></m:Items></m:CreateItem>`;
}

/** A CreateItem of a response object. */
export function respond(
  name: string,
  reference: ItemRef,
  more: string = '',
  disposition: string = 'SendAndSaveCopy',
): string {
  const id = `<t:ReferenceItemId Id="${reference.id}" ChangeKey="${reference.key}"/>`;
  const [before = '', after = ''] = more.includes('|') ? more.split('|') : ['', more];
  return `<m:CreateItem MessageDisposition="${disposition}"><m:Items><t:${name}>${before}${id}${after}</t:${name}></m:Items></m:CreateItem>`;
}

/** A SetItemField of a calendar item. */
export function set(uri: string, content: string, wrapper: string = 'CalendarItem'): string {
  return `<t:SetItemField><t:FieldURI FieldURI="${uri}"/><t:${wrapper}>${content}</t:${wrapper}></t:SetItemField>`;
}

/** An AppendToItemField of a calendar item. */
export function append(uri: string, content: string): string {
  return `<t:AppendToItemField><t:FieldURI FieldURI="${uri}"/><t:CalendarItem>${content}</t:CalendarItem></t:AppendToItemField>`;
}

/** A DeleteItemField. */
export function clear(uri: string): string {
  return `<t:DeleteItemField><t:FieldURI FieldURI="${uri}"/></t:DeleteItemField>`;
}

/** An UpdateItem of one item. */
export function updateItem(
  id: string,
  changes: string,
  more: { readonly send?: string; readonly mode?: string } = {},
): string {
  const send = more.send === '' ? '' : ` SendMeetingInvitationsOrCancellations="${more.send ?? 'SendToNone'}"`;
  return `<m:UpdateItem ConflictResolution="${more.mode ?? 'NeverOverwrite'}"${send}><m:ItemChanges><t:ItemChange>${id}<t:Updates>${changes}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;
}

/** A DeleteItem. */
export function deleteItem(ids: string, send: string = 'SendToNone', type: string = 'HardDelete'): string {
  const attribute = send === '' ? '' : ` SendMeetingCancellations="${send}"`;
  return `<m:DeleteItem DeleteType="${type}"${attribute}><m:ItemIds>${ids}</m:ItemIds></m:DeleteItem>`;
}

/** The id in an answer that names one item. */
export function written(answer: Answer): ItemRef {
  const code = codeOf(answer);
  if (code !== 'NoError') throw new Error(`The server answered ${code}`);
  return refOf(one(answer.body, 'Items').children[0]);
}

/** The id of an element of an item. */
export function refOf(item: XmlNode | undefined): ItemRef {
  const id = childOf(item, 'ItemId');
  return { id: id?.attributes['Id'] ?? '', key: id?.attributes['ChangeKey'] ?? '' };
}

/** Creates a calendar item. */
export async function create(
  emulator: ExchangeEmulator,
  content: string,
  send?: string,
  asking: Asking = as.ada,
): Promise<ItemRef> {
  return written(await ask(emulator, createCalendarItem(content, send), asking));
}

/** Reads one item. */
export async function read(
  emulator: ExchangeEmulator,
  { id }: Pick<ItemRef, 'id'>,
  fields: readonly string[] = [],
  asking: Asking = as.ada,
): Promise<XmlNode> {
  const answer = await ask(
    emulator,
    getItem(`<t:ItemId Id="${id}"/>`, fields, fields.length === 0 ? 'AllProperties' : 'IdOnly'),
    asking,
  );
  const item = one(answer.body, 'Items').children[0];
  if (item === undefined) throw new Error(`The server answered ${codeOf(answer)}`);
  return item;
}

/** Something in a calendar. */
export interface AgendaEntry extends ItemRef {
  readonly subject: string;
  readonly start: string;
  readonly node: XmlNode;
}

/** One of the things in somebody's calendar in July and August 2026. */
export async function entry(emulator: ExchangeEmulator, at: number, asking: Asking = as.ada): Promise<AgendaEntry> {
  const found = (await agenda(emulator, asking))[at];
  if (found === undefined) throw new Error(`There are not ${at + 1} items`);
  return found;
}

/** What lies in somebody's calendar in July and August 2026. */
export async function agenda(emulator: ExchangeEmulator, asking: Asking = as.ada): Promise<readonly AgendaEntry[]> {
  const fields = [
    'item:Subject',
    'calendar:Start',
    'calendar:MyResponseType',
    'calendar:IsCancelled',
    'calendar:CalendarItemType',
  ];
  const paths = fields.map((field) => `<t:FieldURI FieldURI="${field}"/>`).join('');
  const answer = await ask(
    emulator,
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${paths}</t:AdditionalProperties></m:ItemShape><m:CalendarView StartDate="2026-07-01T00:00:00Z" EndDate="2026-09-01T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>`,
    asking,
  );
  return all(answer.body, 'CalendarItem').map((node) => ({
    ...refOf(node),
    subject: childOf(node, 'Subject')?.text ?? '',
    start: childOf(node, 'Start')?.text ?? '',
    node,
  }));
}

/** The mails so far as `kind to`. */
export function mailsOf(emulator: ExchangeEmulator): string[] {
  return emulator.sentMails.map(({ kind, to, response }) =>
    [kind, to.split('@')[0], response].filter(Boolean).join(' '),
  );
}
