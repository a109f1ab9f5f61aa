import { retryableCodes } from './error-code.ts';
import type { CalendarErrorCode, CalendarErrorReason } from './error-code.ts';

/** What a person must do to cure an error. @public */
export interface Cure {
  /** One or two sentences for a person. */
  readonly text: string;
  /** Where to do it, when such a place exists. */
  readonly url?: string;
}

/** The original failure, reduced to what can be shown: vendor errors often carry requests, headers and tokens. @public */
export interface RedactedCause {
  /** Class name of the original error, for example `TypeError`. */
  readonly name: string;
  /** Its machine code, for example `ECONNREFUSED`. */
  readonly code?: string;
}

/** What a {@link CalendarError} is made from. @public */
export interface CalendarErrorInit {
  readonly code: CalendarErrorCode;
  /** Tells apart what the code does not: how a grant ended, why a key cannot be used. */
  readonly reason?: CalendarErrorReason | undefined;
  /** What failed, on which thing, what to do next. Never a token, header, body or event content. */
  readonly message: string;
  /** Provider id, for example `graph`. */
  readonly provider?: string | undefined;
  /** Which call, for example `events.list`. */
  readonly operation?: string | undefined;
  /** Default: whether the code is one that passes by itself. */
  readonly retryable?: boolean | undefined;
  /** Milliseconds to wait before trying again, as the service asked; never shortened. */
  readonly retryAfterMs?: number | undefined;
  /** HTTP status. */
  readonly status?: number | undefined;
  /** The vendor's own code: an AADSTS number, Google reason, EWS ResponseCode or Graph error code. */
  readonly vendorCode?: string | undefined;
  /** The vendor's request id, for support cases. */
  readonly requestId?: string | undefined;
  readonly cure?: Cure | undefined;
  /** Scopes that were asked for and not granted. */
  readonly missingScopes?: readonly string[] | undefined;
  /**
   * JSON of the claims a new sign-in has to ask for (OpenID Connect `claims`); at most 8,192 characters. Not part of what is
   * printed.
   */
  readonly claims?: string | undefined;
  /** The original failure; only its name and code are kept. */
  readonly cause?: unknown;
}

/** The fields of a {@link CalendarError} that are safe to log or send. @public */
export interface CalendarErrorJson {
  readonly name: 'CalendarError';
  readonly code: CalendarErrorCode;
  readonly reason?: CalendarErrorReason;
  readonly message: string;
  readonly retryable: boolean;
  readonly provider?: string;
  readonly operation?: string;
  readonly retryAfterMs?: number;
  readonly status?: number;
  readonly vendorCode?: string;
  readonly requestId?: string;
  readonly cure?: Cure;
  readonly missingScopes?: readonly string[];
  readonly cause?: RedactedCause;
}

const brand = Symbol.for('kalends.error');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

const maxClaimsLength = 8_192;

