import { SaxesParser } from 'saxes';
import { CalendarError } from '@kalends/core';
import { dropForbiddenCharacters } from './escape-xml.ts';
import { ShapeBuilder } from './shape-builder.ts';
import type { Shape } from './shape.ts';

/** Bounds on a document from outside. The number of bytes is bounded where the body is received. */
export interface XmlLimits {
  /** Elements inside each other. EWS answers have about 15. */
  readonly maxDepth: number;
  readonly maxElements: number;
  /** Characters in the text of one wanted element, or in one attribute. */
  readonly maxTextLength: number;
  /** Characters that XML forbids and that are dropped. Each costs a hundred times what another one does. */
  readonly maxForbiddenCharacters: number;
}

/** Room for a full answer with large bodies, far below what would hurt. */
export const defaultXmlLimits: XmlLimits = {
  maxDepth: 100,
  maxElements: 2_000_000,
  maxTextLength: 16 * 1024 * 1024,
  maxForbiddenCharacters: 50_000,
};

// Exchange writes control characters of a pasted text as references (`&#x1;`), which XML 1.0 forbids. saxes reports them and
// goes on; every other complaint ends the reading.
const tolerated = new Set(['malformed character entity.', 'disallowed character.']);
const numericReference = /&#(?:x([\da-f]+)|(\d+));/gi;

/**
 * Reads an XML document as it arrives and builds what a shape asks for. Chunks may end anywhere, also inside a character.
 *
 * @param shape - Its children are the possible roots.
 * @throws CalendarError `invalidResponse` for what is not well-formed, cut off, has a document type or another root, or goes
 * beyond the limits. Errors of the stream itself pass through.
 */
export async function readXml<T>(
  chunks: AsyncIterable<Uint8Array>,
  shape: Shape<T>,
  limits: XmlLimits = defaultXmlLimits,
): Promise<T> {
  const builder = new ShapeBuilder(shape);
  const parser = new SaxesParser({ xmlns: true, position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  let elements = 0;
  let forbiddenCharacters = 0;
  const clean = (value: string): string => (forbiddenCharacters > 0 ? withoutForbidden(value) : value);

  // Six handlers and no more: with a seventh the engine keeps the parser's members in a slow table, and reading takes five times
  // as long (measured: 7.5 MB in 120 ms with six, 600 to 850 ms with seven). So there is none for attributes and the declaration.
  parser.on('error', (error) => {
    if (!tolerated.has(error.message)) throw invalid('is not well-formed XML');
    forbiddenCharacters += 1;
    if (forbiddenCharacters > limits.maxForbiddenCharacters) throw invalid('is full of characters that XML forbids');
  });
  parser.on('doctype', (doctype) => {
    throw /^\s*html\b/i.test(doctype) ? webPage() : invalid('has a document type declaration, which SOAP forbids');
  });
  const checkLength = (length: number): void => {
    if (length > limits.maxTextLength) throw invalid(`has a text longer than ${limits.maxTextLength} characters`);
  };
  parser.on('opentag', (tag) => {
    depth += 1;
    elements += 1;
    if (elements === 1) checkEncoding(parser.xmlDecl.encoding);
    for (const name in tag.attributes) checkLength(tag.attributes[name]?.value.length ?? 0);
    if (depth > limits.maxDepth) throw invalid(`nests deeper than ${limits.maxDepth} elements`);
    if (elements > limits.maxElements) throw invalid(`has more than ${limits.maxElements} elements`);
    if (depth === 1 && !(shape.children.has(tag.local) && shape.namespaces.includes(tag.uri))) {
      throw tag.local.toLowerCase() === 'html' ? webPage() : invalid('is XML, but no SOAP envelope');
    }
    builder.open(tag.local, tag.uri, tag.attributes);
  });
  const onText = (value: string): void => {
    if (!builder.wantsText) return;
    checkLength(builder.textLength + value.length);
    builder.text(clean(value));
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    depth -= 1;
    builder.close();
  });

  for await (const chunk of chunks) parser.write(decoded(() => decoder.decode(chunk, { stream: true })));
  parser.write(decoded(() => decoder.decode()));
  if (depth > 0 || elements === 0) throw invalid(elements === 0 ? 'is empty or no XML' : 'was cut off');
  parser.close();
  return builder.result();
}

function checkEncoding(declared: string | undefined): void {
  if (declared !== undefined && declared.toLowerCase() !== 'utf-8') throw invalid('is not in UTF-8');
}

/** Bytes that are no UTF-8 would become replacement characters, in names and texts alike. */
function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw invalid('is not in UTF-8');
  }
}

function withoutForbidden(value: string): string {
  const resolved = value.replace(numericReference, (whole, hex: string | undefined, decimal: string | undefined) => {
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return codePoint <= 0x10ffff && dropForbiddenCharacters(String.fromCodePoint(codePoint)) !== '' ? whole : '';
  });
  return dropForbiddenCharacters(resolved);
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidResponse', message: `The answer of the server ${what}`, provider: 'ews' });
}

function webPage(): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'The server answered with a web page instead of SOAP: a sign-in page or proxy stands in between',
    provider: 'ews',
    cure: {
      text: 'Check that the URL is that of Exchange Web Services and that no form-based sign-in or proxy is in front of /EWS.',
    },
  });
}
