import { describe, expect, test } from 'vitest';
import { generateKey, keyRing, maxSealedTextLength, open, openText, seal } from './index.ts';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
const ring = await keyRing({ keys: [{ id: 'a', key: new Uint8Array(32) }], activeKeyId: 'a' });
const sealed = await seal({ ring, plaintext: 'canary-plaintext', binding });
const refusal = async (options: Record<string, unknown>): Promise<unknown> =>
  // Typed loosely on purpose: JavaScript callers can pass anything.
  open({ ring, sealed, binding, ...options }).catch((error: unknown) => error);

describe('open', () => {
  test('gives back the bytes', async () => {
    expect(await open({ ring, sealed, binding })).toEqual(new Uint8Array(Buffer.from('canary-plaintext')));
  });

  test('opens what was sealed under a retired key of the ring', async () => {
    const keys = [
      { id: 'b', key: generateKey() },
      { id: 'a', key: new Uint8Array(32) },
    ];
    const rotated = await keyRing({ keys, activeKeyId: 'b' });
    expect(await openText({ ring: rotated, sealed, binding })).toBe('canary-plaintext');
  });

  test('says which key is missing', async () => {
    const other = await keyRing({ keys: [{ id: 'b', key: new Uint8Array(32) }], activeKeyId: 'b' });
    expect(await refusal({ ring: other })).toMatchObject({
      code: 'unknownKey',
      message: expect.stringContaining("key 'a'"),
    });
  });

  test('does not open under another key of the same id', async () => {
    const other = await keyRing({ keys: [{ id: 'a', key: generateKey() }], activeKeyId: 'a' });
    expect(await refusal({ ring: other })).toMatchObject({ code: 'openFailed' });
  });

  test('does not open under the same key by another id', async () => {
    const other = await keyRing({ keys: [{ id: 'b', key: new Uint8Array(32) }], activeKeyId: 'b' });
    expect(await refusal({ ring: other, sealed: sealed.replace('.a.', '.b.') })).toMatchObject({ code: 'openFailed' });
  });

  test('gives the same error for an altered text, a wrong key and a wrong binding', async () => {
    const wrongKey = await keyRing({ keys: [{ id: 'a', key: generateKey() }], activeKeyId: 'a' });
    const altered = sealed.slice(0, -5) + (sealed.at(-5) === 'A' ? 'B' : 'A') + sealed.slice(-4);
    const errors = [
      await refusal({ sealed: altered }),
      await refusal({ ring: wrongKey }),
      await refusal({ binding: { ...binding, userId: 'other' } }),
    ];
    expect(new Set(errors.map((error) => JSON.stringify(error))).size).toBe(1);
    for (const error of errors) expect((error as Error).cause).toBeUndefined();
  });

  test.for([
    ['kal2', 'unsupportedVersion'],
    ['kal10', 'unsupportedVersion'],
    ['kal0', 'malformed'],
    ['kal01', 'malformed'],
    ['kal', 'malformed'],
    ['Kal1', 'malformed'],
    [' kal1', 'malformed'],
    ['', 'malformed'],
  ] as const)('refuses the version %j as %s', async ([version, code]) => {
    expect(await refusal({ sealed: sealed.replace('kal1', version) })).toMatchObject({ code });
  });

  test('refuses a text longer than any sealed text before it looks at it', async () => {
    const long = `${sealed}${'A'.repeat(maxSealedTextLength)}`;
    expect(await refusal({ sealed: long })).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining(`longer than ${maxSealedTextLength}`),
    });
  });

  test.for([undefined, null, 7, new Uint8Array(100), {}])('refuses %o in place of a sealed text', async (value) => {
    expect(await refusal({ sealed: value })).toMatchObject({ name: 'SealError', code: 'invalidArgument' });
  });

  test('refuses what is no ring and no binding', async () => {
    expect(await refusal({ ring: undefined })).toMatchObject({ code: 'invalidArgument' });
    expect(await refusal({ binding: undefined })).toMatchObject({ code: 'invalidArgument' });
    expect(await refusal({ binding: { ...binding, extra: 'x' } })).toMatchObject({ code: 'invalidArgument' });
  });

  test('keeps text, binding and plaintext out of every error', async () => {
    const canaries = { ...binding, tenantId: 'canary-tenant', userId: 'canary-user' };
    const text = await seal({ ring, plaintext: 'canary-plaintext', binding: canaries });
    const parts = text.split('.');
    const errors = [
      await refusal({ sealed: text }),
      await refusal({ sealed: `${text}.`, binding: canaries }),
      await refusal({ sealed: `${text}=`, binding: canaries }),
      await refusal({ sealed: parts.slice(1).join('.'), binding: canaries }),
      await refusal({ sealed: text.replace('kal1', 'kal7'), binding: canaries }),
      await refusal({ binding: { ...canaries, purpose: '' } }),
    ];
    for (const error of errors) {
      const printed = JSON.stringify(error) + String((error as Error).stack);
      for (const secret of [...parts.slice(2), 'canary-tenant', 'canary-user', 'canary-plaintext']) {
        expect(printed).not.toContain(secret);
      }
    }
  });
});

describe('openText', () => {
  test('keeps a byte order mark, zeros and characters outside the basic plane', async () => {
    const text = '\ufeffa\u0000b 🗓';
    const withMark = await seal({ ring, plaintext: text, binding });
    expect(await openText({ ring, sealed: withMark, binding })).toBe(text);
  });

  test('refuses bytes that are not UTF-8, where open gives them', async () => {
    const bytes = new Uint8Array([0xff, 0xfe]);
    const noText = await seal({ ring, plaintext: bytes, binding });
    await expect(openText({ ring, sealed: noText, binding })).rejects.toMatchObject({ code: 'notText' });
    expect(await open({ ring, sealed: noText, binding })).toEqual(bytes);
  });
});
