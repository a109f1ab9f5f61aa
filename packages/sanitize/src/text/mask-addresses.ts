import type { ScanMeter } from './find-urls.ts';

/** Stands in a text where a mail address was. @public */
export const addressMask = '[address]';

/** Most texts hold none: one look tells. */
const mayHoldAddress = /@|\uff20|\ufe6b|%(?:25)?40|%2525|&#|&commat|\/cn=/i;
/** As it is, in a wide form, percent-encoded (in a URL within a URL several times), or as an HTML character reference. */
const atSign = /@|\uff20|\ufe6b|%(?:25){0,3}40|&(?:#0{0,6}64|#x0{0,6}40|commat);/gi;
/** Characters that end an address to the left. Everything else may belong to it (RFC 5322 §3.2.3, any letter by RFC 6532). */
const stopsLeft = /[\s<>()[\],;:"\\@\uff20\ufe6b\p{Cc}]/u;
/** Format characters are not seen, so an address with one inside still reads as an address. */
const domainCharacter = /[\p{L}\p{N}\p{M}\p{Cf}._@%-]/u;
/** Exchange's own form of an address, an X.500 name. */
const legacyName = /\/o=[^\n;<>"]{1,160}?\/cn=[^\s;<>"]+/gi;

/**
 * Replaces mail addresses in a text, together with Exchange's X.500 names, by {@link addressMask}. Anything with an at sign
 * between two words counts: a local name without a dot is an address too.
 */
export function maskAddresses(text: string, meter: ScanMeter = { characters: 0 }): string {
  if (!mayHoldAddress.test(text)) return text;
  const withoutLegacy = /\/cn=/i.test(text) ? text.replace(legacyName, addressMask) : text;
  atSign.lastIndex = 0;
  let out = '';
  let kept = 0;
  // Neither end looks again at what an earlier sign has looked at: one pass, whatever the text is.
  let floor = 0;
  for (let match = atSign.exec(withoutLegacy); match !== null; match = atSign.exec(withoutLegacy)) {
    const sign = match.index + match[0].length;
    const left = leftEnd(withoutLegacy, match.index, floor);
    meter.characters += match.index - left + 1;
    floor = sign;
    if (left === match.index) continue;
    const run = endOfDomain(withoutLegacy, sign);
    meter.characters += run - sign + 1;
    const right = trimDomain(withoutLegacy, sign, run);
    floor = right === sign ? run : right;
    atSign.lastIndex = floor;
    if (right === sign) continue;
    out += withoutLegacy.slice(kept, left) + addressMask;
    kept = right;
  }
  return out + withoutLegacy.slice(kept);
}

/** Whether {@link maskAddresses} would find something. */
export function containsAddress(text: string): boolean {
  return maskAddresses(text) !== text;
}

function leftEnd(text: string, at: number, floor: number): number {
  // A quoted local part may hold spaces (RFC 5321 §4.1.2).
  if (text.charAt(at - 1) === '"') {
    const opening = text.lastIndexOf('"', at - 2);
    if (opening >= Math.max(floor, at - 66)) return opening;
  }
  let left = at;
  while (left > floor && !stopsLeft.test(text.charAt(left - 1))) left -= 1;
  return left;
}

function endOfDomain(text: string, from: number): number {
  if (text.charAt(from) === '[') {
    const closing = text.slice(from, from + 64).indexOf(']');
    if (closing !== -1) return from + closing + 1;
  }
  let right = from;
  while (right < text.length && isDomainCharacter(text, right)) right += 1;
  return right;
}

/** Leaves the full stop of a sentence where it is. */
function trimDomain(text: string, from: number, end: number): number {
  let right = end;
  while (right > from && /[.@%-]/.test(text.charAt(right - 1))) right -= 1;
  return right;
}

function isDomainCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Half of a letter outside the basic plane.
  if (code >= 0xd800 && code <= 0xdfff) return true;
  return domainCharacter.test(text.charAt(at));
}
