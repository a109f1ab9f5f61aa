import { SaxesParser } from 'saxes';
import { CalendarError } from '@kalends/core';

const maxLength = 1024 * 1024;
const maxDepth = 64;

/** A stretch of the text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One key with its value, and where the value stands in the text, quotes left out. */
export interface SettingsEntry {
  readonly key: string;
  readonly value: string;
  readonly range: TextRange;
}

/** What {@link readEntries} finds. */
export interface SettingsDocument {
  readonly entries: readonly SettingsEntry[];
  /** Comments, marks included: a value that was commented out is still in the file. */
  readonly comments: readonly (TextRange & { readonly text: string })[];
}

interface OpenElement {
  readonly name: string;
  /** `name` or `key` attribute. */
  readonly label: string | undefined;
  readonly contentStart: number;
  hasChildren: boolean;
  text: string;
}

/**
 * Finds settings in an XML file, in the three ways such files are written: `<add key="K" value="V"/>`,
 * `<setting name="K"><value>V</value></setting>` and `<K>V</K>`.
 *
 * @throws CalendarError `invalidArgument` for what is no XML, has a document type, or is too large.
 */
export function readEntries(xml: string): SettingsDocument {
  if (xml.length > maxLength) throw invalid(`has more than ${maxLength} characters`);
  const entries: SettingsEntry[] = [];
  const comments: (TextRange & { readonly text: string })[] = [];
  const open: OpenElement[] = [];
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('error', () => {
    throw invalid('is no well-formed XML');
  });
  parser.on('doctype', () => {
    throw invalid('has a document type declaration');
  });
  parser.on('comment', (text) => {
    const start = xml.lastIndexOf('<!--', parser.position);
    comments.push({ start, end: xml.indexOf('-->', start) + 3, text });
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.hasChildren = true;
    if (open.length >= maxDepth) throw invalid('nests too deep');
    const label = attributes['key'] ?? attributes['name'];
    // Inside of tags there is no other "<".
    const tagStart = xml.lastIndexOf('<', parser.position - 1);
    const range = attributeRange(xml.slice(tagStart, parser.position), 'value', tagStart);
    const value = attributes['value'];
    if (label !== undefined && value !== undefined && range !== undefined) entries.push({ key: label, value, range });
    open.push({ name, label, contentStart: parser.position, hasChildren: false, text: '' });
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ isSelfClosing }) => {
    const element = open.pop();
    if (element === undefined || isSelfClosing || element.hasChildren) return;
    const range = { start: element.contentStart, end: xml.lastIndexOf('</', parser.position - 1) };
    const label = element.name === 'value' ? open.at(-1)?.label : undefined;
    entries.push({ key: label ?? element.name, value: element.text, range });
  });
  parser.write(xml).close();
  return { entries, comments };
}

/** Where the value of an attribute stands in a tag, without its quotes. */
function attributeRange(tag: string, name: string, offset: number): TextRange | undefined {
  for (const match of tag.matchAll(/\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const [whole, attribute, quoted = ''] = match;
    if (attribute !== name) continue;
    const end = offset + match.index + whole.length - 1;
    return { start: end - (quoted.length - 2), end };
  }
  return undefined;
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `The settings file ${what}`, provider: 'ews' });
}
