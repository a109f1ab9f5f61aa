import { describe, expect, test } from 'vitest';
import { problemsOf } from '../fixture.ts';
import { requirementsTable } from './requirements-table.ts';

const testFile = "describe('seal', () => { test('opens what it sealed', f); test.skip('is switched off', f); });";

/** A page with a row for every number, where the rows given replace the ordinary ones. */
function page(rows: Readonly<Record<number, string>> = {}): string {
  const all = Array.from({ length: 145 }, (_, index) => rows[index + 1] ?? row(index + 1, 'not yet'));
  return ['# Requirements', '', '| # | Requirement | Package | Shown by |', '|---|---|---|---|', ...all, ''].join('\n');
}

function row(number: number | string, shownBy: string, packages = 'core'): string {
  return `| ${number} | Something | ${packages} | ${shownBy} |`;
}

function check(text: string): Promise<readonly string[]> {
  return problemsOf(requirementsTable, {
    'docs/requirements.md': text,
    'packages/crypto/test/seal.test.ts': testFile,
    'packages/testing/src/conformance/describe-provider.ts': "test('lists the window', f);",
    'packages/crypto/src/seal.ts': "test('opens what it sealed', f);",
    'docs/guide.md': '# A guide\n\n## Where lifetimes are set\n\n```sh\n# a remark in a program\n```\n\n### After it',
  });
}

describe('the requirements table', () => {
  test('is complete when every row is there', async () => {
    expect(await check(page())).toEqual([]);
  });

  test('is missed', async () => {
    expect(await problemsOf(requirementsTable, {})).toEqual(['docs/requirements.md: is missing']);
    expect(await check('# Requirements')).toEqual([expect.stringContaining('has no table')]);
  });

  test('may stand in chapters', async () => {
    const header = '| # | Requirement | Package | Shown by |\n| :-- | --- | --- | --: |';
    expect(await check(page({ 9: `\n## Next\n\n${header}\n${row(9, 'not yet')}` }))).toEqual([]);
  });

  test('has each number once', async () => {
    expect(await check(page({ 7: row(8, 'not yet') }))).toEqual([
      'docs/requirements.md: has no row for 7',
      'docs/requirements.md: number 8 has 2 rows',
    ]);
    expect(await check(page({ 145: `${row(145, 'not yet')}\n${row(146, 'not yet')}` }))).toEqual([
      'docs/requirements.md: number 146 is beyond 145',
    ]);
  });

  test.each(['3-5', '3a', '', '03'])('refuses %j as a number', async (number) => {
    expect(await check(page({ 3: row(number, 'not yet') }))).toEqual([
      `docs/requirements.md:7: the number is ${JSON.stringify(number)}, not a single number`,
      'docs/requirements.md: has no row for 3',
    ]);
  });

  test.each([
    '`packages/crypto/test/seal.test.ts` "opens what it sealed"',
    '`packages/crypto/test/seal.test.ts` "opens what"',
    '`packages/crypto/test/seal.test.ts` "seal"<br>`packages/crypto/test/seal.test.ts` "opens"',
    '`packages/crypto/test/seal.test.ts` "seal"; `packages/crypto/test/seal.test.ts` "opens"',
    '`packages/testing/src/conformance/describe-provider.ts` "lists the window"',
  ])('accepts %s', async (shownBy) => {
    expect(await check(page({ 1: row(1, shownBy) }))).toEqual([]);
  });

  test.each([
    ['`packages/crypto/test/seal.test.ts` "gone"', 'has no test named "gone"'],
    ['`packages/crypto/test/seal.test.ts` "is switched off"', 'has no test named'],
    [
      '`packages/crypto/test/seal.test.ts` "seal"<br>`packages/crypto/test/seal.test.ts` "gone"',
      'has no test named "gone"',
    ],
    ['`packages/crypto/test/gone.test.ts` "seal"', 'does not exist'],
    ['`packages/crypto/src/seal.ts` "opens what it sealed"', 'neither a *.test.ts file nor'],
    ['packages/crypto/test/seal.test.ts "seal"', 'nor of the form'],
    ['`packages/crypto/test/seal.test.ts`', 'nor of the form'],
    ['', 'nor of the form'],
    ['not yet, soon', 'nor of the form'],
    ['not yet<br>`packages/crypto/test/seal.test.ts` "seal"', 'nor of the form'],
  ])('refuses %s', async (shownBy, what) => {
    expect(await check(page({ 2: row(2, shownBy) }))).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    ['a chapter', '`docs/guide.md` "Where lifetimes are set"', 'docs', []],
    ['the page', '`docs/guide.md` "A guide"', 'crypto, docs', []],
    ['a chapter after a program', '`docs/guide.md` "After it"', 'docs', []],
    ['a test beside it', '`docs/guide.md` "A guide"<br>`packages/crypto/test/seal.test.ts` "seal"', 'docs', []],
    ['a page for what a test can show', '`docs/guide.md` "A guide"', 'core', ['shows a row of `docs` only']],
    ['a chapter that is gone', '`docs/guide.md` "Elsewhere"', 'docs', ['has no chapter named "Elsewhere"']],
    ['a line of a program', '`docs/guide.md` "a remark"', 'docs', ['has no chapter named']],
    ['a page that is gone', '`docs/gone.md` "A guide"', 'docs', ['does not exist']],
  ])('of what is written down: %s', async (_name, shownBy, packages, problems) => {
    expect(await check(page({ 4: row(4, shownBy, packages) }))).toEqual(
      problems.map((what) => expect.stringContaining(what)),
    );
  });
});
