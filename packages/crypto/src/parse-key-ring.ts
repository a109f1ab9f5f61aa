import type { KeyRing } from './key-ring-port.ts';
import { maxKeyIdLength } from './key-id.ts';
import { createLocalKeyRing, keyBytes, maxKeys, type RingKey } from './local-key-ring.ts';
import { SealError } from './seal-error.ts';

/** Longest text that {@link parseKeyRing} reads, in characters: all keys with the longest ids, and their separators. */
const maxTextLength = maxKeys * (maxKeyIdLength + 1 + Math.ceil((keyBytes * 4) / 3) + 1);

/**
 * Makes a key ring from one line of text, as it fits in an environment variable:
 * `<id>:<key>[,<id>:<key>]…`, each key in base64url without padding, the first one active, retired ones after it.
 * White space and quotation marks are not allowed anywhere.
 *
 * @param text - The line. It is a secret: do not log it.
 * @throws SealError `invalidKey`, naming the entry by its position (the first is 1) and never quoting it, because an
 *   entry with its halves swapped has a key where its id should be; `unsupportedRuntime` without WebCrypto.
 * @public
 */
export async function parseKeyRing(text: string): Promise<KeyRing> {
  if (typeof text !== 'string' || text === '') {
    throw new SealError('invalidKey', 'The key ring text is empty. Expected <id>:<key>, keys in base64url.');
  }
  if (text.length > maxTextLength) {
    throw new SealError('invalidKey', `The key ring text is longer than ${maxTextLength} characters.`);
  }
  if (/[\s"']/.test(text)) {
    throw new SealError(
      'invalidKey',
      'The key ring text holds white space or quotation marks. Remove them; a line break at the end counts too.',
    );
  }
  const keys = text.split(',').map(parseEntry);
  // `split` returns at least one entry; the fallback only satisfies the type and is refused below.
  const activeKeyId = keys[0]?.id ?? '';
  return createLocalKeyRing(keys, activeKeyId, (index) => `Entry ${index + 1}`);
}

function parseEntry(entry: string, index: number): RingKey {
  const [id, key, ...rest] = entry.split(':');
  if (id === undefined || key === undefined || rest.length > 0) {
    throw new SealError('invalidKey', `Entry ${index + 1} of the key ring text is not of the form <id>:<key>.`);
  }
  return { id, key };
}
