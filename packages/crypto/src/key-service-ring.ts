import { copyBytes } from './bytes.ts';
import { isKeyId, keyIdRule } from './key-id.ts';
import { requireKeyRing, type KeyRing } from './key-ring-port.ts';
import { keyBytes } from './local-key-ring.ts';
import { SealError } from './seal-error.ts';
import { randomBytes, webCrypto } from './web-crypto.ts';

/**
 * A key service: a cloud KMS, an HSM, the customer's own. It wraps and unwraps data keys and never hands out its own key. What
 * its functions throw reaches the caller of `seal` and `open` unchanged, so that an outage and a revoked key can be told apart
 * from a text that does not open.
 *
 * @public
 */
export interface KeyService {
  /** Encrypts a data key of 32 bytes; the answer, at most 1,024 bytes, stands in the sealed text. */
  wrap(dataKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Decrypts what {@link KeyService.wrap} gave. It is not trusted: refuse what the service did not wrap. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** What {@link keyServiceRing} takes. @public */
export interface KeyServiceRingOptions {
  /** Names the service's key in sealed texts. Public; 1 to 32 of `A-Z a-z 0-9 _ -`, the first a letter or digit. */
  readonly keyId: string;
  readonly service: KeyService;
  /** Rings whose texts can still be opened, for moving to the key service, or from one key to the next. Default: none. */
  readonly retired?: readonly KeyRing[];
}

/**
 * Makes a key ring whose key stays with a key service. Every text has a data key of its own, which the service is asked for each
 * time the text is opened: once the key's owner revokes it, nothing opens any more. Nothing is cached.
 *
 * @throws SealError `invalidKey` for a key id that is not well formed, `invalidArgument` for a retired ring that is none.
 * @public
 */
export function keyServiceRing(options: KeyServiceRingOptions): KeyRing {
  const { keyId, service, retired = [] } = options;
  if (!isKeyId(keyId)) throw new SealError('invalidKey', `keyId must be ${keyIdRule}.`);
  for (const ring of retired) requireKeyRing(ring);
  return {
    activeKeyId: keyId,
    async createDataKey() {
      const bytes = randomBytes(keyBytes);
      try {
        // First: a service may wipe what it was given, and must not wipe the key that the text is sealed under.
        const key = await importDataKey(bytes, 'encrypt');
        return { keyId, keyPart: await service.wrap(bytes), key };
      } finally {
        bytes.fill(0);
      }
    },
    async recoverDataKey(request) {
      if (request.keyId !== keyId) return recoverFrom(retired, request);
      const bytes = copyBytes(await service.unwrap(request.keyPart), 'the unwrapped data key');
      try {
        if (bytes.length === keyBytes) return await importDataKey(bytes, 'decrypt');
      } finally {
        bytes.fill(0);
      }
      throw new SealError('invalidKey', `The key service must unwrap a data key of ${keyBytes} bytes.`);
    },
  };
}

async function importDataKey(bytes: Uint8Array<ArrayBuffer>, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return webCrypto().subtle.importKey('raw', bytes, 'AES-GCM', false, [usage]);
}

/** Asks each ring in turn; one that does not hold the key says so and the next is asked. */
async function recoverFrom(
  rings: readonly KeyRing[],
  request: Parameters<KeyRing['recoverDataKey']>[0],
): Promise<CryptoKey> {
  for (const ring of rings) {
    try {
      return await ring.recoverDataKey(request);
    } catch (error) {
      if (!SealError.is(error) || error.code !== 'unknownKey') throw error;
    }
  }
  throw new SealError('unknownKey', `The text is sealed under key '${request.keyId}', which no ring holds.`);
}
