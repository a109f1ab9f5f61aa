// Own codec because `atob` accepts white space, padding and non-zero trailing bits, and `Uint8Array.fromBase64` is
// missing from Node 22 and 24. A text that has two spellings could be altered without being refused.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOfCharCode: ReadonlyMap<number, number> = new Map(
  Array.from(alphabet, (character, value) => [character.charCodeAt(0), value]),
);

/**
 * Encodes bytes as base64url without padding (RFC 4648 section 5).
 *
 * @internal
 */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  let buffered = 0;
  let bitCount = 0;
  for (const byte of bytes) {
    buffered = ((buffered << 8) | byte) & 0x3fff;
    bitCount += 8;
    while (bitCount >= 6) {
      bitCount -= 6;
      text += alphabet.charAt((buffered >> bitCount) & 0x3f);
    }
  }
  return bitCount === 0 ? text : text + alphabet.charAt((buffered << (6 - bitCount)) & 0x3f);
}

/**
 * Decodes the one canonical base64url text of some bytes: no padding, no other alphabet, no white space, unused trailing
 * bits zero (RFC 4648 sections 3.2 to 3.5).
 *
 * @returns `undefined` for every other text.
 * @internal
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let buffered = 0;
  let bitCount = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = valueOfCharCode.get(text.charCodeAt(index));
    if (value === undefined) return undefined;
    buffered = ((buffered << 6) | value) & 0x3fff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[length] = (buffered >> bitCount) & 0xff;
      length += 1;
    }
  }
  return (buffered & ((1 << bitCount) - 1)) === 0 ? bytes : undefined;
}
