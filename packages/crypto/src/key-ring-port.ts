import { SealError } from './seal-error.ts';

/** A data key, good for one sealed text, and what is needed to have it again. @public */
export interface DataKey {
  /** The ring key it depends on. Public: stands in the sealed text. */
  readonly keyId: string;
  /** What `recoverDataKey` needs to give the same key again, 1 to 1,024 bytes. Public: stands in the sealed text. */
  readonly keyPart: Uint8Array;
  /** A 256-bit AES-GCM key that may encrypt; never used for a second text. */
  readonly key: CryptoKey;
}

/** Names the data key of one sealed text. @public */
export interface DataKeyRequest {
  /** Key id from the sealed text; not trusted. */
  readonly keyId: string;
  /** Key part from the sealed text; not trusted. */
  readonly keyPart: Uint8Array;
}

/**
 * Gives every sealed text a data key of its own. `keyRing` makes one from keys at hand. Whoever keeps keys in a key
 * service implements this interface instead: `createDataKey` has the service wrap a fresh key and stores the wrapped key
 * as `keyPart`; `recoverDataKey` has it unwrapped, and fails once the service's owner has revoked the key.
 *
 * @public
 */
export interface KeyRing {
  /** The key under which new texts are sealed; 1 to 32 characters, see `maxKeyIdLength`. */
  readonly activeKeyId: string;
  /** Makes the data key of a new sealed text, under the active key. */
  createDataKey(): Promise<DataKey>;
  /**
   * Gives the data key of an existing sealed text: a 256-bit AES-GCM key that may decrypt.
   *
   * @throws SealError `unknownKey` when the ring does not hold that key. Errors of other classes reach the caller of
   *   `open` as they are, so a key service's outage stays distinguishable from a text that does not open.
   */
  recoverDataKey(request: DataKeyRequest): Promise<CryptoKey>;
}

/**
 * Refuses what is not a key ring, for callers without types.
 *
 * @throws SealError `invalidArgument`.
 * @internal
 */
export function requireKeyRing(ring: KeyRing): KeyRing {
  const given: Partial<KeyRing> | null | undefined = ring;
  if (typeof given?.createDataKey !== 'function' || typeof given.recoverDataKey !== 'function') {
    throw new SealError('invalidArgument', 'ring must be a key ring, as keyRing() and parseKeyRing() make it.');
  }
  return ring;
}
