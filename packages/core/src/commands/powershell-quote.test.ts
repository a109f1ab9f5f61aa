import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powershellQuote } from './powershell-quote.ts';

/**
 * Reads one single-quoted string as PowerShell's tokenizer does (about_Quoting_Rules; the language grammar's
 * verbatim-string-literal): five characters count as a quote, and two in a row stand for the second of them.
 *
 * @returns The value and what follows the string.
 */
function readVerbatim(command: string): { value: string; rest: string } {
  const isQuote = (character: string | undefined): boolean =>
    character !== undefined && /['\u2018-\u201B]/.test(character);
  if (!isQuote(command[0])) throw new Error('Not a string');
  let value = '';
  for (let at = 1; at < command.length; at += 1) {
    if (isQuote(command[at])) {
      at += 1;
      if (!isQuote(command[at])) return { value, rest: command.slice(at) };
    }
    value += command[at];
  }
  throw new Error('The string does not end');
}

describe('powershellQuote', () => {
  it.each([
    ['ada@example.com', "'ada@example.com'"],
    ['', "''"],
    ["o'brien@example.com", "'o''brien@example.com'"],
    ['o\u2019brien@example.com', "'o\u2019\u2019brien@example.com'"],
    ["\u2018\u2019\u201A\u201B'", "'\u2018\u2018\u2019\u2019\u201A\u201A\u201B\u201B'''"],
    ['$(Get-Mailbox)`n"x"', '\'$(Get-Mailbox)`n"x"\''],
    ['\u201Cquoted\u201D; Remove-Item', "'\u201Cquoted\u201D; Remove-Item'"],
    ['-Confirm', "'-Confirm'"],
  ])('%j becomes %s', (text, expected) => {
    expect(powershellQuote(text)).toBe(expected);
  });

  it.each([
    ['a newline', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a next line', 'a\u0085b'],
    ['a null', 'a\0b'],
    ['a tab', 'a\tb'],
    ['half a surrogate pair', 'a\uD800'],
    ['more than a line can be', 'a'.repeat(4_097)],
  ])('refuses %s', (_, text) => {
    expect(() => powershellQuote(text)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  const odd = fc.constantFrom(
    "'",
    '\u2018',
    '\u2019',
    '\u201A',
    '\u201B',
    '\u201C',
    '"',
    '$',
    '`',
    ';',
    '|',
    '&',
    '\\',
    ' ',
    '-',
    '@',
    '#',
    '{',
    ')',
    '😀',
  );
  const text = fc
    .array(fc.oneof(odd, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 })), { maxLength: 40 })
    .map((parts) => parts.join('').replaceAll(/[\p{Cc}\u2028\u2029]/gu, ''));

  it('is read back as it was, and nothing of it leaves the string', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const first = readVerbatim(`${powershellQuote(one)} ${powershellQuote(other)}`);
        expect(first.value).toBe(one);
        expect(readVerbatim(first.rest.slice(1))).toEqual({ value: other, rest: '' });
      }),
      { numRuns: 500 },
    );
  });
});
