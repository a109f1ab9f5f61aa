import { invalidRecurrence } from './recurrence-text-error.ts';

/** One iCalendar property: `NAME;PARAMETER=VALUE:VALUE`. */
export interface ContentLine {
  /** Upper case. */
  readonly name: string;
  /** Names in upper case, values as sent, without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/**
 * Splits a property line. One that is folded, or has blanks around its parts, means the same without.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.1 | RFC 5545, content lines}
 */
export function parseContentLine(text: string): ContentLine {
  const line = text.replaceAll(/\r?\n[ \t]/g, '').trim();
  const colon = valueStart(line);
  const [name = '', ...parameters] = splitOutsideQuotes(line.slice(0, colon));
  const parsed = new Map<string, string>();
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=');
    const key = parameter.slice(0, equals).toUpperCase();
    if (equals < 1 || parsed.has(key)) throw invalidRecurrence('a property parameter');
    parsed.set(key, parameter.slice(equals + 1).replace(/^"([^"]*)"$/, '$1'));
  }
  return { name: name.trim().toUpperCase(), parameters: parsed, value: line.slice(colon + 1).trim() };
}

/** The colon before the value; one inside a quoted parameter does not count. */
function valueStart(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') isQuoted = !isQuoted;
    else if (line[at] === ':' && !isQuoted) return at;
  }
  throw invalidRecurrence('a line without a value');
}

function splitOutsideQuotes(text: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === ';' && !isQuoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
