const brand = Symbol.for('kalends.secret');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const redacted = '[redacted]';

/**
 * A value that must not be seen by accident. Printing it, joining it into a string, inspecting it or writing it as JSON
 * gives `[redacted]`; {@link Secret.reveal} is the only way to the value and easy to search for in a review.
 *
 * @public
 */
export class Secret<T = string> {
  static {
    Object.defineProperty(this.prototype, brand, { value: true });
    Object.defineProperty(this.prototype, inspectCustom, { value: () => redacted });
  }

  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** Tells whether `value` is a Secret, also one of another copy of this package. */
  static is(value: unknown): value is Secret<unknown> {
    return typeof value === 'object' && value !== null && brand in value;
  }

  /** Hands out the value. Call it where the value is used, not earlier. */
  reveal(): T {
    return this.#value;
  }

  /** Gives `[redacted]`: a secret in a text stays hidden. */
  toString(): string {
    return redacted;
  }

  /** Gives `[redacted]` to `JSON.stringify`. */
  toJSON(): string {
    return redacted;
  }

  /** Gives `[redacted]` where a text or a number is made of the secret. */
  [Symbol.toPrimitive](): string {
    return redacted;
  }
}
