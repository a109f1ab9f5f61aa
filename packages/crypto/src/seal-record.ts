import { encryptAesGcm } from './aes-gcm.ts';
import { additionalDataOf, formatSealedText } from './sealed-text.ts';

/**
 * Seals bytes under a data key and nonce that the caller has chosen. Not exported from the package: a nonce used twice
 * with one key gives both plaintexts away, so only `seal`, which draws it, and the test vectors come here.
 *
 * @internal
 */
export async function sealRecord(options: {
  readonly keyId: string;
  readonly keyPart: Uint8Array<ArrayBuffer>;
  readonly key: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly binding: readonly Uint8Array[];
  readonly plaintext: Uint8Array<ArrayBuffer>;
}): Promise<string> {
  const { keyId, keyPart, key, nonce, binding, plaintext } = options;
  const additionalData = additionalDataOf({ keyId, keyPart }, binding);
  const ciphertext = await encryptAesGcm({ key, nonce, additionalData, data: plaintext });
  return formatSealedText({ keyId, keyPart, nonce, ciphertext });
}
