import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SealError } from './seal-error.ts';

const brand = Symbol.for('kalends.error');

describe('SealError', () => {
  test('carries the brand, the code and that trying again is of no use', () => {
    const error = new SealError('openFailed', 'what happened');
    expect(Reflect.get(error, brand)).toBe('SealError');
    expect(error).toMatchObject({ name: 'SealError', code: 'openFailed', retryable: false });
    expect(error).toBeInstanceOf(Error);
  });

  test('is recognised when another copy of the package made it', () => {
    class ForeignCopy extends Error {
      readonly [brand] = 'SealError';
    }
    expect(SealError.is(new ForeignCopy())).toBe(true);
  });

  test.for([undefined, null, 'SealError', new Error('other'), {}, { name: 'SealError' }, { [brand]: 'CalendarError' }])(
    'is not taken for %o',
    (value) => {
      expect(SealError.is(value)).toBe(false);
    },
  );

  test('prints as its safe fields in JSON', () => {
    const error = new SealError('malformed', 'what happened');
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'SealError',
      code: 'malformed',
      message: 'what happened',
      retryable: false,
    });
    expect(inspect(error)).toContain('SealError: what happened');
  });
});
