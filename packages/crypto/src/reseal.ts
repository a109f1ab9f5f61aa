import { requireKeyRing, type KeyRing } from './key-ring-port.ts';
import { open, type OpenOptions } from './open.ts';
import { seal } from './seal.ts';
import { parseSealedText } from './sealed-text.ts';

/** What {@link needsReseal} takes. @public */
export interface NeedsResealOptions {
  /** The keys. */
  readonly ring: KeyRing;
  /** The text, exactly as `seal` returned it. */
  readonly sealed: string;
}

/**
 * Tells whether a text is sealed under a key that is not the active one, so that {@link reseal} would move it. Looks only
 * at the public header; uses no key and does not prove that the text opens.
 *
 * @throws SealError `invalidArgument`, `malformed` or `unsupportedVersion`.
 * @public
 */
export function needsReseal(options: NeedsResealOptions): boolean {
  return parseSealedText(options.sealed).keyId !== requireKeyRing(options.ring).activeKeyId;
}

/**
 * Opens a sealed text and seals its content again, under the active key with a fresh data key and nonce and the same
 * binding. Store the result with compare-and-set against the text that was read, so that a secret written meanwhile is
 * not overwritten by its predecessor.
 *
 * @throws SealError as `open` and `seal`.
 * @public
 */
export async function reseal(options: OpenOptions): Promise<string> {
  const { ring, sealed, binding } = options;
  const plaintext = await open({ ring, sealed, binding });
  try {
    return await seal({ ring, plaintext, binding });
  } finally {
    plaintext.fill(0);
  }
}
