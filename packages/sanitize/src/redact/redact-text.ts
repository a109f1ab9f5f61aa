import { findUrls } from '../text/find-urls.ts';
import { maskAddresses } from '../text/mask-addresses.ts';
import { maskPasscodes } from '../text/mask-passcodes.ts';
import { redactUrl } from './redact-url.ts';

/** Stands in a log text where a secret was. @public */
export const secretMask = '[redacted]';

/** Characters of a text that are kept for a log; the rest is cut off. @public */
export const maxRedactedCharacters = 16_384;

/** Headers whose value is secret to the end of the line. */
const header = /((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s{0,3}[:=]\s{0,3})[^\r\n]*/gi;
const scheme = /\b(bearer|basic|negotiate|ntlm|digest)\s{1,3}[^\s,;"'<>]+/gi;
const words = 'token|secret|password|passwd|passcode|passwort|pwd|credential|assertion|api[_-]?key|signature|verifier';
/** `name: value`; without quotes the value is everything to the end of the line, as a password may hold any character. */
const pair = new RegExp(
  `((?:${words})[\\w-]{0,20}\\\\?["']?\\s{0,3}(?:[:=]|%3[ad])\\s{0,3})(?:"(?:[^"\\\\]|\\\\.)*"?|'(?:[^'\\\\]|\\\\.)*'?|[^\\r\\n]+)`,
  'gi',
);
const formCode = /((?:^|[?&\s])(?:code|device_code|nonce|state)=)[^&\s]+/gi;
const element = new RegExp(`(<[\\w:-]{0,40}(?:${words})[^<>]{0,200}>)[^<]*`, 'gi');
/** Words joined by dots; the look-behind keeps the search from starting inside one again. */
const dotted = /(?<![\w-])[\w-]+(?:\.[\w-]*){1,4}/g;
const run = /[A-Za-z0-9+/_=-]{20,}/g;

/**
 * A text as it may stand in a log. Takes out mail addresses, queries of URLs, authorization headers, values named like a
 * secret, JSON Web Tokens, labelled passcodes and long runs of letters and digits (20 with a digit among them, 40 without).
 *
 * It is a second line of defence: a short secret without a name cannot be told from a word, so log codes, not texts.
 *
 * @public
 */
export function redactText(text: string): string {
  const bounded = cut(text);
  let withoutUrls = '';
  let at = 0;
  for (const found of findUrls(bounded)) {
    withoutUrls += bounded.slice(at, found.start) + redactUrl(found.url);
    at = found.end;
  }
  withoutUrls += bounded.slice(at);
  const withoutSecrets = withoutUrls
    .replace(header, `$1$2${secretMask}`)
    .replace(scheme, `$1 ${secretMask}`)
    .replace(element, `$1${secretMask}`)
    .replace(pair, `$1${secretMask}`)
    .replace(formCode, `$1${secretMask}`)
    .replace(dotted, (word) => (word.includes('eyJ') ? secretMask : word));
  return maskPasscodes(maskAddresses(withoutSecrets), secretMask).replace(run, (word) =>
    looksRandom(word) ? secretMask : word,
  );
}

/** Whether a word is long enough, and mixed enough, to be a key rather than a name, or begins like a JSON Web Token. */
export function looksRandom(word: string): boolean {
  return word.length >= 40 || (word.length >= 20 && /\d/.test(word)) || word.startsWith('eyJ');
}

/** Cuts between two words: the first half of a secret would no longer look like one. */
function cut(text: string): string {
  if (text.length <= maxRedactedCharacters) return text;
  const head = text.slice(0, maxRedactedCharacters);
  let end = head.length;
  while (end > 0 && !/\s/.test(head.charAt(end - 1))) end -= 1;
  return `${head.slice(0, end)}[cut]`;
}
