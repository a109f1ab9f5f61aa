import { nonceBytes } from './aes-gcm.ts';
import { copyBytes, encodeUtf8, isUint8Array } from './bytes.ts';
import { encodeBinding, type CredentialBinding } from './credential-binding.ts';
import { isKeyId, keyIdRule } from './key-id.ts';
import { requireKeyRing, type DataKey, type KeyRing } from './key-ring-port.ts';
import { SealError } from './seal-error.ts';
import { sealRecord } from './seal-record.ts';
import { maxKeyPartBytes, maxPlaintextBytes } from './sealed-text.ts';
import { randomBytes } from './web-crypto.ts';

/** What {@link seal} takes. @public */
export interface SealOptions {
  /** The keys; the text is sealed under the active one. */
  readonly ring: KeyRing;
  /** The secret: bytes, or text that is encoded as UTF-8. At most 65,536 bytes; may be empty. */
  readonly plaintext: Uint8Array | string;
  /** What the secret belongs to; exactly the same is needed to open it. */
  readonly binding: CredentialBinding;
}

/**
 * Encrypts a secret with AES-256-GCM under a data key and a 96-bit nonce of its own, and binds it to the record it
 * belongs to. The length of the secret shows in the length of the result; nothing else about it does.
 *
 * @returns text of the form `kal1.<keyId>.<keyPart>.<nonce>.<ciphertext>`, ASCII, at most
 *   `maxSealedTextLength` characters: the key id, 89 more, and four for every three bytes of plaintext.
 * @throws SealError `invalidArgument` for a plaintext over the limit, text with half a surrogate pair, or a binding with
 *   a field missing, empty, too long or unknown; `invalidKey` when a ring of your own gives no fitting key;
 *   `unsupportedRuntime` without WebCrypto. What a ring of your own throws is passed on.
 * @see {@link https://csrc.nist.gov/pubs/sp/800/38/d/final | NIST SP 800-38D, GCM}
 * @see {@link https://www.rfc-editor.org/rfc/rfc5869 | RFC 5869, HKDF}
 * @public
 */
export async function seal(options: SealOptions): Promise<string> {
  const ring = requireKeyRing(options.ring);
  const binding = encodeBinding(options.binding);
  const plaintext = encodePlaintext(options.plaintext);
  try {
    // The type promises all of it; a ring written without types may give anything.
    const given: Partial<DataKey> | null | undefined = await ring.createDataKey();
    const { keyId, keyPart, key } = given ?? {};
    if (key === undefined || !isKeyId(keyId) || !isKeyPart(keyPart)) {
      throw new SealError(
        'invalidKey',
        `The key ring must give a key, a key id of ${keyIdRule} and a key part of 1 to ${maxKeyPartBytes} bytes.`,
      );
    }
    const nonce = randomBytes(nonceBytes);
    return await sealRecord({ keyId, keyPart: copyBytes(keyPart, 'keyPart'), key, nonce, binding, plaintext });
  } finally {
    plaintext.fill(0);
  }
}

function isKeyPart(value: unknown): value is Uint8Array {
  return isUint8Array(value) && value.length > 0 && value.length <= maxKeyPartBytes;
}

function encodePlaintext(plaintext: unknown): Uint8Array<ArrayBuffer> {
  const tooLong = (length: number): SealError =>
    new SealError('invalidArgument', `plaintext is ${length} bytes; the most is ${maxPlaintextBytes}.`);
  // UTF-8 never has fewer bytes than UTF-16 has code units, so a text this long is over the limit whatever it says.
  if (typeof plaintext === 'string' && plaintext.length > maxPlaintextBytes) throw tooLong(plaintext.length);
  const bytes = typeof plaintext === 'string' ? encodeUtf8(plaintext, 'plaintext') : copyBytes(plaintext, 'plaintext');
  if (bytes.length > maxPlaintextBytes) throw tooLong(bytes.length);
  return bytes;
}
