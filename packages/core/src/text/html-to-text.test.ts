import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToText } from './html-to-text.ts';

describe('htmlToText', () => {
  test.each([
    ['plain', 'plain'],
    ['a &lt; b &amp;&amp; c', 'a < b && c'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<b>bold</b> and <a href="https://x.example/?a=1&amp;b=2">link</a>', 'bold and link'],
    ['<style>p{color:red}</style><script>alert(1)</script>text', 'text'],
    ['<!-- note -->text<!-- open', 'text'],
    ['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
    ['&#8211;&#x2f;&unknown;&#0;&#xD800;', '–/&unknown;'],
    ['<p', ''],
    [
      'Join <https://zoom.us/j/1?a=1&amp;b=2> or ask <ada@x.example>',
      'Join <https://zoom.us/j/1?a=1&b=2> or ask <ada@x.example>',
    ],
    ['<o:p>office</o:p><my-tag a="1">own</my-tag><br/>end', 'officeown\nend'],
    ['İİİİİİİİ<script>a</SCRIPT>text', 'İİİİİİİİtext'],
    ['<script>never closed', ''],
    ['<head>a<header>b</header>c</head>text', 'text'],
    ['a\r\n\r\n\r\n\r\nb', 'a\n\nb'],
  ])('reads %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test('takes any input', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', ';', '#', '!', '-', 'script', '/', ' ', 'a', '\n') }),
        (html) => {
          expect(typeof htmlToText(html)).toBe('string');
        },
      ),
    );
  });
});
