import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { CalendarError, redactCause } from './calendar-error.ts';
import { calendarErrorCodes } from './error-code.ts';

const canary = 'canary-token-5f3a';

describe('CalendarError', () => {
  test('is recognised across copies of the class', async () => {
    // A second evaluation of the module stands for the CommonJS copy beside the ESM one.
    vi.resetModules();
    const copy = await import('./calendar-error.ts');
    const foreign = new copy.CalendarError({ code: 'timeout', message: 'late' });
    expect(foreign instanceof CalendarError).toBe(false);
    expect(CalendarError.is(foreign)).toBe(true);
  });

  test.each([[new Error('x')], [undefined], [null], ['timeout'], [{ code: 'timeout' }]])('is not %s', (value) => {
    expect(CalendarError.is(value)).toBe(false);
  });

  test.each(calendarErrorCodes)('%s says by itself whether a retry helps', (code) => {
    const passing = [
      'rateLimited',
      'serviceUnavailable',
      'networkError',
      'timeout',
      'policyPropagating',
      'storeUnavailable',
      'auditFailed',
    ];
    expect(new CalendarError({ code, message: 'm' }).retryable).toBe(passing.includes(code));
  });

  test('carries the claims of a challenge without showing them, and none of unreasonable length', () => {
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: canary } } });
    const error = new CalendarError({ code: 'reauthorizationRequired', reason: 'policy', message: 'm', claims });
    const moved = error.withContext({ provider: 'graph', operation: 'events.list' });
    expect([error.claims, moved.claims, moved.reason]).toEqual([claims, claims, 'policy']);
    for (const text of [JSON.stringify(moved), inspect(moved, { depth: 9, showHidden: true, getters: false })]) {
      expect(text).not.toContain(canary);
    }
    const long = new CalendarError({ code: 'reauthorizationRequired', message: 'm', claims: 'x'.repeat(8_193) });
    expect(long.claims).toBeUndefined();
  });

  test('says which reason and which scopes', () => {
    const error = new CalendarError({ code: 'consentRequired', message: 'm', missingScopes: ['Calendars.Read'] });
    expect(error.toJSON()).toMatchObject({ code: 'consentRequired', missingScopes: ['Calendars.Read'] });
    expect(error.toJSON()).not.toHaveProperty('reason');
  });

  test('keeps name and code of the cause, and nothing it carried', () => {
    const cause = Object.assign(new TypeError(`Bearer ${canary}`), { code: 'ECONNRESET', config: { headers: canary } });
    const error = new CalendarError({ code: 'networkError', message: 'broke', cause });
    expect(error.cause).toEqual({ name: 'TypeError', code: 'ECONNRESET' });
    for (const text of [
      JSON.stringify(error),
      inspect(error, { depth: 9, showHidden: true }),
      String(error),
      error.stack,
    ]) {
      expect(text).not.toContain(canary);
    }
  });

  test('does not show vendor codes and request ids that are no short tokens', () => {
    const error = new CalendarError({
      code: 'invalidResponse',
      message: 'm',
      vendorCode: `a ${canary}`,
      requestId: 'r'.repeat(200),
    });
    expect(error.vendorCode).toBeUndefined();
    expect(error.requestId).toBeUndefined();
    const mail = `${canary}@tidewater.example`;
    const named = new CalendarError({ code: 'invalidResponse', message: 'm', vendorCode: mail, requestId: mail });
    expect(inspect(named)).not.toContain(canary);
  });

  test('writes only the fields that are set as JSON', () => {
    const error = new CalendarError({
      code: 'rateLimited',
      message: 'slow down',
      provider: 'graph',
      retryAfterMs: 10_000,
      status: 429,
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'CalendarError',
      code: 'rateLimited',
      message: 'slow down',
      retryable: true,
      provider: 'graph',
      retryAfterMs: 10_000,
      status: 429,
    });
  });

  test('gains context without losing its own', () => {
    const error = new CalendarError({ code: 'timeout', message: 'm', operation: 'events.list', retryAfterMs: 5 });
    const withContext = error.withContext({ provider: 'ews', operation: 'other' });
    expect(withContext.stack).toBe(error.stack);
    expect(withContext).toMatchObject({ provider: 'ews', operation: 'events.list', retryAfterMs: 5, code: 'timeout' });
  });
});

describe('redactCause', () => {
  test.each([
    ['text', { name: 'string' }],
    [undefined, { name: 'undefined' }],
    [{ name: 'a b c' }, { name: 'Error' }],
    [Object.assign(new Error('x'), { code: 401 }), { name: 'Error' }],
  ])('reduces %s', (value, expected) => {
    expect(redactCause(value)).toEqual(expected);
  });
});
