import { nonceBytes, tagBytes } from './aes-gcm.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { encodeUtf8, joinFields } from './bytes.ts';
import { isKeyId, maxKeyIdLength } from './key-id.ts';
import { SealError } from './seal-error.ts';

/** Most plaintext in one sealed text: 64 KiB, in bytes. Our own limit; a credential is seldom above 4 KiB. @public */
export const maxPlaintextBytes = 65_536;

/** Most bytes of a key part: room for a data key wrapped by a key service. @internal */
export const maxKeyPartBytes = 1024;

const version = 'kal1';

/** Longest sealed text in characters, all of them ASCII: what a database column must hold. @public */
export const maxSealedTextLength: number =
  version.length +
  maxKeyIdLength +
  base64urlLength(maxKeyPartBytes) +
  base64urlLength(nonceBytes) +
  base64urlLength(maxPlaintextBytes + tagBytes) +
  4; // the dots

/** A sealed text taken apart. @internal */
export interface SealedParts {
  readonly keyId: string;
  readonly keyPart: Uint8Array<ArrayBuffer>;
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** Ciphertext followed by its tag. */
  readonly ciphertext: Uint8Array<ArrayBuffer>;
}

/** Writes `kal1.<keyId>.<keyPart>.<nonce>.<ciphertext>`. @internal */
export function formatSealedText(parts: SealedParts): string {
  const binary = [parts.keyPart, parts.nonce, parts.ciphertext].map(encodeBase64url);
  return [version, parts.keyId, ...binary].join('.');
}

/**
 * Takes a sealed text apart. What it returns is well formed and not yet authentic. Every sealed text has one spelling:
 * whatever is accepted here is exactly what {@link formatSealedText} writes for the result.
 *
 * @throws SealError `invalidArgument`, `malformed` or `unsupportedVersion`. Messages never quote the text.
 * @internal
 */
export function parseSealedText(sealed: string): SealedParts {
  if (typeof sealed !== 'string') throw new SealError('invalidArgument', 'sealed must be a text.');
  if (sealed.length > maxSealedTextLength) throw malformed(`is longer than ${maxSealedTextLength} characters`);
  const [name = '', keyId, keyPart, nonce, ciphertext, ...rest] = sealed.split('.', 6);
  if (name !== version) {
    if (!/^kal[1-9][0-9]{0,3}$/.test(name)) throw malformed(`does not start with '${version}.'`);
    throw new SealError(
      'unsupportedVersion',
      `The sealed text is not of version '${version}'. Update @kalends/crypto to a release that reads it.`,
    );
  }
  if (keyPart === undefined || nonce === undefined || ciphertext === undefined || rest.length > 0) {
    throw malformed('does not have five parts separated by dots');
  }
  if (!isKeyId(keyId)) throw malformed('has no valid key id');
  return {
    keyId,
    keyPart: decodePart(keyPart, 'key part', { minBytes: 1, maxBytes: maxKeyPartBytes }),
    nonce: decodePart(nonce, 'nonce', { minBytes: nonceBytes, maxBytes: nonceBytes }),
    ciphertext: decodePart(ciphertext, 'ciphertext', {
      minBytes: tagBytes,
      maxBytes: maxPlaintextBytes + tagBytes,
    }),
  };
}

/**
 * The additional authenticated data of a text: version, key id, key part and every field of the binding, each preceded by
 * its length. (The nonce is authenticated by GCM itself.)
 *
 * @param binding - The fields in the order of the format, from `encodeBinding`.
 * @internal
 */
export function additionalDataOf(
  header: Pick<SealedParts, 'keyId' | 'keyPart'>,
  binding: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  return joinFields([encodeUtf8(version, 'version'), encodeUtf8(header.keyId, 'keyId'), header.keyPart, ...binding]);
}

function decodePart(
  text: string,
  name: string,
  { minBytes, maxBytes }: { minBytes: number; maxBytes: number },
): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64url(text);
  if (bytes === undefined) throw malformed(`has a ${name} that is not canonical base64url`);
  if (bytes.length < minBytes || bytes.length > maxBytes) throw malformed(`has a ${name} of a length that cannot be`);
  return bytes;
}

function malformed(what: string): SealError {
  return new SealError(
    'malformed',
    `The sealed text ${what}. Pass it exactly as seal() returned it; check for a truncated or re-encoded column.`,
  );
}

function base64urlLength(byteLength: number): number {
  return Math.ceil((byteLength * 4) / 3);
}
