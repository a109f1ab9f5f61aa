import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxRedactedCharacters, redactText } from '../index.ts';

describe('redactText', () => {
  test.each([
    ['sent to ada@example.com', 'sent to [address]'],
    [
      'GET https://graph.microsoft.com/v1.0/me/events?$skip=9 failed',
      'GET https://graph.microsoft.com/v1.0/me/events failed',
    ],
    ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
    ['used bearer abc123 today', 'used bearer [redacted] today'],
    ['{"access_token":"abc","x":1}', '{"access_token":[redacted],"x":1}'],
    ['{\\"refresh_token\\":\\"abc\\"}', '{\\"refresh_token\\":[redacted]'],
    ['password=correct horse', 'password=[redacted]'],
    ['grant_type=authorization_code&code=abc&x=1', 'grant_type=authorization_code&code=[redacted]&x=1'],
    ['<t:Password>abc</t:Password>', '<t:Password>[redacted]</t:Password>'],
    ['jwt eyJhbGciOi.eyJzdWIi.c2ln', 'jwt [redacted]'],
    ['key 0123456789abcdef0123 end', 'key [redacted] end'],
    ['Passcode: 123456', 'Passcode: [redacted]'],
    ['client_secret%3Dabc', 'client_secret%3D[redacted]'],
    ['sent to ada&#64;example.com', 'sent to [address]'],
    [
      'The mailbox is not there any more (ErrorNonExistentMailbox, 404).',
      'The mailbox is not there any more (ErrorNonExistentMailbox, 404).',
    ],
  ])('%s', (text, expected) => expect(redactText(text)).toBe(expected));

  test('cuts a long text between words', () => {
    const secret = '0123456789abcdef0123';
    const text = `${'word '.repeat(maxRedactedCharacters / 5 - 1)}${secret}${secret}`;
    const redacted = redactText(text);
    expect(redacted.length).toBeLessThanOrEqual(maxRedactedCharacters + 8);
    expect(redacted.endsWith('word [cut]')).toBe(true);
    expect(redactText('x'.repeat(maxRedactedCharacters + 1))).toBe('[cut]');
  });

  test('no planted secret survives in the places secrets stand', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{1,3}canary[A-Za-z0-9._~+-]{0,40}[a-z0-9]$/);
    const place = fc.constantFrom(
      (s: string) => `Authorization: Bearer ${s}`,
      (s: string) => `{"headers":{"Authorization":"Basic ${s}"},"n":1}`,
      (s: string) => `Cookie: a=${s}; b=${s}`,
      (s: string) => `{"refresh_token": "${s}"}`,
      (s: string) => `{'clientSecret': '${s}'}`,
      (s: string) => `client_secret=${s}&grant_type=refresh_token`,
      (s: string) => `password: ${s} ${s}`,
      (s: string) => `https://zoom.us/j/81234567890?pwd=${s}`,
      (s: string) => `https://login.example/callback?code=${s}&state=${s}`,
      (s: string) => `https://${s}@example.com/${s}`,
      (s: string) => `mail from ${s}@example.com to x@${s}.example`,
      (s: string) => `Passcode: ${s}`,
      (s: string) => `<wsse:Password Type="PasswordText">${s}</wsse:Password>`,
      (s: string) => `token eyJhbGciOiJub25l.${s.replaceAll(/[^A-Za-z0-9]/g, '')}.${s.replaceAll(/[^A-Za-z0-9]/g, '')}`,
      (s: string) => `raw 0${'a'.repeat(20)}${s.replaceAll(/[^A-Za-z0-9]/g, '')}`,
    );
    const filler = fc.constantFrom('', 'request failed: ', 'x=1; ', 'Error at line 3\n');
    fc.assert(
      fc.property(secret, place, filler, (s, at, before) => {
        expect(redactText(before + at(s))).not.toContain('canary');
      }),
      { numRuns: 1_500 },
    );
  });
});
