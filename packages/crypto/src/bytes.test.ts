import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinFields } from './bytes.ts';

describe('joinFields', () => {
  test('writes each length as four bytes, big end first', () => {
    const joined = joinFields([new Uint8Array([1]), new Uint8Array(0), new Uint8Array(258)]);
    expect(joined.slice(0, 13)).toEqual(new Uint8Array([0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2]));
    expect(joined).toHaveLength(4 + 1 + 4 + 4 + 258);
  });

  test('gives different bytes for different lists of fields', () => {
    // Few values and short fields, so that lists which differ only in where a field ends are frequent.
    const fields = fc.array(fc.array(fc.constantFrom(0, 1), { maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(fields, fields, (a, b) => {
        const join = (list: number[][]): string =>
          Buffer.from(joinFields(list.map((field) => new Uint8Array(field)))).toString('hex');
        expect(join(a) === join(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1000 },
    );
  });
});
