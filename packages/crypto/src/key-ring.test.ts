import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { generateKey, keyRing, openText, seal, type RingKey } from './index.ts';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
const key = (fill: number, length = 32): Uint8Array => new Uint8Array(length).fill(fill);
const refusal = async (keys: unknown, activeKeyId = 'a'): Promise<unknown> =>
  // JavaScript callers can pass anything; the types would refuse most of it here.
  keyRing({ keys: keys as RingKey[], activeKeyId }).catch((error: unknown) => error);

describe('keyRing', () => {
  test('takes a key as bytes or as base64url, with the same effect', async () => {
    const bytes = key(7);
    const asBytes = await keyRing({ keys: [{ id: 'a', key: bytes }], activeKeyId: 'a' });
    const text = Buffer.from(bytes).toString('base64url');
    const asText = await keyRing({ keys: [{ id: 'a', key: text }], activeKeyId: 'a' });
    const sealed = await seal({ ring: asBytes, plaintext: 'secret', binding });
    expect(await openText({ ring: asText, sealed, binding })).toBe('secret');
  });

  test('is not affected by wiping the bytes afterwards', async () => {
    const bytes = key(7);
    const pending = keyRing({ keys: [{ id: 'a', key: bytes }], activeKeyId: 'a' });
    bytes.fill(0);
    const ring = await pending;
    const same = await keyRing({ keys: [{ id: 'a', key: key(7) }], activeKeyId: 'a' });
    expect(await openText({ ring: same, sealed: await seal({ ring, plaintext: 'secret', binding }), binding })).toBe(
      'secret',
    );
  });

  test.for([0, 1, 16, 24, 31, 33, 64])('refuses a key of %i bytes', async (length) => {
    expect(await refusal([{ id: 'a', key: key(1, length) }])).toMatchObject({
      code: 'invalidKey',
      message: `keys[0]: the key is ${length} bytes; AES-256 needs exactly 32.`,
    });
    const text = Buffer.from(key(1, length)).toString('base64url');
    expect(await refusal([{ id: 'a', key: text }])).toMatchObject({ code: 'invalidKey' });
  });

  test.for(['', '-a', '_a', 'a.b', 'a:b', 'a,b', 'a b', 'ä', 'a\n', 'x'.repeat(33), generateKey()])(
    'refuses the key id %j',
    async (id) => {
      expect(await refusal([{ id, key: key(1) }], id)).toMatchObject({ code: 'invalidKey' });
    },
  );

  test.for(['a', '0', 'A-Z_09', '2026-11', 'x'.repeat(32)])('accepts the key id %j', async (id) => {
    expect((await keyRing({ keys: [{ id, key: key(1) }], activeKeyId: id })).activeKeyId).toBe(id);
  });

  test('refuses no keys, too many, an id twice, a key twice and an active id that is not there', async () => {
    expect(await refusal([])).toMatchObject({ code: 'invalidKey' });
    const many = Array.from({ length: 65 }, (_, index) => ({ id: `k${index}`, key: key(index) }));
    expect(await refusal(many, 'k0')).toMatchObject({ code: 'invalidKey' });
    expect((await keyRing({ keys: many.slice(0, 64), activeKeyId: 'k63' })).activeKeyId).toBe('k63');
    const first = { id: 'a', key: key(1) };
    expect(await refusal([first, { id: 'a', key: key(2) }])).toMatchObject({
      message: expect.stringMatching(/^keys\[1\]/),
    });
    expect(await refusal([first, { id: 'b', key: key(1) }])).toMatchObject({
      message: expect.stringMatching(/^keys\[1\]/),
    });
    expect(await refusal([first], 'b')).toMatchObject({ code: 'invalidKey' });
  });

  test.for([undefined, null, 'a:b', {}, [null], [{}], [{ id: 'a' }], [{ id: 'a', key: [1] }], [{ id: 'a', key: 1 }]])(
    'refuses %j with a typed error',
    async (keys) => {
      expect(await refusal(keys)).toMatchObject({ name: 'SealError', code: expect.stringMatching(/^invalid/) });
    },
  );

  test('keeps its keys out of JSON, of inspection and of reach', async () => {
    const secret = generateKey();
    const ring = await keyRing({ keys: [{ id: 'a', key: secret }], activeKeyId: 'a' });
    expect(JSON.stringify(ring)).toBe('{"activeKeyId":"a"}');
    expect(inspect(ring, { depth: 9, showHidden: true })).not.toMatch(/CryptoKey|Map/);
    const { key: dataKey } = await ring.createDataKey();
    expect(dataKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', dataKey)).rejects.toMatchObject({ name: 'InvalidAccessError' });
  });

  test('gives every text a data key of its own', async () => {
    const ring = await keyRing({ keys: [{ id: 'a', key: key(1) }], activeKeyId: 'a' });
    const [one, other] = await Promise.all([ring.createDataKey(), ring.createDataKey()]);
    expect(one.keyPart).toHaveLength(32);
    expect(one.keyPart).not.toEqual(other.keyPart);
  });

  test('says so when the runtime has no WebCrypto', async () => {
    vi.stubGlobal('crypto', {});
    expect(await refusal([{ id: 'a', key: key(1) }])).toMatchObject({ code: 'unsupportedRuntime' });
    expect(() => generateKey()).toThrow(expect.objectContaining({ code: 'unsupportedRuntime' }));
  });
});

describe('generateKey', () => {
  test('gives 32 fresh bytes as base64url', () => {
    const keys = Array.from({ length: 100 }, () => generateKey());
    expect(new Set(keys).size).toBe(100);
    for (const text of keys) {
      expect(text).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(text, 'base64url')).toHaveLength(32);
    }
  });
});
