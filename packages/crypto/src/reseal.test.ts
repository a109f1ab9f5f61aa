import { describe, expect, test } from 'vitest';
import { generateKey, keyRing, needsReseal, open, openText, reseal, seal } from './index.ts';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
const oldKey = { id: 'old', key: generateKey() };
const newKey = { id: 'new', key: generateKey() };
const before = await keyRing({ keys: [oldKey], activeKeyId: 'old' });
const during = await keyRing({ keys: [newKey, oldKey], activeKeyId: 'new' });
const after = await keyRing({ keys: [newKey], activeKeyId: 'new' });

describe('needsReseal', () => {
  test('is true for every key but the active one', async () => {
    const sealed = await seal({ ring: before, plaintext: 'secret', binding });
    expect(needsReseal({ ring: before, sealed })).toBe(false);
    expect(needsReseal({ ring: during, sealed })).toBe(true);
    // The ring cannot open it any more; that it is not under the active key is still true.
    expect(needsReseal({ ring: after, sealed })).toBe(true);
  });

  test('refuses what is no sealed text and what is no ring', async () => {
    const sealed = await seal({ ring: before, plaintext: 'secret', binding });
    expect(() => needsReseal({ ring: before, sealed: `${sealed}=` })).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
    expect(() => needsReseal({ ring: before, sealed: sealed.replace('kal1', 'kal2') })).toThrow(
      expect.objectContaining({ code: 'unsupportedVersion' }),
    );
    const noRing = {} as typeof before;
    expect(() => needsReseal({ ring: noRing, sealed })).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});

describe('reseal', () => {
  test('moves a text to the active key, so that the old one can be removed', async () => {
    const sealed = await seal({ ring: before, plaintext: 'secret', binding });
    const moved = await reseal({ ring: during, sealed, binding });
    expect(needsReseal({ ring: during, sealed: moved })).toBe(false);
    expect(await openText({ ring: after, sealed: moved, binding })).toBe('secret');
    await expect(open({ ring: after, sealed, binding })).rejects.toMatchObject({ code: 'unknownKey' });
  });

  test('shares nothing with the text it replaces, also under the same key', async () => {
    const sealed = await seal({ ring: before, plaintext: 'secret', binding });
    const moved = await reseal({ ring: before, sealed, binding });
    for (const part of [2, 3, 4]) expect(moved.split('.')[part]).not.toBe(sealed.split('.')[part]);
    expect(await openText({ ring: before, sealed: moved, binding })).toBe('secret');
  });

  test('refuses another binding', async () => {
    const sealed = await seal({ ring: before, plaintext: 'secret', binding });
    await expect(reseal({ ring: during, sealed, binding: { ...binding, userId: 'other' } })).rejects.toMatchObject({
      code: 'openFailed',
    });
  });
});
