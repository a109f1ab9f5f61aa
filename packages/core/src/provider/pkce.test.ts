import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemRandom } from '../runtime/default-runtime.ts';
import { createPkcePair, createState } from './pkce.ts';

test('derives the challenge of RFC 7636, appendix B', async () => {
  const octets = Buffer.from('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'base64url');
  expect(await createPkcePair({ bytes: () => new Uint8Array(octets) })).toEqual({
    codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  });
});

test('never repeats itself', async () => {
  const pairs = await Promise.all(Array.from({ length: 50 }, () => createPkcePair(systemRandom)));
  expect(new Set(pairs.map((pair) => pair.codeVerifier)).size).toBe(50);
  for (const { codeVerifier, codeChallenge } of pairs) {
    expect(codeVerifier).toMatch(/^[\w-]{43}$/);
    expect(codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
  }
  expect(createState(systemRandom)).toMatch(/^[\w-]{43}$/);
});
