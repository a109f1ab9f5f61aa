import type { ErrorContext } from '../errors/response-error.ts';
import type { EwsSchemaVersion } from '../soap/envelope.ts';
import type { Shape } from '../soap/shape.ts';

/** One EWS operation: how to ask and what to make of the answer. */
export interface ExchangeCall<R> {
  /** Local name of the answer's element, for example `GetItemResponse`. */
  readonly responseName: string;
  /** XML of the operation; properties differ between schema versions. */
  readonly request: (version: EwsSchemaVersion) => string;
  readonly response: Shape<unknown>;
  /** Checks the response messages. What it throws takes part in retries. */
  readonly read: (response: unknown, context: ErrorContext) => R;
}

/** Makes an {@link ExchangeCall} whose `read` takes what `response` describes. */
export function exchangeCall<T, R>(call: {
  readonly responseName: string;
  readonly request: (version: EwsSchemaVersion) => string;
  readonly response: Shape<T>;
  readonly read: (response: T, context: ErrorContext) => R;
}): ExchangeCall<R> {
  // The client hands `read` what it built from `response`, which is a T.
  return { ...call, read: (response, context) => call.read(response as T, context) };
}
