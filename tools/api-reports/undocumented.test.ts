import { expect, test } from 'vitest';
import { undocumented } from './undocumented.ts';

const report = (...lines: readonly string[]): string => ['```ts', '', ...lines, '', '```', ''].join('\n');

test('every exported name needs documentation', () => {
  expect(undocumented(report('// @public (undocumented)', 'export const size = 1;'))).toEqual([
    'export const size = 1;',
  ]);
  expect(undocumented(report('// @public', 'export const size = 1;'))).toEqual([]);
});

test.each([
  'close(): Promise<void>;',
  'get value(): string;',
  'static is(value: unknown): boolean;',
  'map<T>(each: (one: string) => T): T;',
  '[Symbol.asyncDispose](): Promise<void>;',
  'readonly fetch?: (url: string) => Response;',
  'find?(id: string): string;',
])('a member that can be called needs it: %s', (member) => {
  const lines = ['// @public', 'export interface Thing {', '    // (undocumented)', `    ${member}`, '}'];
  expect(undocumented(report(...lines))).toEqual([member]);
  expect(undocumented(report(...lines.toSpliced(2, 1)))).toEqual([]);
});

test.each(['readonly name: string;', "readonly kind?: 'a' | 'b';", 'readonly times: readonly (string | undefined)[];'])(
  'a member that holds data need not: %s',
  (member) => {
    const lines = ['// @public', 'export interface Thing {', '    // (undocumented)', `    ${member}`, '}'];
    expect(undocumented(report(...lines))).toEqual([]);
  },
);
