import { CalendarError } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { storeError, storeErrorTable } from './store-error.ts';

const failure = (code?: unknown): Error => Object.assign(new Error('canary: insert into accounts'), { code });

describe('storeError', () => {
  test.each(storeErrorTable)('reads $sqlState as $code', ({ sqlState, code, retryable, message }) => {
    // A class stands for all of its conditions.
    const error = storeError(failure(sqlState.padEnd(5, '0')));
    expect(error).toMatchObject({ code, retryable, message, vendorCode: sqlState.padEnd(5, '0') });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test('has a line for each condition, none hidden by an earlier one', () => {
    const hidden = storeErrorTable.filter(
      ({ sqlState }, index) => storeErrorTable.findIndex((one) => sqlState.startsWith(one.sqlState)) !== index,
    );
    expect(hidden).toEqual([]);
  });

  test.each(['ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', undefined, 7])('takes %s for a server out of reach', (code) => {
    expect(storeError(failure(code))).toMatchObject({
      code: 'storeUnavailable',
      retryable: true,
      vendorCode: undefined,
    });
  });

  test.each(['23505', '22P02', 'XX000'])('takes %s for a refusal that stays', (code) => {
    expect(storeError(failure(code))).toMatchObject({ code: 'storeUnavailable', retryable: false, vendorCode: code });
  });

  test('leaves our own errors as they are', () => {
    const own = new CalendarError({ code: 'invalidArgument', message: 'm' });
    expect(storeError(own)).toBe(own);
  });
});
