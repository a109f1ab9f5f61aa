import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateKey, keyRing, openText, seal } from '@kalends/crypto';
import * as index from '../src/index.ts';
import { customerCipher, first, loadKeyRing, moveToActiveKey, readRefreshToken } from './sealing.examples.ts';

const { ring, binding, sealed, secret } = first;
const packageRoot = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
/** Each document imports and declares again what its snippet needs; the code itself is the same. */
const codeOf = (snippet = ''): string =>
  snippet
    .replace(/^import .*\n/gm, '')
    .replace(/^interface Row \{[^}]*\}\n/m, '')
    .trim();
const examples = [...read('test/sealing.examples.ts').matchAll(/\/\/ #region \S+\n([\s\S]*?)\/\/ #endregion/g)].map(
  (match) => codeOf(match[1]),
);

describe('the documents', () => {
  test.for(['README.md', '../../docs/guides/sealing-credentials.md'])('%s shows only code that runs below', (path) => {
    const snippets = [...read(path).matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => codeOf(match[1]));
    expect(snippets.length).toBeGreaterThan(0);
    for (const snippet of snippets) expect(examples).toContain(snippet);
  });

  test('README.md names every error code and every limit with its value', () => {
    const text = read('README.md');
    const codes = [...read('src/seal-error.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map((match) => match[1]);
    expect(codes).toHaveLength(8);
    for (const code of codes) expect(text).toContain(`| \`${code}\` |`);
    const limits = Object.entries(index).filter(([, value]) => typeof value === 'number');
    expect(limits).toHaveLength(6);
    for (const [name, value] of limits) expect(text).toContain(`| \`${name}\` | ${value.toLocaleString('en')} |`);
  });
});

describe('the snippets', () => {
  test('the first program seals and opens', async () => {
    expect(secret).toBe('an invented refresh token');
    expect(await openText({ ring, sealed, binding })).toBe(secret);
  });

  test('a ring is read from the environment, and an unset variable is refused', async () => {
    expect((await loadKeyRing({ CREDENTIAL_KEYS: `a:${generateKey()}` })).activeKeyId).toBe('a');
    await expect(loadKeyRing({})).rejects.toMatchObject({ code: 'invalidKey' });
  });

  test('a row is moved to the active key once', async () => {
    const oldKey = { id: 'old', key: generateKey() };
    const oldRing = await keyRing({ keys: [oldKey], activeKeyId: 'old' });
    const newRing = await keyRing({ keys: [{ id: 'new', key: generateKey() }, oldKey], activeKeyId: 'new' });
    let row = { sealed: await seal({ ring: oldRing, plaintext: 'secret', binding }), binding };
    const writes: string[] = [];
    const compareAndSet = async (before: string, after: string): Promise<void> => {
      expect(before).toBe(row.sealed);
      row = { ...row, sealed: after };
      writes.push(after);
    };
    await moveToActiveKey(newRing, row, compareAndSet);
    await moveToActiveKey(newRing, row, compareAndSet);
    expect(writes).toHaveLength(1);
    expect(await readRefreshToken(newRing, row)).toBe('secret');
  });

  test('a row of somebody else asks for a new sign-in, a missing key does not', async () => {
    const row = { sealed, binding: { ...binding, userId: 'grace' } };
    expect(await readRefreshToken(ring, row)).toBeUndefined();
    const otherRing = await keyRing({ keys: [{ id: 'other', key: generateKey() }], activeKeyId: 'other' });
    await expect(readRefreshToken(otherRing, { sealed, binding })).rejects.toMatchObject({ code: 'unknownKey' });
  });

  test('a key service keeps the keys', async () => {
    // Stands for a service that wraps: here a mask that only it knows.
    const mask = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes.map((byte) => byte ^ 0x5a));
    const service = {
      wrap: async (key: Uint8Array) => mask(key),
      unwrap: async (wrapped: Uint8Array) => mask(wrapped),
    };
    const cipher = customerCipher(service, ring);
    expect(await cipher.open(await cipher.seal('secret', binding), binding)).toBe('secret');
    expect(await cipher.open(sealed, binding)).toBe(secret);
    expect(cipher.needsReseal(sealed)).toBe(true);
  });
});
