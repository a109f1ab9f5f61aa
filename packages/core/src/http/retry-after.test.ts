import { expect, test } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-11-16T08:00:00Z');

test.each([
  ['10', 10_000],
  ['0', 0],
  ['1.5', 1_500],
  ['86400', 86_400_000],
  ['Mon, 16 Nov 2026 08:02:00 GMT', 120_000],
  ['Mon, 16 Nov 2026 07:59:00 GMT', 0],
  ['', undefined],
  ['soon', undefined],
  ['-3', undefined],
  ['2026-11-16T08:02:00Z', undefined],
  [null, undefined],
  [undefined, undefined],
])('reads %s as %s ms', (value, expected) => {
  expect(parseRetryAfter(value, now)).toBe(expected);
});
