import type { RequestContext } from '../soap/request-context.ts';
import { addressParts, contactDictionaries } from '../store/contact-dictionaries.ts';
import type { ContactView } from '../store/item-views.ts';
import { formatInstant } from '../time/instants.ts';
import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import { attachmentList } from './attachment-element.ts';
import { bodyElement } from './body-text.ts';
import { extendedProperties, storedExtendedValue } from './extended-properties.ts';
import type { ItemShape } from './item-shape.ts';

/** Everything a property of a contact is written from. */
export interface ContactSource {
  readonly view: ContactView;
  readonly context: RequestContext;
  readonly shape: ItemShape;
  readonly inFind: boolean;
}

/** A property of a contact in the order of the schema. */
export interface ContactProperty {
  /** FieldURI, or nothing for what has no path of its own. */
  readonly uri: string;
  readonly shape: 'Default' | 'AllProperties' | 'named';
  readonly find?: 'refused' | 'absent';
  readonly write: (source: ContactSource) => string;
}

const text = (name: string, shape: ContactProperty['shape'] = 'AllProperties'): ContactProperty => ({
  uri: `contacts:${name}`,
  shape,
  write: ({ view }) => textElement(`t:${name}`, view.content.texts.get(name)),
});

const list = (name: string): ContactProperty => ({
  uri: `contacts:${name}`,
  shape: 'AllProperties',
  write: ({ view }) => {
    const values = view.content.lists.get(name) ?? [];
    return values.length === 0
      ? ''
      : element(`t:${name}`, {}, ...values.map((value) => element('t:String', {}, escapeXml(value))));
  },
});

const date = (name: string): ContactProperty => ({
  uri: `contacts:${name}`,
  shape: 'AllProperties',
  write: ({ view, context }) => {
    const at = view.content.dates.get(name);
    return at === undefined ? '' : textElement(`t:${name}`, formatInstant(at, context));
  },
});

const dictionary = (name: string, shape: ContactProperty['shape'] = 'AllProperties'): ContactProperty => ({
  uri: `contacts:${name}`,
  shape,
  write: ({ view }) => {
    const entries = (contactDictionaries[name]?.keys ?? []).map((key) =>
      name === 'PhysicalAddresses' ? addressEntry(view, key) : plainEntry(view, name, key),
    );
    return entries.join('') === '' ? '' : element(`t:${name}`, {}, ...entries);
  },
});

function plainEntry(view: ContactView, name: string, key: string): string {
  const value = view.content.entries.get(`${name}/${key}`);
  return value === undefined ? '' : element('t:Entry', { Key: key }, escapeXml(value));
}

function addressEntry(view: ContactView, key: string): string {
  const parts = addressParts.map((part) =>
    textElement(`t:${part}`, view.content.entries.get(`PhysicalAddresses/${key}/${part}`)),
  );
  return parts.join('') === '' ? '' : element('t:Entry', { Key: key }, ...parts);
}

/** The properties of a contact, in the order of types.xsd: those of ItemType, then those of ContactItemType. */
export const contactProperties: readonly ContactProperty[] = [
  {
    uri: 'item:ParentFolderId',
    shape: 'AllProperties',
    write: ({ view: { item } }) =>
      element('t:ParentFolderId', { Id: item.folder.id, ChangeKey: item.folder.changeKey }),
  },
  { uri: 'item:ItemClass', shape: 'AllProperties', write: () => textElement('t:ItemClass', 'IPM.Contact') },
  { uri: 'item:Subject', shape: 'Default', write: ({ view }) => textElement('t:Subject', view.content.subject) },
  {
    uri: 'item:Sensitivity',
    shape: 'AllProperties',
    write: ({ view }) => textElement('t:Sensitivity', view.content.sensitivity),
  },
  {
    uri: 'item:Body',
    shape: 'AllProperties',
    find: 'refused',
    write: ({ view: { content }, shape }) =>
      content.body === undefined ? '' : bodyElement('t:Body', content.body, shape.bodyType, shape.maximumBodySize),
  },
  {
    uri: 'item:Attachments',
    shape: 'AllProperties',
    find: 'refused',
    write: ({ view, context }) => attachmentList(view.id, view.content.attachments, context),
  },
  {
    uri: 'item:Categories',
    shape: 'AllProperties',
    write: ({ view }) =>
      view.content.categories.length === 0
        ? ''
        : element(
            't:Categories',
            {},
            ...view.content.categories.map((each) => element('t:String', {}, escapeXml(each))),
          ),
  },
  {
    uri: 'item:Importance',
    shape: 'AllProperties',
    write: ({ view }) => textElement('t:Importance', view.content.importance),
  },
  {
    uri: 'item:DateTimeCreated',
    shape: 'AllProperties',
    write: ({ view, context }) => textElement('t:DateTimeCreated', formatInstant(view.content.createdAt, context)),
  },
  {
    uri: 'item:HasAttachments',
    shape: 'Default',
    write: ({ view }) => textElement('t:HasAttachments', view.content.attachments.length > 0),
  },
  {
    uri: '',
    shape: 'named',
    write: ({ view, shape }) =>
      extendedProperties(shape.extended, (field) => storedExtendedValue(view.content.extended, field)),
  },
  { uri: 'item:Culture', shape: 'AllProperties', write: () => textElement('t:Culture', 'en-US') },
  {
    uri: 'item:LastModifiedName',
    shape: 'AllProperties',
    write: ({ view }) => textElement('t:LastModifiedName', view.content.modifiedBy),
  },
  {
    uri: 'item:LastModifiedTime',
    shape: 'AllProperties',
    write: ({ view, context }) => textElement('t:LastModifiedTime', formatInstant(view.content.modifiedAt, context)),
  },
  text('FileAs', 'Default'),
  text('FileAsMapping'),
  text('DisplayName'),
  text('GivenName'),
  text('Initials'),
  text('MiddleName'),
  text('Nickname'),
  { uri: 'contacts:CompleteName', shape: 'Default', write: completeName },
  text('CompanyName', 'Default'),
  dictionary('EmailAddresses', 'Default'),
  dictionary('PhysicalAddresses', 'Default'),
  dictionary('PhoneNumbers', 'Default'),
  text('AssistantName'),
  date('Birthday'),
  text('BusinessHomePage'),
  list('Children'),
  list('Companies'),
  text('Department'),
  text('Generation'),
  dictionary('ImAddresses', 'Default'),
  text('JobTitle', 'Default'),
  text('Manager'),
  text('Mileage'),
  text('OfficeLocation'),
  text('PostalAddressIndex'),
  text('Profession'),
  text('SpouseName'),
  text('Surname'),
  date('WeddingAnniversary'),
  {
    uri: 'contacts:HasPicture',
    shape: 'AllProperties',
    write: ({ view }) =>
      textElement(
        't:HasPicture',
        view.content.attachments.some(({ name }) => name === 'ContactPicture.jpg'),
      ),
  },
];

/** Writes the name in its parts; only the server puts it together. */
function completeName({ view }: ContactSource): string {
  const part = (name: string): string | undefined => view.content.texts.get(name);
  const parts =
    textElement('t:FirstName', part('GivenName')) +
    textElement('t:MiddleName', part('MiddleName')) +
    textElement('t:LastName', part('Surname')) +
    textElement('t:Suffix', part('Generation')) +
    textElement('t:Initials', part('Initials')) +
    textElement('t:FullName', part('DisplayName')) +
    textElement('t:Nickname', part('Nickname'));
  return parts === '' ? '' : element('t:CompleteName', {}, parts);
}
