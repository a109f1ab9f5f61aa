import { CalendarError, parseRetryAfter } from '@kalends/core';
import type { Clock, Cure } from '@kalends/core';
import { wireApiErrorSchema, wireOAuthErrorSchema } from '../wire/error-body.ts';
import { cureBySubject, describeError } from './describe-error.ts';
import type { ErrorSubject } from './describe-error.ts';
import { codeOfStatus, findApiErrorRow, findOAuthErrorRow } from './find-error-row.ts';
import type { OAuthStep } from './oauth-error-table.ts';
import { quotaWaitMs } from './quota-wait.ts';

/** What the mapping needs to know. */
export interface ErrorContext {
  readonly clock: Pick<Clock, 'now'>;
  /** What the request was about. Default: calendars. */
  readonly subject?: ErrorSubject;
  /** What was asked of the token endpoint. Default: a refresh, as clients do it by themselves. */
  readonly step?: OAuthStep;
  /** The grant is past the end that Google once named: a refusal then needs no other explanation. */
  readonly isGrantOver?: boolean;
  /** Tells what the assertion's maker knows about a refusal. */
  readonly explain?: (about: 'delegation' | 'clock', answer: VendorAnswer) => Explanation;
}

/** More about a refusal than the table can say. */
export interface Explanation {
  readonly message?: string;
  readonly cure?: Cure;
}

/** An answer that is no success. */
export interface VendorAnswer {
  readonly status: number;
  /** Parsed JSON, or a text. */
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

/** The error of an answer. Nothing of what the service wrote is repeated but its codes. */
export function errorOfAnswer(answer: VendorAnswer, context: ErrorContext): CalendarError {
  const retryAfterMs = parseRetryAfter(answer.header('retry-after'), context.clock.now());
  const common = { provider: 'google', status: answer.status };
  const flat = wireOAuthErrorSchema.safeParse(answer.data).data;
  if (flat !== undefined) {
    const { error, error_subtype: subtype, error_description: description } = flat;
    const row = findOAuthErrorRow(context.step ?? 'refresh', { error, subtype, description });
    const code = row?.code ?? codeOfStatus(answer.status);
    const more = row?.concerns === undefined ? undefined : context.explain?.(row.concerns, answer);
    return new CalendarError({
      ...common,
      code,
      reason: row?.reason === 'revoked' && context.isGrantOver === true ? 'expired' : row?.reason,
      message: more?.message ?? row?.message ?? describeError(code),
      vendorCode: safeReason(row?.vendorCode ?? error),
      retryAfterMs: retryAfterMs ?? row?.retryAfterMs,
      cure: more?.cure ?? row?.cure,
      requestId: answer.header('x-request-id') ?? undefined,
    });
  }
  const envelope = wireApiErrorSchema.safeParse(answer.data).data?.error;
  const details = envelope?.details ?? [];
  const reasons = [
    ...[...(envelope?.errors ?? []), ...details].map(({ reason }) => reason),
    // The newer backends often give no other reason.
    envelope?.status,
  ].filter((reason): reason is string => typeof reason === 'string');
  const row = findApiErrorRow(reasons, answer.status);
  const code = row?.code ?? codeOfStatus(answer.status);
  const requestId = details.find((detail) => typeof detail.requestId === 'string')?.requestId;
  return new CalendarError({
    ...common,
    code,
    reason: row?.reason,
    message: describeError(code, context.subject),
    vendorCode: safeReason(row?.vendorCode ?? reasons[0]),
    retryAfterMs: retryAfterMs ?? (code === 'rateLimited' ? quotaWaitMs(details, context.clock.now()) : undefined),
    requestId: requestId ?? answer.header('x-request-id') ?? undefined,
    cure: cureBySubject(code, context.subject) ?? row?.cure,
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
