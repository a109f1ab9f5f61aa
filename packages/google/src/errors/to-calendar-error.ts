import { CalendarError, parseRetryAfter } from '@kalends/core';
import type { CalendarErrorCode, Clock } from '@kalends/core';
import { wireApiErrorSchema, wireOAuthErrorSchema } from '../wire/error-body.ts';
import { describeError } from './describe-error.ts';
import { codeOfStatus, findApiErrorRow, findOAuthErrorRow } from './find-error-row.ts';
import { quotaWaitMs } from './quota-wait.ts';

/** What the mapping needs to know. */
export interface ErrorContext {
  readonly clock: Pick<Clock, 'now'>;
  /** A callback's code was being exchanged: `invalid_grant` is then about the code. */
  readonly isCodeExchange?: boolean;
}

interface VendorAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly header: (name: string) => string | null;
}

/**
 * Turns whatever the vendor's client throws into a {@link CalendarError}. The vendor's error holds the request with its
 * token and the answer's body; neither is kept.
 */
export function toCalendarError(error: unknown, context: ErrorContext): CalendarError {
  const own = ownErrorIn(error);
  if (own !== undefined) return own;
  const answer = answerOf(error);
  if (answer !== undefined) return errorOfAnswer(answer, context);
  if (hasName(error, 'GaxiosError')) {
    return new CalendarError({
      code: 'networkError',
      message: 'Google could not be reached',
      provider: 'google',
      cause: error,
    });
  }
  return new CalendarError({
    code: 'invalidConfiguration',
    message: 'The Google client failed before it sent a request; it may have no credentials',
    provider: 'google',
    cause: error,
  });
}

/** Our transport's errors come back wrapped by the vendor's. */
function ownErrorIn(error: unknown, depth = 0): CalendarError | undefined {
  if (CalendarError.is(error)) return error;
  if (typeof error !== 'object' || error === null || depth > 4 || !('cause' in error)) return undefined;
  return ownErrorIn(error.cause, depth + 1);
}

function answerOf(error: unknown): VendorAnswer | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('status' in response)) return undefined;
  if (typeof response.status !== 'number') return undefined;
  const headers = 'headers' in response ? response.headers : undefined;
  return {
    status: response.status,
    data: 'data' in response ? response.data : undefined,
    header: (name) => headerOf(headers, name),
  };
}

/** A client's transport may bring a `Headers` class of its own, as node-fetch does. */
function headerOf(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null || !('get' in headers)) return null;
  const value: unknown = typeof headers.get === 'function' ? headers.get(name) : null;
  return typeof value === 'string' ? value : null;
}

function errorOfAnswer(answer: VendorAnswer, context: ErrorContext): CalendarError {
  const retryAfterMs = parseRetryAfter(answer.header('retry-after'), context.clock.now());
  const common = { provider: 'google', status: answer.status };
  const flat = wireOAuthErrorSchema.safeParse(answer.data);
  if (flat.success) {
    const row = findOAuthErrorRow(flat.data.error, flat.data.error_subtype ?? undefined);
    const code: CalendarErrorCode =
      (context.isCodeExchange === true ? row?.onExchange : undefined) ?? row?.code ?? codeOfStatus(answer.status);
    return new CalendarError({
      ...common,
      code,
      message: describeError(code),
      vendorCode: safeReason(row?.vendorCode ?? flat.data.error),
      retryAfterMs,
      cure: row?.cure,
      requestId: answer.header('x-request-id') ?? undefined,
    });
  }
  const envelope = wireApiErrorSchema.safeParse(answer.data).data?.error;
  const details = envelope?.details ?? [];
  const reasons = [...(envelope?.errors ?? []), ...details]
    .map(({ reason }) => reason)
    .filter((reason): reason is string => typeof reason === 'string');
  const row = findApiErrorRow(reasons, answer.status);
  const code = row?.code ?? codeOfStatus(answer.status);
  const requestId = details.find((detail) => typeof detail.requestId === 'string')?.requestId;
  return new CalendarError({
    ...common,
    code,
    message: describeError(code),
    vendorCode: safeReason(row?.vendorCode ?? reasons[0]),
    retryAfterMs: retryAfterMs ?? (code === 'rateLimited' ? quotaWaitMs(details, context.clock.now()) : undefined),
    requestId: requestId ?? answer.header('x-request-id') ?? undefined,
    cure: row?.cure,
  });
}

/** Reasons are words; anything else in their place could be content. */
function safeReason(reason: string | undefined): string | undefined {
  return reason !== undefined && /^[A-Za-z][A-Za-z_.]{0,63}$/.test(reason) ? reason : undefined;
}

function hasName(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error
    ? error.name === name || error.constructor.name === name
    : false;
}
