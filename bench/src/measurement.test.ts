import { expect, test } from 'vitest';
import { median, toJsonResult, toLine } from './measurement.ts';
import type { Measurement } from './measurement.ts';

const measurement: Measurement = {
  name: 'suite/what',
  value: 30.00004,
  unit: 'ms',
  against: 'something else',
  baseline: 120,
  samples: 9,
};

test('the ratio is ours divided by theirs, and nothing but the five members is printed as JSON', () => {
  expect(toJsonResult({ ...measurement, limit: 3 })).toEqual({
    name: 'suite/what',
    value: 30,
    unit: 'ms',
    against: 'something else',
    ratio: 0.25,
  });
});

test('a line says against what, how many samples, and whether a limit is kept', () => {
  expect(toLine(measurement)).toMatch(/30 ms = 0\.25 x something else \(120 ms, median of 9\)$/);
  expect(toLine({ ...measurement, samples: 1, limit: 31 })).toMatch(/\(120 ms\), limit 31 ms: kept$/);
  expect(toLine({ ...measurement, limit: 29 })).toMatch(/limit 29 ms: EXCEEDED$/);
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('nothing has no median', () => {
  expect(() => median([])).toThrow(RangeError);
});
