import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from './base64url.ts';

describe('base64url', () => {
  test('agrees with the codec of Node for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  test('accepts exactly the texts that it writes, of all texts of up to three letters', () => {
    const letters = ['', ...Array.from('ABCQgwz059-_+/= \n.')];
    const wrong: string[] = [];
    for (const first of letters) {
      for (const second of letters) {
        for (const third of letters) {
          const text = first + second + third;
          const bytes = decodeBase64url(text);
          const canonical = Buffer.from(text, 'base64url').toString('base64url');
          if ((bytes !== undefined) !== (canonical === text)) wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test.for(['A', 'AB', 'AAB', 'AA=', 'AA==', 'A A', 'AAA\n', '++++', '////', 'AAAé', 'AAA\u{1f511}'])(
    'refuses %j',
    (text) => {
      expect(decodeBase64url(text)).toBeUndefined();
    },
  );
});
