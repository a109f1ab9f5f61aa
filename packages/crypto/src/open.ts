import { decryptAesGcm } from './aes-gcm.ts';
import { encodeBinding, type CredentialBinding } from './credential-binding.ts';
import { requireKeyRing, type KeyRing } from './key-ring-port.ts';
import { SealError } from './seal-error.ts';
import { additionalDataOf, parseSealedText } from './sealed-text.ts';

/** What {@link open}, {@link openText} and `reseal` take. @public */
export interface OpenOptions {
  /** The keys; must hold the one that the text was sealed under. */
  readonly ring: KeyRing;
  /** The text, exactly as `seal` returned it. */
  readonly sealed: string;
  /** What the secret belongs to, exactly as it was sealed. */
  readonly binding: CredentialBinding;
}

/**
 * Opens a sealed text and returns the bytes of the secret. Wipe them (`bytes.fill(0)`) when they are no longer needed.
 *
 * @throws SealError `malformed`, `unsupportedVersion` or `unknownKey` by what anybody can read in the text;
 *   `openFailed` for everything that only a holder of the key can find out: an altered text, a wrong key, a wrong
 *   binding; `invalidArgument`, `invalidKey` and `unsupportedRuntime` as for `seal`. What a ring of your own throws is
 *   passed on.
 * @public
 */
export async function open(options: OpenOptions): Promise<Uint8Array<ArrayBuffer>> {
  const ring = requireKeyRing(options.ring);
  const binding = encodeBinding(options.binding);
  const { keyId, keyPart, nonce, ciphertext } = parseSealedText(options.sealed);
  // The ring gets a copy: what is authenticated below must be what stands in the text.
  const key = await ring.recoverDataKey({ keyId, keyPart: keyPart.slice() });
  const additionalData = additionalDataOf({ keyId, keyPart }, binding);
  const plaintext = await decryptAesGcm({ key, nonce, additionalData, data: ciphertext });
  if (plaintext === undefined) {
    throw new SealError(
      'openFailed',
      'The sealed text does not open: it was altered, or the key or the binding is not the one it was sealed with. ' +
        'Check that the row belongs to this user, provider, credential and purpose, and restore it from a backup if so.',
    );
  }
  return plaintext;
}

/**
 * Opens a sealed text and returns the secret as text.
 *
 * @throws SealError as {@link open}, and `notText` when the bytes are not UTF-8.
 * @public
 */
export async function openText(options: OpenOptions): Promise<string> {
  const bytes = await open(options);
  try {
    // `ignoreBOM` keeps a leading U+FEFF: what comes out must be what went in.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SealError('notText', 'The secret is not UTF-8 text. Use open() to get its bytes.');
  } finally {
    bytes.fill(0);
  }
}
