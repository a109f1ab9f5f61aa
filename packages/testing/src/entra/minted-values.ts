import { createHash } from 'node:crypto';

/**
 * Makes the GUIDs and opaque strings of one emulator. Everything comes from a seed and a counter, so that two runs with
 * the same seed look the same.
 */
export interface MintedValues {
  /** A GUID that has not been given out before. */
  guid(): string;
  /** The GUID that always belongs to `name`. */
  guidOf(name: string): string;
  /** A URL-safe string of `length` characters that has not been given out before. */
  opaque(length: number): string;
}

/** Creates {@link MintedValues}. */
export function mintedValues(seed: string): MintedValues {
  let counter = 0;
  const next = (): string => {
    counter += 1;
    return `counter:${counter}`;
  };
  return {
    guid: () => guidFrom(`${seed}|${next()}`),
    guidOf: (name) => guidFrom(`${seed}|name:${name}`),
    opaque: (length) => {
      const name = next();
      let text = '';
      for (let block = 0; text.length < length; block += 1) {
        text += createHash('sha256').update(`${seed}|${name}|${block}`).digest('base64url');
      }
      return text.slice(0, length);
    },
  };
}

function guidFrom(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  // Version 4 and variant bits of RFC 9562, section 5.4: parsers of GUIDs look at them.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
