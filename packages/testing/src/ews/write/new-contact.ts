import type { ContactContent } from '../store/contact-content.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { applyProperties } from './apply-updates.ts';
import type { Writer } from './apply-updates.ts';
import { clearEntry, contactFields, setDictionary, setEntry } from './contact-fields.ts';
import type { ContactDraft } from './contact-fields.ts';
import { fieldUriOf } from './read-values.ts';
import type { WriteContext } from './write-context.ts';

/** How contacts are written. */
export const contactWriter: Writer<ContactDraft> = {
  fields: contactFields,
  wrappers: ['Contact', 'Item'],
  uriOf: (name) => fieldUriOf(name).replace(/^calendar:/, 'contacts:'),
  setEntry,
  clearEntry,
  setDictionary,
};

/** Makes the content of a new contact; names that are left out are put together from the others. */
export function newContact(node: XmlNode, context: WriteContext): ContactContent {
  const { now, actor } = context;
  const draft: ContactDraft = {
    timeZone: context.timeZone ?? 'UTC',
    content: {
      subject: '',
      body: undefined,
      sensitivity: 'Normal',
      importance: 'Normal',
      categories: [],
      attachments: [],
      extended: new Map(),
      texts: new Map(),
      lists: new Map(),
      dates: new Map(),
      entries: new Map(),
      createdAt: now,
      modifiedAt: now,
      modifiedBy: actor.name,
    },
  };
  applyProperties(draft, node, contactWriter);
  return withNames(draft.content);
}

function withNames(content: ContactContent): ContactContent {
  const { texts } = content;
  const given = texts.get('GivenName') ?? '';
  const surname = texts.get('Surname') ?? '';
  const displayName = texts.get('DisplayName') ?? [given, surname].filter((name) => name !== '').join(' ');
  const fileAs = texts.get('FileAs') ?? ([surname, given].filter((name) => name !== '').join(', ') || displayName);
  const filled = new Map(texts);
  if (displayName !== '') filled.set('DisplayName', displayName);
  if (fileAs !== '') filled.set('FileAs', fileAs);
  return { ...content, texts: filled, subject: content.subject === '' ? displayName : content.subject };
}