/** Vendor codes and request ids are short tokens; anything else in their place, a mail address say, is not shown. */
const safeToken = /^[\w.:#/+=-]{1,128}$/;

/**
 * The one error class of Kalends. Switch on {@link CalendarError.code}; `retryable` says whether the same call can succeed
 * later, `retryAfterMs` when, and `cure` what a person has to do.
 *
 * It never holds a token, a header, a request or response body, or event content: what it keeps of the original failure
 * is its name and code.
 *
 * @example
 * ```ts
 * import { CalendarError } from '@kalends/core';
 * import type { CalendarConnection, Cure, TimeWindow } from '@kalends/core';
 *
 * declare const connection: CalendarConnection;
 * declare const window: TimeWindow;
 * declare function askToSignInAgain(cure: Cure | undefined): void;
 *
 * try {
 *   await connection.events.list({ window, timeZone: 'Europe/Berlin' });
 * } catch (error) {
 *   if (!CalendarError.is(error)) throw error;
 *   if (error.code === 'reauthorizationRequired') askToSignInAgain(error.cure);
 * }
 * ```
 * @public
 */
export class CalendarError extends Error {
  static {
    Object.defineProperty(this.prototype, brand, { value: 'CalendarError' });
    // What Node prints: the stack of this error and the safe fields, nothing that a vendor attached.
    Object.defineProperty(this.prototype, inspectCustom, {
      value(this: CalendarError): string {
        const { message: _message, name: _name, ...rest } = this.toJSON();
        return `${this.stack ?? `${this.name}: ${this.message}`} ${JSON.stringify(rest)}`;
      },
    });
  }

  override readonly name = 'CalendarError';
  readonly code: CalendarErrorCode;
  readonly reason: CalendarErrorReason | undefined;
  readonly retryable: boolean;
  readonly provider: string | undefined;
  readonly operation: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly vendorCode: string | undefined;
  readonly requestId: string | undefined;
  readonly cure: Cure | undefined;
  readonly missingScopes: readonly string[] | undefined;
  override readonly cause: RedactedCause | undefined;

  readonly #claims: string | undefined;

  constructor(init: CalendarErrorInit) {
    super(init.message);
    this.code = init.code;
    this.reason = init.reason;
    this.retryable = init.retryable ?? retryableCodes.has(init.code);
    this.provider = init.provider;
    this.operation = init.operation;
    this.retryAfterMs = init.retryAfterMs;
    this.status = init.status;
    this.vendorCode = onlySafe(init.vendorCode);
    this.requestId = onlySafe(init.requestId);
    this.cure = init.cure;
    this.missingScopes = init.missingScopes;
    this.#claims = init.claims !== undefined && init.claims.length <= maxClaimsLength ? init.claims : undefined;
    this.cause = init.cause === undefined ? undefined : redactCause(init.cause);
  }

  /**
   * Tells whether `value` is a CalendarError, also one made by another copy of this package (ESM beside CommonJS), where
   * `instanceof` says no.
   */
  static is(value: unknown): value is CalendarError {
    return typeof value === 'object' && value !== null && brand in value && value[brand] === 'CalendarError';
  }

  /** Returns the same error with context that the place of its origin did not know. Fields that are set stay. */
  withContext(context: { readonly provider?: string; readonly operation?: string }): CalendarError {
    if (this.provider !== undefined && this.operation !== undefined) return this;
    const error = new CalendarError({
      ...this.#fields(),
      claims: this.#claims,
      provider: this.provider ?? context.provider,
      operation: this.operation ?? context.operation,
    });
    // Where it went wrong, not where the context was added.
    if (this.stack !== undefined) error.stack = this.stack;
    return error;
  }

  /** JSON of the claims a new sign-in has to ask for. Kept out of what is printed: it describes the organization's policy. */
  get claims(): string | undefined {
    return this.#claims;
  }

  /** The safe fields, without the stack. */
  toJSON(): CalendarErrorJson {
    const fields = Object.entries(this.#fields()).filter(([, value]) => value !== undefined);
    // Only undefined members were dropped, which the JSON form has as optional ones.
    return { name: this.name, ...(Object.fromEntries(fields) as Omit<CalendarErrorJson, 'name'>) };
  }

  #fields(): Omit<CalendarErrorInit, 'cause' | 'claims'> & { retryable: boolean; cause: RedactedCause | undefined } {
    return {
      code: this.code,
      reason: this.reason,
      message: this.message,
      retryable: this.retryable,
      provider: this.provider,
      operation: this.operation,
      retryAfterMs: this.retryAfterMs,
      status: this.status,
      vendorCode: this.vendorCode,
      requestId: this.requestId,
      cure: this.cure,
      missingScopes: this.missingScopes,
      cause: this.cause,
    };
  }
}

/**
 * Reduces any thrown value to its name and machine code. The message is dropped: vendor messages quote requests.
 *
 * @public
 */
export function redactCause(error: unknown): RedactedCause {
  if (typeof error !== 'object' || error === null) return { name: typeof error };
  const name = 'name' in error && typeof error.name === 'string' ? error.name : 'Error';
  const code = 'code' in error && typeof error.code === 'string' ? onlySafe(error.code) : undefined;
  return { name: onlySafe(name) ?? 'Error', ...(code === undefined ? {} : { code }) };
}

function onlySafe(token: string | undefined): string | undefined {
  return token !== undefined && safeToken.test(token) ? token : undefined;
}
