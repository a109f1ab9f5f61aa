import { decodeCharacterReferences } from '@kalends/core';

/** A URL in a text: where it stands, and what it says once line breaks and escapes are taken out. */
export interface FoundUrl {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly url: string;
}

/** Counts the characters looked at, so that tests can hold the scan to a number of steps instead of a time. */
export interface ScanMeter {
  characters: number;
}

/** Longest scheme looked for in front of `://`. */
const maxSchemeCharacters = 16;
/** Mail programs break lines between these columns (RFC 5322 §2.1.1 advises 78, RFC 2045 §6.7 allows 76). */
const wrapColumns = { from: 60, to: 80 };

const marker = /:\/\/|%3a%2f%2f/gi;
/** ASCII that may stand in a URL (RFC 3986 §2), by code; brackets, braces, quotes and the backslash end one. */
const urlCharacters: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[!#-;=?-Z_a-z~]/.test(String.fromCodePoint(code)),
);
const isUrlCharacter = (text: string, at: number): boolean => urlCharacters[text.charCodeAt(at)] === true;
const breakable = /[A-Za-z0-9%&=._~/?+#-]/;

/**
 * Finds URLs of any scheme in a text, also percent-encoded ones, ones broken over lines, quoted-printable ones and ones with
 * HTML character references. Looks at each character a fixed number of times: the found ranges never overlap.
 */
export function* findUrls(text: string, meter: ScanMeter = { characters: 0 }): Generator<FoundUrl, void, undefined> {
  let floor = 0;
  marker.lastIndex = 0;
  for (let match = nextMarker(text, 0); match !== undefined; match = nextMarker(text, floor)) {
    meter.characters += match.at - floor;
    const start = schemeStart(text, match.at, floor);
    meter.characters += Math.min(match.at - floor, maxSchemeCharacters);
    const body = match.at + match.sign.length;
    if (start === match.at) {
      floor = body;
      continue;
    }
    const run = readRun(text, start, body, meter);
    floor = run.end;
    const url = normalise(run.raw, match.sign !== '://');
    if (url !== undefined) yield { start, end: run.end, url };
  }
}

function nextMarker(text: string, from: number): { readonly at: number; readonly sign: string } | undefined {
  marker.lastIndex = from;
  const match = marker.exec(text);
  return match === null ? undefined : { at: match.index, sign: match[0] };
}

/** Where the scheme in front of `at` begins. Text glued to it ("Joinhttps://") is left out for the web's schemes. */
function schemeStart(text: string, at: number, floor: number): number {
  const lowest = Math.max(floor, at - maxSchemeCharacters);
  let start = at;
  while (start > lowest && /[A-Za-z0-9+.-]/.test(text.charAt(start - 1))) start -= 1;
  const scheme = text.slice(start, at).toLowerCase();
  if (scheme.endsWith('https')) return at - 5;
  if (scheme.endsWith('http')) return at - 4;
  while (start < at && !/[A-Za-z]/.test(text.charAt(start))) start += 1;
  return start;
}

interface Run {
  readonly raw: string;
  readonly end: number;
}

function readRun(text: string, start: number, body: number, meter: ScanMeter): Run {
  const before = text.charAt(start - 1);
  const quoted = before === "'";
  const bracketed = before === '<' ? readBracketed(text, start, body, meter) : undefined;
  if (bracketed !== undefined) return bracketed;

  let raw = text.slice(start, body);
  let from = body;
  let lineStart = lineStartBefore(text, start);
  for (;;) {
    const end = endOfRun(text, from, quoted, meter);
    raw += text.slice(from, end);
    const next = continuation(text, { end, lineStart, raw }, meter);
    if (next === undefined) return trimEnd(raw, end);
    if (next.softBreak) raw = raw.slice(0, -1);
    from = next.from;
    lineStart = next.from;
  }
}

/** `<https://…>`, where line breaks inside are not part of the URL (RFC 3986, appendix C). */
function readBracketed(text: string, start: number, body: number, meter: ScanMeter): Run | undefined {
  let raw = text.slice(start, body);
  let at = body;
  while (at < text.length) {
    const end = endOfRun(text, at, false, meter);
    raw += text.slice(at, end);
    if (text.charAt(end) === '>') return { raw, end };
    let next = end;
    while (/[ \t\r\n]/.test(text.charAt(next))) next += 1;
    meter.characters += next - end;
    const gap = text.slice(end, next);
    if (!gap.includes('\n')) return undefined;
    if (raw.endsWith('=') && isSoftBreak(raw)) raw = raw.slice(0, -1);
    at = next;
  }
  return undefined;
}

function endOfRun(text: string, from: number, quoted: boolean, meter: ScanMeter): number {
  let at = from;
  // Past the end there is no code, and no URL character.
  while (isUrlCharacter(text, at)) {
    const character = text.charAt(at);
    if (quoted && character === "'") break;
    // Two URLs with nothing but a separator between them.
    const isSeparator = character === ',' || character === ';' || character === ')';
    if (isSeparator && /^https?:\/\//i.test(text.slice(at + 1, at + 9))) break;
    at += 1;
  }
  meter.characters += at - from + 1;
  return at;
}

interface LineEnd {
  readonly end: number;
  readonly lineStart: number;
  readonly raw: string;
}

/** Where the URL goes on in the next line, if this line was broken by a mail program and not by its writer. */
function continuation(
  text: string,
  { end, lineStart, raw }: LineEnd,
  meter: ScanMeter,
): { readonly from: number; readonly softBreak: boolean } | undefined {
  const newline = /^[ \t]{0,2}\r?\n/.exec(text.slice(end, end + 4))?.[0];
  if (newline === undefined) return undefined;
  const next = end + newline.length;
  if (raw.endsWith('=') && isSoftBreak(raw) && isUrlCharacter(text, next)) return { from: next, softBreak: true };

  const width = end - lineStart;
  if (width < wrapColumns.from || width > wrapColumns.to) return undefined;
  let from = next;
  while (from < next + 4 && /[ \t]/.test(text.charAt(from))) from += 1;
  let at = from;
  while (at < text.length && at - from <= wrapColumns.to && breakable.test(text.charAt(at))) at += 1;
  meter.characters += at - from + 1;
  const word = text.slice(from, at);
  // A whole line, and not a word of the next sentence: those are letters, with a full stop or a hyphen at most.
  const isWholeLine = at === text.length || /^[ \t]*(?:\r?\n|$)/.test(text.slice(at, at + 4));
  const looksCut = /[=&/%?_+-]$/.test(raw) || /[0-9%&=/?_~+]/.test(word);
  return word !== '' && isWholeLine && looksCut ? { from, softBreak: false } : undefined;
}

/** Whether the `=` at a line's end is quoted-printable's soft break (RFC 2045 §6.7) and not the URL's own. */
function isSoftBreak(raw: string): boolean {
  return /=3d/i.test(raw) || !raw.includes('?');
}

/** The start of the line that `at` is in, or a column far outside the ones lines are broken at. */
function lineStartBefore(text: string, at: number): number {
  const window = text.slice(Math.max(0, at - wrapColumns.to - 1), at);
  const newline = window.lastIndexOf('\n');
  if (newline !== -1) return at - window.length + newline + 1;
  return at <= wrapColumns.to ? 0 : at - wrapColumns.to - 1;
}

/** Leaves out punctuation that belongs to the sentence around, and a bracket that was opened outside. */
function trimEnd(raw: string, end: number): Run {
  if (!/[.,;:!?*'")]$/.test(raw)) return { raw, end };
  let opened = 0;
  for (const character of raw) opened += character === '(' ? 1 : character === ')' ? -1 : 0;
  let length = raw.length;
  while (length > 0) {
    const last = raw.charAt(length - 1);
    if (last === ')' && opened < 0) opened += 1;
    else if (!/[.,;:!?*'"]/.test(last)) break;
    length -= 1;
  }
  return { raw: raw.slice(0, length), end: end - (raw.length - length) };
}

function normalise(raw: string, isEncoded: boolean): string | undefined {
  let url = raw;
  if (/=3d/i.test(url)) url = url.replace(/=([\dA-Fa-f]{2})/g, (_, hex: string) => ascii(hex));
  if (isEncoded) {
    const value = url.split('&', 1)[0] ?? '';
    const decoded = tryDecode(value);
    if (decoded === undefined) return undefined;
    url = decoded;
  }
  // Twice escaped at most in what mail programs send; a third time costs nothing.
  for (let pass = 0; pass < 3 && url.includes('&'); pass += 1) url = decodeCharacterReferences(url);
  let length = 0;
  while (isUrlCharacter(url, length)) length += 1;
  return length === url.length ? url : trimEnd(url.slice(0, length), length).raw;
}

function ascii(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code > 0x20 && code < 0x7f ? String.fromCodePoint(code) : `=${hex}`;
}

/** `decodeURIComponent` that says no instead of throwing. */
export function tryDecode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
