import { generateKey, keyRing, parseKeyRing, SealError } from '@kalends/crypto';
import type { KeyRing } from '@kalends/crypto';

/** How to come by a key ring, for people who have none. */
export const makeKeysHint: string =
  'Make one with: npm run --silent kalends -- keys new 2026-11 (the same as: npx --package @kalends/crypto kalends-keys new 2026-11)';

/**
 * The keys that credentials are sealed under.
 *
 * @param text - `KALENDS_KEYS`.
 * @param options.isLasting - Whether what is sealed outlives the process.
 * @throws Error that says what is wrong with the variable, without a word of it.
 */
export async function openKeyRing(
  text: string | undefined,
  options: { readonly isLasting: boolean },
): Promise<KeyRing> {
  if (text === undefined) {
    if (!options.isLasting) return keyRing({ keys: [{ id: 'process', key: generateKey() }], activeKeyId: 'process' });
    throw new Error(
      `The environment variable KALENDS_KEYS is missing: what is sealed today has to open tomorrow. ${makeKeysHint}`,
    );
  }
  try {
    return await parseKeyRing(text);
  } catch (error) {
    // The message of a SealError holds no key.
    const reason = SealError.is(error) ? error.message : 'It cannot be read.';
    throw new Error(`The environment variable KALENDS_KEYS is not usable. ${reason}`, { cause: error });
  }
}
