import { createHmac, timingSafeEqual } from 'node:crypto';
import { md4 } from './md4.ts';
import { rc4 } from './rc4.ts';

/** The key of NTLM version 2: NTOWFv2 of MS-NLMP, section 3.3.2. Upper case counts for the user name, not for the domain. */
export function ntlmV2Key(password: string, userName: string, domain: string): Buffer {
  const passwordHash = md4(Buffer.from(password, 'utf16le'));
  return hmacMd5(passwordHash, Buffer.from(userName.toUpperCase() + domain, 'utf16le'));
}

/** What proves knowledge of the password: the first 16 bytes of the answer to a challenge. */
export function ntlmV2Proof(key: Uint8Array, serverChallenge: Uint8Array, clientBlob: Uint8Array): Buffer {
  return hmacMd5(key, Buffer.concat([serverChallenge, clientBlob]));
}

/** The session key that follows from a proof (SessionBaseKey of MS-NLMP, section 3.3.2). */
export function sessionBaseKey(key: Uint8Array, proof: Uint8Array): Buffer {
  return hmacMd5(key, proof);
}

/**
 * The message integrity code over the three messages of a handshake (MS-NLMP, section 3.1.5.1.2).
 *
 * @param wrappedKey - EncryptedRandomSessionKey of the third message; empty when no key was exchanged.
 * @param messages - The three messages, the third with zeros in place of the code.
 */
export function messageIntegrityCode(
  baseKey: Uint8Array,
  wrappedKey: Uint8Array,
  messages: readonly Uint8Array[],
): Buffer {
  const exportedKey = wrappedKey.byteLength === 0 ? baseKey : rc4(baseKey, wrappedKey);
  return hmacMd5(exportedKey, Buffer.concat(messages));
}

/** Compares secrets of any length without telling by time where they differ. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

function hmacMd5(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('md5', key).update(data).digest();
}
