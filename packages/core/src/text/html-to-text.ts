const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
};

const blockTags = new Set([
  'p',
  'div',
  'br',
  'li',
  'ul',
  'ol',
  'tr',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'blockquote',
  'pre',
]);
const hiddenTags = ['script', 'style', 'head', 'title'];

const maxTagNameLength = 64;

/**
 * A tag has a name and then a blank, a slash or its end. `<https://…>` and `<ada@…>`, as people write links and addresses in
 * plain text, are none.
 */
const tagName = /^<\/?([a-z][a-z\d]*(?:[:-][a-z][a-z\d]*)*)(?=[\s/>]|$)/i;

/**
 * The readable text of an HTML fragment: tags removed, block elements as line breaks, character references resolved. It is
 * for reading, not for display as HTML: the result is plain text and must be escaped when it is put into a page.
 *
 * Runs in one pass over the input, whatever the input is.
 *
 * @public
 */
export function htmlToText(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      text += html.slice(at);
      break;
    }
    text += html.slice(at, open);
    const tag = readTag(html, open);
    text += tag.text;
    at = tag.next;
  }
  return joinLines(decodeCharacterReferences(text).split(/\r\n|\r|\n/));
}

/**
 * Resolves HTML character references (`&amp;`, `&#8211;`, `&#x2f;`). References it does not know stay as they are.
 *
 * @public
 */
export function decodeCharacterReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return namedEntities[name.toLowerCase()] ?? whole;
    const codePoint = typeof decimal === 'string' ? Number.parseInt(decimal, 10) : Number.parseInt(String(hex), 16);
    return codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff)
      ? String.fromCodePoint(codePoint)
      : '';
  });
}

function readTag(html: string, open: number): { readonly text: string; readonly next: number } {
  if (html.startsWith('<!--', open)) return { text: '', next: endOf(html, '-->', open + 4) };
  const name = tagName.exec(html.slice(open, open + maxTagNameLength))?.[1]?.toLowerCase();
  // A lone "<" in front of anything else is text: "5 < 6".
  if (name === undefined)
    return /^<[!?]/.test(html.slice(open, open + 2))
      ? { text: '', next: endOf(html, '>', open) }
      : { text: '<', next: open + 1 };
  const next = endOf(html, '>', open);
  if (hiddenTags.includes(name) && html[open + 1] !== '/') {
    return { text: '', next: endOf(html, '>', indexOfClosingTag(html, name, next)) };
  }
  return { text: blockTags.has(name) ? '\n' : '', next };
}

/** Case is ignored by the expression: lower-casing the text first would move positions ("İ" becomes two characters). */
function indexOfClosingTag(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}(?![a-zA-Z0-9-])`, 'gi');
  closing.lastIndex = from;
  return closing.exec(html)?.index ?? html.length;
}

function endOf(html: string, terminator: string, from: number): number {
  const at = html.indexOf(terminator, from);
  return at === -1 ? html.length : at + terminator.length;
}

/** Joins lines without trailing blanks and without more than one empty line in a row. */
function joinLines(lines: readonly string[]): string {
  const kept: string[] = [];
  for (const line of lines) {
    const trimmed = line.trimEnd();
    if (trimmed !== '' || (kept.length > 0 && kept.at(-1) !== '')) kept.push(trimmed);
  }
  return kept.join('\n').trim();
}
