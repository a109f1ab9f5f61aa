import { describe, expect, test } from 'vitest';
import { exampleSnippets } from './example-snippets.ts';

const fence = '```';

describe('exampleSnippets', () => {
  test('takes the examples of functions, members and overloads, each once', () => {
    const source = [
      "const decoy = '/** @example ' + 1 + ' */';",
      '/**',
      ' * Adds.',
      ' *',
      ' * @example',
      ` * ${fence}ts`,
      ' * const sum = add(1, 2);',
      ' *   // indented',
      ` * ${fence}`,
      ' * @public',
      ' */',
      'export const add = (a: number, b: number): number => a + b;',
      'export interface Point {',
      '  /**',
      '   * A member.',
      '   * @example',
      `   * ${fence}ts`,
      '   * point.x;',
      `   * ${fence}`,
      '   */',
      '  readonly x: number;',
      '}',
    ].join('\n');
    expect(exampleSnippets('a.ts', source)).toEqual({
      snippets: [
        { path: 'a.ts', line: 7, code: 'const sum = add(1, 2);\n  // indented' },
        { path: 'a.ts', line: 18, code: 'point.x;' },
      ],
      problems: [],
    });
  });

  test('takes every example of a comment, and nothing that is not in an example', () => {
    const block = (text: string): string => ` * ${fence}ts\n * ${text};\n * ${fence}\n`;
    const source = `/**\n${block('remark')} * @example One\n${block('one')} * @example\n${block('two')} * @throws Error\n${block('three')} */\nexport const a = 1;\n`;
    expect(exampleSnippets('a.ts', source).snippets.map(({ code }) => code)).toEqual(['one;', 'two;']);
  });

  test('finds fault with an example outside a fence', () => {
    expect(exampleSnippets('a.ts', '\n/**\n * @example\n * add(1, 2);\n */\nexport const a = 1;\n').problems).toEqual([
      'a.ts:3: this @example has no code in a ts fence',
    ]);
  });

  test('leaves out what says why', () => {
    const source = `/**\n * @example\n * ${fence}ts ignore: of a coming version\n * x(\n * ${fence}\n */\nexport const a = 1;\n`;
    expect(exampleSnippets('a.ts', source)).toEqual({ snippets: [], problems: [] });
  });
});
