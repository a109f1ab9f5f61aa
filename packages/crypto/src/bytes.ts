import { SealError } from './seal-error.ts';

/**
 * Copies bytes that a caller gave us, so that a caller who wipes or reuses the array while we wait cannot change what is
 * sealed. The copy has a plain `ArrayBuffer` also when the original is shared memory, which WebCrypto refuses.
 *
 * @throws SealError `invalidArgument` when `value` is no `Uint8Array`.
 * @internal
 */
export function copyBytes(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  if (!isUint8Array(value)) throw new SealError('invalidArgument', `${name} must be a Uint8Array.`);
  return new Uint8Array(value);
}

/**
 * Encodes text as UTF-8 and refuses lone surrogates: the encoder would turn each of them into U+FFFD, so that two
 * different texts had the same bytes.
 *
 * @throws SealError `invalidArgument`, naming the option and never its value.
 * @internal
 */
export function encodeUtf8(text: string, name: string): Uint8Array<ArrayBuffer> {
  if (!text.isWellFormed()) {
    throw new SealError('invalidArgument', `${name} holds half of a surrogate pair. Pass well-formed Unicode text.`);
  }
  return new TextEncoder().encode(text);
}

/**
 * Joins fields into one byte string in a way that can be taken apart again in one way only: each field is preceded by
 * its length as four bytes, big end first. Two different lists of fields never give the same bytes.
 *
 * @internal
 */
export function joinFields(fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(fields.reduce((total, field) => total + 4 + field.length, 0));
  const view = new DataView(joined.buffer);
  let offset = 0;
  for (const field of fields) {
    view.setUint32(offset, field.length);
    joined.set(field, offset + 4);
    offset += 4 + field.length;
  }
  return joined;
}

/**
 * By tag rather than `instanceof`, which fails for arrays of another realm (a test runner's, a frame's).
 *
 * @internal
 */
export function isUint8Array(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
}
