import { copyBytes, encodeUtf8, joinFields } from './bytes.ts';
import { SealError } from './seal-error.ts';
import { randomBytes, webCrypto } from './web-crypto.ts';

/** Salt length in bytes: the output length of SHA-256, the strongest choice by RFC 5869 section 3.1. */
const saltBytes = 32;

/** Separates data keys from whatever else may one day be derived from a ring key. Part of the format. */
const infoLabel = 'kalends sealed text 1 data key';

/**
 * Imports the 32 bytes of a ring key. It can only derive: it neither encrypts anything itself nor leaves the runtime.
 *
 * @internal
 */
export async function importRingKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return webCrypto().subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
}

/** Draws the key part of a new text: a fresh salt. @internal */
export function newKeyPart(): Uint8Array<ArrayBuffer> {
  return randomBytes(saltBytes);
}

/**
 * Derives the data key of one sealed text with HKDF-SHA-256 (RFC 5869): the key part is the salt, a label and the key id
 * are the info. The binding is not part of the info (it is authenticated as additional data), because OpenSSL limits the
 * info to 1,024 bytes.
 *
 * @throws SealError `malformed` when the key part is no salt of 32 bytes.
 * @internal
 */
export async function deriveDataKey(options: {
  readonly ringKey: CryptoKey;
  readonly keyId: string;
  readonly keyPart: Uint8Array;
}): Promise<CryptoKey> {
  const salt = copyBytes(options.keyPart, 'keyPart');
  if (salt.length !== saltBytes) {
    throw new SealError(
      'malformed',
      `The key part of the sealed text is ${salt.length} bytes instead of ${saltBytes}.`,
    );
  }
  const info = joinFields([encodeUtf8(infoLabel, 'label'), encodeUtf8(options.keyId, 'keyId')]);
  return webCrypto().subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    options.ringKey,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
