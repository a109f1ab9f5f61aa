import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CalendarError, calendarErrorCodes } from '../src/index.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/reference/errors.md'), 'utf8');
const sections = new Map(
  page
    .split(/^### `/m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('`')), section] as const),
);

test('docs/reference/errors.md has a section for each code, and for no other', () => {
  expect([...sections.keys()].sort()).toEqual([...calendarErrorCodes].sort());
});

test.each(calendarErrorCodes)('the section of %s says whether a retry helps', (code) => {
  const { retryable } = new CalendarError({ code, message: 'm' });
  expect(sections.get(code)).toMatch(retryable ? /(?<!Not )\bRetryable\b/ : /Not retryable/);
});
