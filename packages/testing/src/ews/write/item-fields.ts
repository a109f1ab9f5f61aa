import { wholeHtml } from '../render/body-text.ts';
import type { StoredBody } from '../render/body-text.ts';
import { ItemError } from '../soap/ews-errors.ts';
import type { ExtendedValues } from '../store/extended-values.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { fieldDetail, readShortText, readStrings } from './read-values.ts';
import { readExtendedProperty, requireExtendedKey } from './read-extended-property.ts';

/** How one property is written. What is left out cannot be done with it. */
export interface Field<Draft> {
  readonly set: (draft: Draft, node: XmlNode) => void;
  readonly clear?: (draft: Draft) => void;
  readonly append?: (draft: Draft, node: XmlNode) => void;
}

/** What every kind of item has. */
export interface ItemDraft {
  readonly content: {
    subject: string;
    body: StoredBody | undefined;
    sensitivity: 'Normal' | 'Personal' | 'Private' | 'Confidential';
    importance: 'Low' | 'Normal' | 'High';
    categories: readonly string[];
    extended: ExtendedValues;
  };
}

const sensitivities = ['Normal', 'Personal', 'Private', 'Confidential'] as const;
const importances = ['Low', 'Normal', 'High'] as const;

/** The properties that every kind of item has. */
export const itemFields: Readonly<Record<string, Field<ItemDraft>>> = {
  'item:Subject': {
    set: ({ content }, node) => {
      content.subject = readShortText(node);
    },
    clear: ({ content }) => {
      content.subject = '';
    },
  },
  'item:Body': {
    set: ({ content }, node) => {
      content.body = readBody(node);
    },
    clear: ({ content }) => {
      content.body = undefined;
    },
    append: ({ content }, node) => {
      content.body = appended(content.body, node);
    },
  },
  'item:Sensitivity': {
    set: ({ content }, node) => {
      content.sensitivity = sensitivities.find((value) => value === node.text) ?? 'Normal';
    },
    clear: ({ content }) => {
      content.sensitivity = 'Normal';
    },
  },
  'item:Importance': {
    set: ({ content }, node) => {
      content.importance = importances.find((value) => value === node.text) ?? 'Normal';
    },
    clear: ({ content }) => {
      content.importance = 'Normal';
    },
  },
  'item:Categories': {
    set: ({ content }, node) => {
      content.categories = readStrings(node);
    },
    clear: ({ content }) => {
      content.categories = [];
    },
    append: ({ content }, node) => {
      content.categories = [...new Set([...content.categories, ...readStrings(node)])];
    },
  },
};

/** Sets an extended property. */
export function setExtended({ content }: ItemDraft, node: XmlNode): void {
  content.extended = new Map([...content.extended, readExtendedProperty(node)]);
}

/** Takes an extended property away; one that the item does not have is no error. */
export function clearExtended({ content }: ItemDraft, path: XmlNode): void {
  const key = requireExtendedKey(path);
  content.extended = new Map([...content.extended].filter(([other]) => other !== key));
}

function readBody(node: XmlNode): StoredBody | undefined {
  if (node.text === '') return undefined;
  return node.attributes['BodyType'] === 'HTML'
    ? { type: 'HTML', content: wholeHtml(node.text) }
    : { type: 'Text', content: node.text.replaceAll(/\r?\n/g, '\r\n') };
}

function appended(body: StoredBody | undefined, node: XmlNode): StoredBody | undefined {
  const more = readBody(node);
  if (body === undefined || more === undefined) return more ?? body;
  if (body.type !== more.type) {
    throw new ItemError('ErrorInvalidPropertyAppend', 'Append action is invalid for property.', fieldDetail(node));
  }
  return {
    type: body.type,
    content:
      body.type === 'Text'
        ? body.content + more.content
        : body.content.replace(/<\/body>/i, () => `${node.text}</body>`),
  };
}
