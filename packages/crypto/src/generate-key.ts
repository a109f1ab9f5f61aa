import { encodeBase64url } from './base64url.ts';
import { keyBytes } from './local-key-ring.ts';
import { randomBytes } from './web-crypto.ts';

/**
 * Generates a ring key: 32 bytes from the runtime's cryptographic random source, as 43 characters of base64url.
 *
 * @throws SealError `unsupportedRuntime` without WebCrypto.
 * @public
 */
export function generateKey(): string {
  return encodeBase64url(randomBytes(keyBytes));
}
