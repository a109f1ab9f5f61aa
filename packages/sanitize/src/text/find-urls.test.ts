import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findUrls } from './find-urls.ts';

/** The scan may look at a character this many times: once for the marker, the scheme, the run, a line's end and a trim. */
const looksPerCharacter = 8;

function scan(text: string): { readonly steps: number; readonly urls: readonly string[] } {
  const meter = { characters: 0 };
  const urls: string[] = [];
  let last = 0;
  for (const found of findUrls(text, meter)) {
    expect(found.start).toBeGreaterThanOrEqual(last);
    expect(found.end).toBeGreaterThan(found.start);
    last = found.end;
    urls.push(found.url);
  }
  expect(last).toBeLessThanOrEqual(text.length);
  return { steps: meter.characters, urls };
}

const size = 100_000;
const fill = (unit: string): string => unit.repeat(Math.ceil(size / unit.length));

describe('findUrls', () => {
  test.each([
    'https://',
    '<https://',
    '<https://a\n',
    '<https://a=\n',
    '://',
    'a://',
    '(https://a)',
    'https://a)))))))',
    'https://a.......',
    'https://a,https://b;',
    'https%3a%2f%2f',
    '%3a%2f%2f',
    `https://${'a'.repeat(62)}\n`,
    `https://${'a'.repeat(62)}=\n`,
    `${'a'.repeat(69)}1\n`,
    'https://a&amp;',
    'https://a=3D=\n',
    '&amp;',
    '=\n',
    'a',
    '@',
    "'https://a'",
  ])('looks at each character of a long text of %j a fixed number of times', (unit) => {
    const text = fill(unit);
    expect(scan(text).steps).toBeLessThan(text.length * looksPerCharacter);
    expect(scan(`https://${text}`).steps).toBeLessThan(text.length * looksPerCharacter);
  });

  test('never overlaps, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('https://', '<', '>', '=\n', '\n', ' ', 'a'.repeat(61), ',', ')', '%3A%2F%2F'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(scan(text).steps).toBeLessThanOrEqual(text.length * looksPerCharacter + 64);
      }),
    );
  });

  test('finds any scheme and says where', () => {
    const text = 'a zoommtg://zoom.us/join?confno=1 b ftp://example.com/x, c';
    expect([...findUrls(text)]).toEqual([
      { start: 2, end: 33, url: 'zoommtg://zoom.us/join?confno=1' },
      { start: 36, end: 55, url: 'ftp://example.com/x' },
    ]);
  });
});
