import type { ContactContent } from '@kalends/core';
import { contentXml } from '../soap/escape-xml.ts';
import type { WireContact } from '../wire/contact-shape.ts';
import { addressChanges, phoneChanges } from './contact-entries.ts';
import type { Dictionary, EntryChange } from './contact-entries.ts';
import { ownPropertyPath } from './own-properties.ts';
import { presentText } from './wire-values.ts';

/** What is wanted of a contact: absent leaves a field as it is, `null` clears it. */
export type ContactPatch = { readonly [K in keyof ContactContent]?: ContactContent[K] | null };

type TextField = Exclude<keyof ContactContent, 'addresses' | 'phoneNumbers'>;
type TextElement = 'FileAs' | 'DisplayName' | 'GivenName' | 'CompanyName' | 'JobTitle' | 'Surname';

/** The changes that a contact needs, each of a text or an entry. */
export interface ContactChanges {
  /** No value takes a text away. */
  readonly texts: ReadonlyMap<TextElement, string | undefined>;
  readonly entries: readonly EntryChange[];
}

const textElements: Readonly<Record<TextField, TextElement>> = {
  displayName: 'DisplayName',
  givenName: 'GivenName',
  familyName: 'Surname',
  company: 'CompanyName',
  jobTitle: 'JobTitle',
};

const fieldsByElement: Readonly<Record<TextElement, string>> = {
  FileAs: 'displayName',
  DisplayName: 'displayName',
  GivenName: 'givenName',
  CompanyName: 'company',
  JobTitle: 'jobTitle',
  Surname: 'familyName',
};

const entryPaths: Readonly<Record<Dictionary, { readonly uri: string; readonly field: string }>> = {
  EmailAddresses: { uri: 'contacts:EmailAddress', field: 'addresses' },
  PhoneNumbers: { uri: 'contacts:PhoneNumber', field: 'phoneNumbers' },
};

/**
 * What makes a contact what is wanted, and nothing else. How it is filed follows its names as long as nobody chose another way.
 *
 * @param contact - As it is; `{}` for a new one.
 * @throws CalendarError `unsupported` for more addresses or numbers than there is room for.
 */
export function contactChanges(contact: WireContact, patch: ContactPatch): ContactChanges {
  const texts = new Map<TextElement, string | undefined>();
  const after: Partial<Record<TextElement, string>> = { ...namesOf(contact) };
  for (const [field, name] of Object.entries(textElements) as [TextField, TextElement][]) {
    // keys of that table
    const wanted = patch[field];
    if (wanted === undefined) continue;
    const value = wanted === null || wanted === '' ? undefined : wanted;
    if (value === undefined) delete after[name];
    else after[name] = value;
    if (value !== (contact[name] === '' ? undefined : contact[name])) texts.set(name, value);
  }
  const entries = [
    ...(patch.addresses === undefined ? [] : addressChanges(contact, patch.addresses ?? [])),
    ...(patch.phoneNumbers === undefined ? [] : phoneChanges(contact, patch.phoneNumbers ?? [])),
  ];
  const fileAs = fileAsOf(after);
  const isOwnFiling = presentText(contact.FileAs) === fileAsOf(namesOf(contact));
  if (isOwnFiling && fileAs !== presentText(contact.FileAs)) texts.set('FileAs', fileAs);
  return { texts, entries };
}

/** XML of a new contact, in the order of the schema, with the mark by which its creation is known again. */
export function newContactXml({ texts, entries }: ContactChanges, mark: string): string {
  const text = (name: TextElement): string =>
    texts.get(name) === undefined ? '' : textXml(name, texts.get(name) ?? '');
  const dictionary = (name: Dictionary): string => {
    const own = entries.filter((entry) => entry.dictionary === name && entry.value !== undefined);
    return own.length === 0 ? '' : `<t:${name}>${own.map(entryXml).join('')}</t:${name}>`;
  };
  // How it is filed is made of the names: what is wrong with one of those is said of it first.
  const names = `${text('DisplayName')}${text('GivenName')}${text('CompanyName')}`;
  const rest = `${dictionary('EmailAddresses')}${dictionary('PhoneNumbers')}${text('JobTitle')}${text('Surname')}`;
  return (
    `<t:Contact><t:ExtendedProperty>${ownPropertyPath('idempotencyKey')}<t:Value>${mark}</t:Value></t:ExtendedProperty>` +
    `${text('FileAs')}${names}${rest}</t:Contact>`
  );
}

/** XML of the updates of a contact. */
export function contactUpdatesXml({ texts, entries }: ContactChanges): string {
  const textUpdates = [...texts].map(([name, value]) =>
    updateXml(`<t:FieldURI FieldURI="contacts:${name}"/>`, value === undefined ? undefined : textXml(name, value)),
  );
  const entryUpdates = entries.map((entry) => {
    const { dictionary, key, value } = entry;
    return updateXml(
      `<t:IndexedFieldURI FieldURI="${entryPaths[dictionary].uri}" FieldIndex="${key}"/>`,
      value === undefined ? undefined : `<t:${dictionary}>${entryXml(entry)}</t:${dictionary}>`,
    );
  });
  return [...textUpdates, ...entryUpdates].join('');
}

function updateXml(path: string, value: string | undefined): string {
  return value === undefined
    ? `<t:DeleteItemField>${path}</t:DeleteItemField>`
    : `<t:SetItemField>${path}<t:Contact>${value}</t:Contact></t:SetItemField>`;
}

function textXml(name: TextElement, value: string): string {
  return `<t:${name}>${contentXml(value, fieldsByElement[name])}</t:${name}>`;
}

function entryXml({ dictionary, key, value = '' }: EntryChange): string {
  return `<t:Entry Key="${key}">${contentXml(value, entryPaths[dictionary].field)}</t:Entry>`;
}

function namesOf(contact: WireContact): Partial<Record<TextElement, string>> {
  const names = (['DisplayName', 'GivenName', 'Surname', 'CompanyName'] as const).flatMap((name) => {
    const value = presentText(contact[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(names);
}

/** What Outlook sorts and shows contacts by, in the way it files them itself; without it a contact has no line in a list. */
function fileAsOf({
  DisplayName,
  GivenName,
  Surname,
  CompanyName,
}: Partial<Record<TextElement, string>>): string | undefined {
  if (GivenName !== undefined && Surname !== undefined) return `${Surname}, ${GivenName}`;
  return DisplayName ?? Surname ?? GivenName ?? CompanyName;
}
