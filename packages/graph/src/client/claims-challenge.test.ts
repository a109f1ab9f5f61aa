import { expect, test } from 'vitest';
import { claimsChallenge } from './claims-challenge.ts';

// Its base64 has both characters in which base64url differs.
const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1~~~???"}}}';
const base64 = Buffer.from(claims).toString('base64');

test.each([
  ['base64', base64],
  ['base64url', Buffer.from(claims).toString('base64url')],
])('reads claims in %s', (_form, encoded) => {
  expect(claimsChallenge(`PoP realm="", Bearer realm="", error="insufficient_claims", claims="${encoded}"`)).toBe(
    claims,
  );
});

test('the two forms differ', () => {
  expect(base64).toMatch(/\+/);
  expect(base64).toMatch(/\//);
});

test.each([
  ['no header', null],
  ['no claims', 'Bearer realm=""'],
  ['claims that are no base64', 'Bearer claims="!"'],
  ['claims that are no JSON', `Bearer claims="${Buffer.from('claims').toString('base64')}"`],
  ['claims that are no object', `Bearer claims="${Buffer.from('[1]').toString('base64')}"`],
  ['claims of null', `Bearer claims="${Buffer.from('null').toString('base64')}"`],
  ['a header too long to be meant well', `Bearer x="${'y'.repeat(9_000)}", claims="${base64}"`],
])('finds nothing in %s', (_case, header) => {
  expect(claimsChallenge(header)).toBeUndefined();
});
