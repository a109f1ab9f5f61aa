/**
 * Longest key id in characters. Deliberately shorter than the 43 characters of a key: whoever swaps id and key in a
 * configuration gets an error instead of a key that travels in every sealed text.
 *
 * @public
 */
export const maxKeyIdLength = 32;

/** What a key id looks like, for messages. @internal */
export const keyIdRule: string = `1 to ${maxKeyIdLength} of A-Z a-z 0-9 _ -, the first a letter or digit`;

/**
 * Tells whether a value is a well-formed key id.
 *
 * @internal
 */
export function isKeyId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(value);
}
