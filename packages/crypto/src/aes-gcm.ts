import { SealError } from './seal-error.ts';
import { webCrypto } from './web-crypto.ts';

/** Nonce length in bytes: 96 bits, the length GCM is built for (NIST SP 800-38D section 5.2.1.1). @internal */
export const nonceBytes = 12;

/** Tag length in bytes: 128 bits, the longest there is (NIST SP 800-38D section 5.2.1.2). @internal */
export const tagBytes = 16;

/** One use of AES-256-GCM. @internal */
export interface AesGcmInput {
  /** A 256-bit AES-GCM key. */
  readonly key: CryptoKey;
  /** 12 bytes, never used twice with the same key. */
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** Bytes that are authenticated and not encrypted. */
  readonly additionalData: Uint8Array<ArrayBuffer>;
  /** Plaintext to encrypt; ciphertext followed by its tag to decrypt. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Encrypts with AES-256-GCM.
 *
 * @returns the ciphertext followed by its 16-byte tag.
 * @throws SealError `invalidKey` when the key is no 256-bit AES-GCM key for encryption.
 * @internal
 */
export async function encryptAesGcm(input: AesGcmInput): Promise<Uint8Array<ArrayBuffer>> {
  const parameters = parametersFor(input, 'encrypt');
  return new Uint8Array(await webCrypto().subtle.encrypt(parameters, input.key, input.data));
}

/**
 * Decrypts with AES-256-GCM.
 *
 * @returns the plaintext, or `undefined` when key, nonce, additional data, ciphertext and tag do not belong together.
 * @throws SealError `invalidKey` when the key is no 256-bit AES-GCM key for decryption.
 * @internal
 */
export async function decryptAesGcm(input: AesGcmInput): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parameters = parametersFor(input, 'decrypt');
  try {
    return new Uint8Array(await webCrypto().subtle.decrypt(parameters, input.key, input.data));
  } catch (error) {
    // WebCrypto section 29.4.2: an authentication failure is an OperationError. Anything else is not about the data.
    if (error instanceof Error && error.name === 'OperationError') return undefined;
    throw error;
  }
}

function parametersFor({ key, nonce, additionalData }: AesGcmInput, usage: 'encrypt' | 'decrypt'): AesGcmParams {
  if (!isCryptoKey(key) || !isAes256Gcm(key.algorithm) || !key.usages.includes(usage)) {
    throw new SealError('invalidKey', `The key ring gave no 256-bit AES-GCM key that may ${usage}.`);
  }
  if (nonce.length !== nonceBytes) {
    throw new SealError('invalidArgument', `The nonce must be ${nonceBytes} bytes, not ${nonce.length}.`);
  }
  return { name: 'AES-GCM', iv: nonce, additionalData, tagLength: tagBytes * 8 };
}

/** By tag, like arrays of bytes: a ring without types can give anything, and a key of another realm is a key. */
function isCryptoKey(value: unknown): value is CryptoKey {
  return Object.prototype.toString.call(value) === '[object CryptoKey]';
}

function isAes256Gcm(algorithm: KeyAlgorithm): boolean {
  return algorithm.name === 'AES-GCM' && 'length' in algorithm && algorithm.length === 256;
}
