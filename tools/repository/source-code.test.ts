import { describe, expect, test } from 'vitest';
import { ambientUses, globalUses, importedModules, parseSource, testTitles, wildcardExports } from './source-code.ts';

const parse = (code: string): ReturnType<typeof parseSource> => parseSource('file.ts', code);
const textsOf = (findings: readonly { readonly text: string }[]): readonly string[] => findings.map(({ text }) => text);

describe('importedModules', () => {
  test.each([
    ["import { a } from 'one';", ['one']],
    ["import type { A } from 'one';", ['one']],
    ["import 'one';", ['one']],
    ["export { a } from 'one';", ['one']],
    ["export type A = import('one').B;", ['one']],
    ["const a = await import('one');", ['one']],
    ["const a = require('one');", ['one']],
    ["// import 'one'\nconst text = \"import 'two'\";", []],
  ])('%s', (code, modules) => {
    expect(textsOf(importedModules(parse(code)))).toEqual(modules);
  });

  test('says on which line', () => {
    expect(importedModules(parse("\n\nimport 'one';"))).toEqual([{ text: 'one', line: 3 }]);
  });
});

describe('globalUses', () => {
  const names = new Set(['process', 'Buffer']);

  test.each([
    'process.env',
    'const a = process;',
    'globalThis.process.exit()',
    'Buffer.from(text)',
    'const a = { process };',
    'call(Buffer)',
    'class A extends Buffer {}',
  ])('finds %s', (code) => {
    expect(globalUses(parse(code), names)).toHaveLength(1);
  });

  test.each([
    'queue.process()',
    'const a = { process: 1 };',
    'interface A { process: string }',
    'function f(a: Buffer): void {}',
    '// process.env',
    "'process'",
    'const { process: started } = queue;',
  ])('leaves %s alone', (code) => {
    expect(globalUses(parse(code), names)).toEqual([]);
  });
});

describe('ambientUses', () => {
  test.each([
    ['Date.now()', ['Date.now']],
    ['const now = Date.now;', ['Date.now']],
    ['new Date()', ['new Date()']],
    ['new Date', ['new Date()']],
    ['Date()', ['Date()']],
    ['Math.random()', ['Math.random']],
    ['performance.now()', ['performance.now']],
    ['AbortSignal.timeout(9)', ['AbortSignal.timeout']],
    ['console.log(1)', ['console']],
    ['setTimeout(f, 1)', ['setTimeout']],
    ['globalThis.setInterval(f, 1)', ['setInterval']],
    ['new Date(instant)', []],
    ['Date.parse(text); Math.max(1); clock.now(); clearTimeout(timer);', []],
    ['/** Unlike Date.now() or console.log() */', []],
  ])('%s', (code, uses) => {
    expect(textsOf(ambientUses(parse(code)))).toEqual(uses);
  });
});

test('wildcardExports tells a list of names from everything', () => {
  const code =
    "export { a } from './a.ts';\nexport * from './b.ts';\nexport * as c from './c.ts';\nexport type * from './d.ts';";
  expect(wildcardExports(parse(code)).map(({ line }) => line)).toEqual([2, 3, 4]);
});

describe('testTitles', () => {
  test.each([
    ["test('one', () => {});", ['one']],
    ["it('one', () => {});", ['one']],
    ["describe('group', () => { test('one', f); });", ['group', 'one']],
    ["test.each([['x', 1]])('one %s', f);", ['one %s']],
    ["test.each`a | b\n${1} | ${2}`('one $a', f);", ['one $a']],
    ["test.skipIf(isMissing)('one', f);", ['one']],
    [
      "describe.skipIf(isMissing)(`one${isMissing ? ' (skipped: no contracts)' : ''}`, f);",
      ["one${isMissing ? ' (skipped: no contracts)' : ''}"],
    ],
    ["test('one' + ' two', f);", ['one two']],
    ["test(isMissing ? 'one' : 'two', f);", ['one', 'two']],
    ["company.test('one', ['create'], f);", ['one']],
    ["company.test.skip('one', f);", []],
    ["suite.find('one');", []],
    ["/one/.test('two');", []],
    ["test.skip('one', f);", []],
    ["test.todo('one');", []],
    ["describe.skip('group', () => { test('one', f); });", []],
    ["// test('one', f);", []],
    ["expect('one').toBe('two');", []],
  ])('%s', (code, titles) => {
    expect(testTitles(parse(code))).toEqual(titles);
  });
});
