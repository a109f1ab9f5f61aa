import type { KeyRing } from './key-ring-port.ts';
import { createLocalKeyRing, type RingKey } from './local-key-ring.ts';

/** What {@link keyRing} takes. @public */
export interface KeyRingOptions {
  /** 1 to 64 keys, all ids and all keys different. Keep retired keys until nothing is sealed under them any more. */
  readonly keys: readonly RingKey[];
  /** The key for new texts. */
  readonly activeKeyId: string;
}

/**
 * Makes a key ring from keys at hand. The keys are held as non-extractable `CryptoKey`s from which data keys are derived;
 * printing the ring shows the active key id and nothing else. Byte arrays are copied and may be wiped afterwards.
 *
 * @throws SealError `invalidKey` when there is no key or too many, a key is not 32 bytes, an id is not well formed, an id
 *   or a key occurs twice, or `activeKeyId` names none of them;
 *   `invalidArgument` when a key is neither bytes nor text; `unsupportedRuntime` without WebCrypto. Messages name a
 *   key by its position, never by its value.
 * @public
 */
export async function keyRing(options: KeyRingOptions): Promise<KeyRing> {
  return createLocalKeyRing(options.keys, options.activeKeyId, (index) => `keys[${index}]`);
}
