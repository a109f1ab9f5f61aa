import { ItemError } from '../soap/ews-errors.ts';
import type { ContactContent } from '../store/contact-content.ts';
import { addressParts, contactTexts, entryKey } from '../store/contact-dictionaries.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import { itemFields } from './item-fields.ts';
import type { Field } from './item-fields.ts';
import { readInstant, readStrings } from './read-values.ts';
import type { Mutable } from './write-context.ts';

/** A contact that is being written. */
export interface ContactDraft {
  readonly content: Mutable<ContactContent>;
  /** IANA zone in which times without an offset are read. */
  readonly timeZone: string;
}

/** The properties of a contact that clients can write, by property path. */
export const contactFields: Readonly<Record<string, Field<ContactDraft>>> = {
  ...itemFields,
  'item:ItemClass': { set: () => undefined },
  ...Object.fromEntries([...contactTexts].map((name) => [`contacts:${name}`, textField(name)])),
  ...Object.fromEntries(['Children', 'Companies'].map((name) => [`contacts:${name}`, listField(name)])),
  ...Object.fromEntries(['Birthday', 'WeddingAnniversary'].map((name) => [`contacts:${name}`, dateField(name)])),
};

function textField(name: string): Field<ContactDraft> {
  return {
    set: ({ content }, node) => {
      content.texts = withEntry(content.texts, name, node.text === '' ? undefined : node.text);
    },
    clear: ({ content }) => {
      content.texts = withEntry(content.texts, name, undefined);
    },
  };
}

function listField(name: string): Field<ContactDraft> {
  return {
    set: ({ content }, node) => {
      content.lists = withEntry(content.lists, name, readStrings(node));
    },
    clear: ({ content }) => {
      content.lists = withEntry(content.lists, name, undefined);
    },
  };
}

function dateField(name: string): Field<ContactDraft> {
  return {
    set: ({ content, timeZone }, node) => {
      content.dates = withEntry(content.dates, name, readInstant(node, timeZone));
    },
    clear: ({ content }) => {
      content.dates = withEntry(content.dates, name, undefined);
    },
  };
}

/** Sets all entries of a dictionary element, as a new contact has them. */
export function setDictionary({ content }: ContactDraft, node: XmlNode): void {
  const entries = new Map(content.entries);
  for (const [key, value] of readEntries(node)) entries.set(key, value);
  content.entries = entries;
}

/**
 * Sets the one entry that an `IndexedFieldURI` names, out of a dictionary element.
 *
 * @throws ItemError `ErrorUpdatePropertyMismatch` when the element has another entry, or more than one.
 */
export function setEntry({ content }: ContactDraft, path: XmlNode, node: XmlNode): void {
  const wanted = requireEntryKey(path);
  const entries = readEntries(node);
  const [first] = entries;
  if (node.children.length !== 1 || entries.length > 1 || (first !== undefined && first[0] !== wanted)) {
    throw new ItemError(
      'ErrorUpdatePropertyMismatch',
      'The property path does not match the property.',
      element('t:IndexedFieldURI', path.attributes),
    );
  }
  content.entries = withEntry(content.entries, wanted, first?.[1]);
}

/** Takes the entry away that an `IndexedFieldURI` names. */
export function clearEntry({ content }: ContactDraft, path: XmlNode): void {
  content.entries = withEntry(content.entries, requireEntryKey(path), undefined);
}

function requireEntryKey(path: XmlNode): string {
  const key = entryKey(path.attributes);
  if (key === '') {
    throw new ItemError(
      'ErrorInvalidPropertySet',
      'Set action is invalid for property.',
      element('t:IndexedFieldURI', path.attributes),
    );
  }
  return key;
}

function readEntries(node: XmlNode): readonly (readonly [string, string])[] {
  return node.children.flatMap((entry) => {
    const base = `${node.name}/${entry.attributes['Key'] ?? ''}`;
    if (node.name !== 'PhysicalAddresses') return entry.text === '' ? [] : [[base, entry.text] as const];
    return addressParts.flatMap((part) => {
      const text = childOf(entry, part)?.text ?? '';
      return text === '' ? [] : [[`${base}/${part}`, text] as const];
    });
  });
}

function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}
