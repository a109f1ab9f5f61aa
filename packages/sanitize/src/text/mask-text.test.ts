import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAddresses } from './mask-addresses.ts';
import { maskText } from './mask-text.ts';

const both = { addresses: true, passcodes: true };
const mask = (text: string): string => maskText(text, both);

describe('maskText', () => {
  test.each([
    ['Ask ada@example.com.', 'Ask [address].'],
    ['Ask <ada@example.com>, now', 'Ask <[address]>, now'],
    ['mailto:ada+cal@mail.example.com', 'mailto:[address]'],
    ['ada@example.com;bob@example.com', '[address];[address]'],
    ['ada@intranet', '[address]'],
    ['ada@[192.0.2.1] x', '[address] x'],
    ['"ada lovelace"@example.com', '[address]'],
    ['IDN: \u7528\u6237@\u4f8b\u5b50.\u4e2d\u56fd!', 'IDN: [address]!'],
    ['ada\uff20example.com', '[address]'],
    ['5 @ 3 pm, @ada, ada@ work', '5 @ 3 pm, @ada, ada@ work'],
    ['by /o=Org/ou=Site (X)/cn=Recipients/cn=ada.', 'by [address]'],
    ['https://example.com/x?email=ada%40example.com&a=1', 'https://example.com/x'],
    ['https://example.com/u/ada@example.com/x', 'https://example.com/u/[address]/x'],
    ['https://ada:pw@example.com/x', 'https://example.com/x'],
    ['ada@\u200bexample.com', '[address]'],
    ['ada@\u2066example.com', '[address]'],
    ['ada@exam\u00adple.com', '[address]'],
    ['ada&#64;example.com', '[address]'],
    ['ada&#x00040;example.com', '[address]'],
    ['ada&commat;example.com', '[address]'],
    ['ada%2540example.com', '[address]'],
    // What stands behind the end of a URL that is cut at an escaped character, or that is itself a parameter.
    ['https://example.com/&quot;ada@example.com', 'https://example.com/'],
    ['go?next=https%3A%2F%2Fexample.com%2F&email=ada@example.com', 'go?next=https://example.com/'],
    // Filters write whom they protect into the wrapper.
    [
      'https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fx&data=05%7C02%7Cada%40example.com%7C1',
      'https://example.com/x',
    ],
  ])('addresses: %s', (text, expected) => expect(mask(text)).toBe(expected));

  test.each([
    ['https://us02web.zoom.us/j/81234567890?pwd=abc.1', 'https://us02web.zoom.us/j/81234567890'],
    ['http://zoom.us/j/81234567890?pwd=abc', 'http://zoom.us/j/81234567890'],
    ['<https://teams.microsoft.com/meet/2468013579246?p=abc>', '<https://teams.microsoft.com/meet/2468013579246>'],
    ['zoommtg://zoom.us/join?confno=1&pwd=abc', 'zoommtg://zoom.us/join'],
    ['us02web.zoom.us/j/81234567890?pwd=abc', 'us02web.zoom.us/j/81234567890?pwd=[hidden]'],
    ['https://example.webex.com/e/j.php?MTID=m1', 'https://example.webex.com/e/j.php'],
    ['https://meet.example.com/x?password=abc#y', 'https://meet.example.com/x'],
    ['https://wrap.example/?to=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Dabc', 'https://wrap.example/'],
    ['https://wrap.example/https%253A%252F%252Fzoom.us%252Fj%252F1%253Fpwd%253Dabc', 'https://wrap.example'],
    ['Passcode: 9x7fQ2', 'Passcode: [hidden]'],
    ['Passcode:\r\n9x7fQ2\r\nBye', 'Passcode:\r\n[hidden]\r\nBye'],
    ['Meeting password: abcD1 (22231 from phones)', 'Meeting password: [hidden]'],
    ['Kenncode: 123456', 'Kenncode: [hidden]'],
    ['Mot de passe : x7', 'Mot de passe : [hidden]'],
    ['\u5bc6\u7801\uff1a123456', '\u5bc6\u7801\uff1a[hidden]'],
    ['\u30d1\u30b9\u30b3\u30fc\u30c9: 123456', '\u30d1\u30b9\u30b3\u30fc\u30c9: [hidden]'],
    ['PIN: 123 456 789#', 'PIN: [hidden]'],
    ['the password is hunter2', 'the password is [hidden]'],
    ['+16465550100,,81234567890#,,,,*123456# US', '+16465550100,,81234567890#,,,,*[hidden] US'],
    ['The passcode is: 9x7fQ2', 'The passcode is: [hidden]'],
    ['Pass\u00adcode: 9x7fQ2', 'Passcode: [hidden]'],
    ['Passcode:\n\n9x7fQ2', 'Passcode:\n\n[hidden]'],
    ['https://zoom.us/j/81234567890?pw\u200dd=abc', 'https://zoom.us/j/81234567890'],
    ['https://zoom.us/j/81234567890&quot;?pwd=abc', 'https://zoom.us/j/81234567890'],
    ['in?to=https%3A%2F%2Fzoom.us%2Fj%2F81234567890&pwd=abc', 'in?to=https://zoom.us/j/81234567890'],
  ])('passcodes: %s', (text, expected) => expect(mask(text)).toBe(expected));

  test('a passcode in a URL that is broken over lines', () => {
    const text = 'https://us02web.zoom.us/j/81234567890?pwd=QUJDREVGR0hJSktMTU5PUFFS\nU1RVVldYWVo5.1\nBye';
    expect(mask(text)).toBe('https://us02web.zoom.us/j/81234567890\nBye');
  });

  test('a passcode in a link that a filter wrapped', () => {
    const inner = encodeURIComponent('https://zoom.us/j/81234567890?pwd=abc');
    const text = `Join https://nam02.safelinks.protection.outlook.com/?url=${inner}&data=1 now`;
    expect(mask(text)).toBe('Join https://zoom.us/j/81234567890 now');
  });

  test.each([
    'https://example.com/agenda?id=42#top',
    'https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General?groupId=1',
    'https://meet.google.com/abc-defg-hij',
    'Opinion: pink is spinach. Compass: north. 10:00, 3 pm.',
    'https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fagenda&data=1',
    'https://example.com/agenda&quot; and &lt;more&gt;',
    '\ud83d\udc69\u200d\ud83d\udcbb \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
  ])('leaves %s as it is', (text) => expect(mask(text)).toBe(text));

  test('does only what it is asked to', () => {
    const text = 'ada@example.com Passcode: 12';
    expect(maskText(text, { addresses: true, passcodes: false })).toBe('[address] Passcode: 12');
    expect(maskText(text, { addresses: false, passcodes: true })).toBe('ada@example.com Passcode: [hidden]');
    expect(maskText(text, { addresses: false, passcodes: false })).toBe(text);
  });

  test('masking twice changes nothing more', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'ada@example.com',
        'https://zoom.us/j/81234567890?pwd=a',
        'Passcode: x',
        '\n',
        ' ',
        '@',
        '%40',
        '"',
        ',,*1#',
      ),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const once = mask(pieces.join(' '));
        expect(mask(once)).toBe(once);
      }),
    );
  });

  test('no address survives, whatever stands around it', () => {
    const around = fc.stringMatching(/^[ .,;:()<>"'!?\n-]{0,4}$/);
    fc.assert(
      fc.property(fc.emailAddress(), around, around, (address, before, after) => {
        const [local = '', domain = ''] = address.split('@');
        const masked = mask(`${before}${address}${after}`);
        expect(masked).not.toContain(`${local}@`);
        expect(masked).not.toContain(`@${domain}`);
        expect(masked.replace(/\[address\]/g, '')).not.toMatch(/[A-Za-z0-9]/);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['@', 'a@', 'a@.', '%40', 'a%40', '@.', '"@', '"a"@', '@[', 'a@a', 'a', '\u{1f600}@', 'a@%40'])(
    'looks for addresses in a long text of %j at each character a fixed number of times',
    (unit) => {
      const meter = { characters: 0 };
      const text = unit.repeat(100_000 / unit.length);
      maskAddresses(text, meter);
      expect(meter.characters).toBeLessThanOrEqual(text.length * 4);
    },
  );
});
