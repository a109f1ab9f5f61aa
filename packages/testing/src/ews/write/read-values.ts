import { ItemError } from '../soap/ews-errors.ts';
import { parseDateTime } from '../time/instants.ts';
import { findWindowsZone, resolveTimeZone } from '../time/windows-zones.ts';
import type { NamedZone } from '../time/zone-definition.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';

// What Outlook can show; the store keeps instants from 1601 on.
const firstYear = 1601;
const lastYear = 4500;
const maxText = 255;

/** Reads an xs:boolean that has passed the schema check. */
export function readBoolean(node: XmlNode): boolean {
  return ['true', '1'].includes(node.text.trim());
}

/**
 * Reads an xs:dateTime; one without an offset is read in `timeZone`.
 *
 * @throws ItemError `ErrorCalendarOutOfRange` for a day that does not exist or that calendars do not reach.
 */
export function readInstant(node: XmlNode, timeZone: string): number {
  const text = node.text.trim();
  const year = Number(text.slice(0, 4));
  const at = parseDateTime(text, timeZone);
  if (at === undefined || !(year >= firstYear && year < lastYear)) {
    throw new ItemError('ErrorCalendarOutOfRange', 'The specified time is out of range.', fieldDetail(node));
  }
  return at;
}

/**
 * Reads a text that Exchange keeps in a short string.
 *
 * @throws ItemError `ErrorPropertyValidationFailure` for more than 255 characters.
 */
export function readShortText(node: XmlNode): string {
  if (node.text.length > maxText) {
    throw new ItemError('ErrorPropertyValidationFailure', 'Property validation failed.', fieldDetail(node));
  }
  return node.text;
}

/** Reads a list of texts, each once. */
export function readStrings(node: XmlNode): readonly string[] {
  return [...new Set(node.children.map(readShortText).filter((text) => text !== ''))];
}

/**
 * Reads a time zone by its Windows id. Rules that stand beside the id are not looked at: the id is enough.
 *
 * @throws ItemError `ErrorTimeZone` for any other name, those of IANA among them.
 */
export function readZone(node: XmlNode): NamedZone {
  const id = (node.attributes['Id'] ?? node.attributes['TimeZoneName'] ?? '').trim();
  const zone = findWindowsZone(id);
  const timeZone = zone !== undefined || id === 'tzone://Microsoft/Utc' ? resolveTimeZone(id) : undefined;
  if (timeZone === undefined) throw new ItemError('ErrorTimeZone', 'The specified time zone is not valid.');
  return { id: zone?.id ?? id, timeZone, places: zone?.places ?? 'Coordinated Universal Time' };
}

/** `MessageXml` that names the property an error is about. */
export function fieldDetail(node: XmlNode): string {
  return element('t:FieldURI', { FieldURI: fieldUriOf(node.name) });
}

const itemFields = new Set(
  `ItemClass Subject Sensitivity Body Attachments Categories Importance ReminderDueBy ReminderIsSet
  ReminderMinutesBeforeStart Culture MimeContent ItemId ParentFolderId DateTimeReceived Size InReplyTo IsSubmitted
  IsDraft IsFromMe IsResend IsUnmodified InternetMessageHeaders DateTimeSent DateTimeCreated ResponseObjects
  ReminderNextTime DisplayCc DisplayTo DisplayBcc HasAttachments EffectiveRights LastModifiedName LastModifiedTime
  IsAssociated WebClientReadFormQueryString WebClientEditFormQueryString ConversationId UniqueBody Flag StoreEntryId
  InstanceKey NormalizedBody PolicyTag ArchiveTag Preview TextBody`.split(/\s+/),
);

/** The property path of an element of a calendar item. */
export function fieldUriOf(name: string): string {
  return `${itemFields.has(name) ? 'item' : 'calendar'}:${name}`;
}

/** The text of a child without white space around it. */
export function trimmedChild(node: XmlNode | undefined, name: string): string | undefined {
  return childOf(node, name)?.text.trim();
}
