import { describe, expect, test } from 'vitest';
import { instantSchema } from './input.ts';

describe('instantSchema', () => {
  test.each([
    ['0001-01-01T00:00:00Z', true],
    ['2026-03-20T08:00:00.123+14:00', true],
    ['9999-12-31T23:59:59.999Z', true],
    ['0000-12-31T23:59:59Z', false],
    ['9999-12-31T23:59:59-01:00', false],
    ['0001-01-01T00:00:00+01:00', false],
    ['2026-03-20T08:00:00', false],
    ['2026-03-20', false],
    ['', false],
  ])('%s can be kept and read again: %j', (text, isKept) => {
    expect(instantSchema.safeParse(text).success).toBe(isKept);
  });
});
