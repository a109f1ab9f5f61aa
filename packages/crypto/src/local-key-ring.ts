import { decodeBase64url } from './base64url.ts';
import { copyBytes } from './bytes.ts';
import { deriveDataKey, importRingKey, newKeyPart } from './data-key.ts';
import { isKeyId, keyIdRule } from './key-id.ts';
import type { DataKey, DataKeyRequest, KeyRing } from './key-ring-port.ts';
import { SealError } from './seal-error.ts';

/** Length of a ring key in bytes: AES-256 only; 16 and 24 bytes are refused. @public */
export const keyBytes = 32;

/** Most keys in one ring. Our own limit: a ring that holds more is one whose retired keys were never removed. @public */
export const maxKeys = 64;

/** One key of a ring. @public */
export interface RingKey {
  /** Names the key in sealed texts. Public; 1 to 32 of `A-Z a-z 0-9 _ -`, the first a letter or digit. */
  readonly id: string;
  /** Exactly 32 bytes, or their 43 characters of base64url without padding. */
  readonly key: Uint8Array | string;
}

/**
 * Checks and imports keys.
 *
 * @param nameOf - Names a key in messages by its zero-based position.
 * @throws SealError `invalidKey` or `unsupportedRuntime`.
 * @internal
 */
export async function createLocalKeyRing(
  keys: readonly RingKey[],
  activeKeyId: string,
  nameOf: (index: number) => string,
): Promise<KeyRing> {
  const given: unknown = keys;
  if (!Array.isArray(given) || given.length === 0 || given.length > maxKeys) {
    throw new SealError('invalidKey', `A key ring needs 1 to ${maxKeys} keys.`);
  }
  const bytesById = new Map<string, Uint8Array<ArrayBuffer>>();
  try {
    for (const [index, ringKey] of keys.entries()) addKey(bytesById, ringKey, nameOf(index));
    if (!bytesById.has(activeKeyId)) {
      throw new SealError('invalidKey', 'activeKeyId names none of the keys. Set it to the id of the newest key.');
    }
    const imported = new Map<string, CryptoKey>();
    for (const [id, bytes] of bytesById) imported.set(id, await importRingKey(bytes));
    return new LocalKeyRing(imported, activeKeyId);
  } finally {
    for (const bytes of bytesById.values()) bytes.fill(0);
  }
}

function addKey(bytesById: Map<string, Uint8Array<ArrayBuffer>>, ringKey: RingKey, name: string): void {
  // The type promises an object; JavaScript callers may pass anything.
  const { id, key }: { id?: unknown; key?: unknown } = Object(ringKey);
  if (!isKeyId(id)) throw new SealError('invalidKey', `${name}: the id must be ${keyIdRule}.`);
  if (bytesById.has(id)) throw new SealError('invalidKey', `${name}: the id is already used by an earlier key.`);
  const bytes = readKey(key, name);
  const isRepeated = [...bytesById.values()].some((other) => other.every((byte, index) => byte === bytes[index]));
  bytesById.set(id, bytes);
  if (isRepeated) {
    throw new SealError('invalidKey', `${name}: the key repeats an earlier one under another id. Generate a new key.`);
  }
}

function readKey(key: unknown, name: string): Uint8Array<ArrayBuffer> {
  const bytes = typeof key === 'string' ? decodeBase64url(key) : copyBytes(key, `${name}: the key`);
  if (bytes === undefined) {
    throw new SealError('invalidKey', `${name}: the key is not base64url without padding (A-Z a-z 0-9 - _).`);
  }
  if (bytes.length !== keyBytes) {
    throw new SealError('invalidKey', `${name}: the key is ${bytes.length} bytes; AES-256 needs exactly ${keyBytes}.`);
  }
  return bytes;
}

class LocalKeyRing implements KeyRing {
  readonly activeKeyId: string;
  readonly #keys: ReadonlyMap<string, CryptoKey>;

  constructor(keys: ReadonlyMap<string, CryptoKey>, activeKeyId: string) {
    this.#keys = keys;
    this.activeKeyId = activeKeyId;
    Object.freeze(this);
  }

  async createDataKey(): Promise<DataKey> {
    const keyId = this.activeKeyId;
    const keyPart = newKeyPart();
    return { keyId, keyPart, key: await this.recoverDataKey({ keyId, keyPart }) };
  }

  async recoverDataKey({ keyId, keyPart }: DataKeyRequest): Promise<CryptoKey> {
    const ringKey = this.#keys.get(keyId);
    if (ringKey === undefined) {
      throw new SealError(
        'unknownKey',
        `The text is sealed under key '${keyId}', which is not in the ring. Add that key, or check where the text is from.`,
      );
    }
    return deriveDataKey({ ringKey, keyId, keyPart });
  }
}
