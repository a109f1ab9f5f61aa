/**
 * What can go wrong while sealing and opening. Codes are API: see the README for the cure of each.
 *
 * - `invalidArgument`: an option is missing, of the wrong type, empty or beyond a documented limit.
 * - `invalidKey`: a key is not exactly 32 bytes, or a key id, a key list or its text is not well formed.
 * - `malformed`: the text is not a sealed text, or was cut, extended or re-encoded.
 * - `unsupportedVersion`: the text is of a later format than this release can read.
 * - `unknownKey`: the text is sealed under a key that the ring does not hold.
 * - `openFailed`: the text does not open with this key and this binding. Which of the two is wrong, or whether the
 *   text was altered, cannot be told apart, on purpose.
 * - `notText`: the text opened, but its bytes are not UTF-8.
 * - `unsupportedRuntime`: the runtime has no WebCrypto (a browser page that is not a secure context, for example).
 *
 * @public
 */
export type SealErrorCode =
  | 'invalidArgument'
  | 'invalidKey'
  | 'malformed'
  | 'notText'
  | 'openFailed'
  | 'unknownKey'
  | 'unsupportedRuntime'
  | 'unsupportedVersion';

/** What a {@link SealError} turns into in JSON. Holds nothing secret. @public */
export interface SealErrorJson {
  readonly name: 'SealError';
  readonly code: SealErrorCode;
  readonly message: string;
  readonly retryable: false;
}

/** The registered symbol under which every error class of Kalends carries its name. */
const errorBrand: unique symbol = Symbol.for('kalends.error');

/**
 * The one error class of this package. Neither its message nor any field ever holds key material, plaintext, a binding or
 * a sealed text; at most a key id, which is public. It has no `cause`, because a runtime's own error tells nothing more.
 *
 * @public
 */
export class SealError extends Error {
  // The ESM and the CommonJS copy of this class are two classes, so `instanceof` cannot be relied on; the brand can. On
  // the prototype, because a declared member with a symbol for its name is not possible under isolated declarations.
  static {
    Object.defineProperty(this.prototype, errorBrand, { value: 'SealError' });
  }

  override readonly name: 'SealError' = 'SealError' as const;
  /** What went wrong; switch on this. */
  readonly code: SealErrorCode;
  /** Always `false`: the same call with the same input fails again. */
  readonly retryable: false = false as const;

  /**
   * Creates an error; of use to those who write a `KeyRing` of their own.
   *
   * @param message - What happened and the cure, without anything secret.
   */
  constructor(code: SealErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** Tells whether a caught value is a `SealError`, also when another copy of this package made it. */
  static is(value: unknown): value is SealError {
    return typeof value === 'object' && value !== null && errorBrand in value && value[errorBrand] === 'SealError';
  }

  /** The fields that are safe to log. */
  toJSON(): SealErrorJson {
    return { name: this.name, code: this.code, message: this.message, retryable: this.retryable };
  }
}
