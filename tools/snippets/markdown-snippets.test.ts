import { describe, expect, test } from 'vitest';
import { markdownSnippets } from './markdown-snippets.ts';

const found = (text: string): unknown =>
  markdownSnippets('page.md', text).snippets.map(({ line, code }) => [line, code]);
const problems = (text: string): readonly string[] => markdownSnippets('page.md', text).problems;

describe('markdownSnippets', () => {
  test('takes TypeScript and knows where it begins', () => {
    expect(found('# A\n\n```ts\nconst a = 1;\nconst b = 2;\n```\n\n~~~typescript\nlet c;\n~~~\n')).toEqual([
      [4, 'const a = 1;\nconst b = 2;'],
      [9, 'let c;'],
    ]);
  });

  test('leaves other languages', () => {
    expect(found('```sh\nnpm start\n```\n```\nplain\n```\n```tsx\n<a/>\n```\n')).toEqual([]);
    expect(problems('```sh\nnpm start\n```\n```json\n{}\n```')).toEqual([]);
  });

  test('reads a fence within a list from where the fence is', () => {
    expect(found('1. First:\n\n   ```ts\n   if (a) {\n     b();\n   }\n   ```\n')).toEqual([
      [4, 'if (a) {\n  b();\n}'],
    ]);
  });

  test('ends a fence only at a marker that is long enough and alone', () => {
    expect(found('````ts\nconst a = `\n```\n```ts\n`;\n````\n')).toEqual([[2, 'const a = `\n```\n```ts\n`;']]);
  });

  test('reads lines that end with CR LF', () => {
    expect(found('```ts\r\nconst a = 1;\r\n```\r\n')).toEqual([[2, 'const a = 1;']]);
  });

  test('leaves out what says why', () => {
    expect(found('```ts ignore: shows what does not compile\nnonsense(\n```')).toEqual([]);
    expect(problems('```ts ignore: shows what does not compile\nnonsense(\n```')).toEqual([]);
  });

  test.each([
    ['```ts ignore\na\n```', 'page.md:1: a snippet is left out without a reason: write "ts ignore: why"'],
    ['\n```ts ignored: typo\na\n```', 'page.md:2: "ts ignored: typo" is not understood'],
    ['text\n```ts\nconst a = 1;', 'page.md:2: this fence has no end'],
  ])('finds fault with %j', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
    expect(found(text)).toEqual([]);
  });
});
