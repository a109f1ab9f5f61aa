import { CalendarError } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { apiErrorTable, statusTable } from './error-table.ts';
import { toCalendarError } from './to-calendar-error.ts';

const context = { clock: { now: () => Date.parse('2026-11-16T08:00:10Z') } };
const secret = 'CANARY-secret';

/** An error as the vendor's client throws it: the request with its token, the answer with its text. */
const vendorError = (status: number, data: unknown, headers: Readonly<Record<string, string>> = {}): Error =>
  Object.assign(new Error(secret), {
    name: 'GaxiosError',
    status,
    config: { headers: { authorization: `Bearer ${secret}` } },
    response: { status, data, headers: new Headers(headers) },
  });
const envelope = (reason: string | undefined, more: object = {}): object => ({
  error: {
    code: 1,
    message: secret,
    errors: reason === undefined ? [] : [{ domain: 'x', reason, message: secret }],
    ...more,
  },
});

describe('toCalendarError', () => {
  it.each(apiErrorTable.map((row) => [row.vendorCode, row] as const))('maps the API reason %s', (reason, row) => {
    const error = toCalendarError(vendorError(row.status ?? 418, envelope(reason)), context);
    expect(error).toMatchObject({ code: row.code, vendorCode: reason, provider: 'google' });
    expect(error.reason).toBe(row.reason);
    expect(error.cure).toEqual(row.cure);
  });

  it.each(apiErrorTable.map((row) => [row.vendorCode, row.code, row.status ?? 418] as const))(
    'finds %s among the details as well',
    (reason, code, status) => {
      const error = toCalendarError(vendorError(status, envelope(undefined, { details: [{}, { reason }] })), context);
      expect(error).toMatchObject({ code, vendorCode: reason });
    },
  );

  it.each(Object.entries(statusTable))('maps the status %s without a reason', (status, code) => {
    expect(toCalendarError(vendorError(Number(status), '<html>'), context)).toMatchObject({
      code,
      status: Number(status),
    });
  });

  it.each([500, 502, 503, 504])('takes %i for a failure that passes', (status) => {
    expect(toCalendarError(vendorError(status, ''), context)).toMatchObject({
      code: 'serviceUnavailable',
      retryable: true,
    });
  });

  it('tells a missing token from a missing parameter', () => {
    const codeOf = (status: number): string => toCalendarError(vendorError(status, envelope('required')), context).code;
    expect([401, 400].map(codeOf)).toEqual(['reauthorizationRequired', 'invalidArgument']);
  });

  it('tells the three kinds of 403 apart', () => {
    const codeOf = (reason: string): string => toCalendarError(vendorError(403, envelope(reason)), context).code;
    expect(['rateLimitExceeded', 'insufficientPermissions', 'requiredAccessLevel', 'anythingElse'].map(codeOf)).toEqual(
      ['rateLimited', 'consentRequired', 'accessDenied', 'accessDenied'],
    );
  });

  it.each([
    ['a timestamp', { window_start_time: '2026-11-16T08:00:00Z' }, 50_000],
    ['seconds', { window_start_time: String(Date.parse('2026-11-16T08:00:00Z') / 1000) }, 50_000],
    ['a number', { window_start_time: Date.parse('2026-11-16T08:00:00Z') / 1000 }, 50_000],
    ['an hourly window', { window_start_time: '2026-11-16T08:00:00Z', quota_unit: '1/h/{project}' }, 3_590_000],
    ['a window that is over', { window_start_time: '2026-11-16T07:00:00Z' }, undefined],
    ['a window that ends now', { window_start_time: '2026-11-16T07:59:10Z' }, undefined],
    ['nonsense', { window_start_time: 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('computes the wait from the quota window: %s', (_what, metadata, retryAfterMs) => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'RATE_LIMIT_EXCEEDED', metadata }];
    const error = toCalendarError(vendorError(403, envelope('rateLimitExceeded', { details })), context);
    expect(error).toMatchObject({ code: 'rateLimited', retryAfterMs });
  });

  it('believes Retry-After, whatever it says', () => {
    expect(
      toCalendarError(vendorError(429, envelope(undefined), { 'retry-after': '7200' }), context).retryAfterMs,
    ).toBe(7_200_000);
  });

  it('keeps the request id', () => {
    const details = [{ requestId: 'req-1' }];
    expect(toCalendarError(vendorError(500, envelope('backendError', { details })), context).requestId).toBe('req-1');
    expect(toCalendarError(vendorError(500, '', { 'x-request-id': 'req-2' }), context).requestId).toBe('req-2');
  });

  it('unwraps errors of our own transport', () => {
    const own = new CalendarError({ code: 'tlsError', message: 'x' });
    expect(toCalendarError(Object.assign(new Error(secret), { name: 'GaxiosError', cause: own }), context)).toBe(own);
  });

  it('has a name for what has neither answer nor transport', () => {
    const broken = Object.assign(new Error(secret), { name: 'GaxiosError', code: 'ECONNRESET' });
    expect(toCalendarError(broken, context)).toMatchObject({ code: 'networkError', cause: { code: 'ECONNRESET' } });
    expect(toCalendarError(new Error(secret), context).code).toBe('invalidConfiguration');
    expect(toCalendarError(undefined, context).code).toBe('invalidConfiguration');
  });

  it('repeats nothing of what the service said', () => {
    const odd = envelope(`${secret}@example.com`, { details: [{ reason: secret, requestId: `${secret} and blanks` }] });
    for (const data of [odd, secret, { error: `${secret}-1` }, { error: { errors: secret } }]) {
      const error = toCalendarError(vendorError(400, data), context);
      expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain(secret);
    }
  });
});
