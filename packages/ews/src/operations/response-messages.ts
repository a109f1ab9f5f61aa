import { CalendarError } from '@kalends/core';
import { responseMessageError } from '../errors/response-error.ts';
import type { ErrorContext } from '../errors/response-error.ts';
import type { ResponseMessage } from '../soap/answer-shape.ts';

/** Throws unless a response message reports success. */
export function expectSuccess(message: ResponseMessage, context: ErrorContext): void {
  if (message.ResponseClass !== 'Success') throw responseMessageError(message, context);
}

/** Throws unless there are as many response messages as things were asked for: they are told apart by their order alone. */
export function expectMessages<M extends ResponseMessage>(
  messages: readonly M[] | undefined,
  count: number,
  context: ErrorContext,
): readonly M[] {
  if (messages?.length === count) return messages;
  throw new CalendarError({
    code: 'invalidResponse',
    message: `Exchange answered ${messages?.length ?? 0} of ${count} parts of a request`,
    provider: 'ews',
    ...context,
  });
}

/** The one response message of an operation that asks for one thing, when it reports success. */
export function expectOneSuccess<M extends ResponseMessage>(
  messages: readonly M[] | undefined,
  context: ErrorContext,
): M {
  const [message] = expectMessages(messages, 1, context);
  // The count was checked.
  if (message === undefined) throw new TypeError('unreachable');
  expectSuccess(message, context);
  return message;
}

/**
 * {@link expectOneSuccess} for a write. Throttling that hides in an internal error says nothing of whether the write took place, so it
 * is trouble of the service and not a refusal.
 */
export function expectOneWritten<M extends ResponseMessage>(
  messages: readonly M[] | undefined,
  context: ErrorContext,
): M {
  const [message] = messages ?? [];
  if (message?.ResponseClass === 'Error' && message.ResponseCode === 'ErrorInternalServerError') {
    const error = responseMessageError(message, context);
    throw new CalendarError({ ...error.toJSON(), code: 'serviceUnavailable', retryable: true, cause: error });
  }
  return expectOneSuccess(messages, context);
}
