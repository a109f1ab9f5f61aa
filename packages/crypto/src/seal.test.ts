import { describe, expect, test, vi } from 'vitest';
import {
  keyRing,
  maxPlaintextBytes,
  maxSealedTextLength,
  open,
  openText,
  seal,
  type CredentialBinding,
  type KeyRing,
} from './index.ts';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
const ring = await keyRing({ keys: [{ id: '2026-11', key: new Uint8Array(32) }], activeKeyId: '2026-11' });
const refusal = async (options: Record<string, unknown>): Promise<unknown> =>
  // Typed loosely on purpose: JavaScript callers can pass anything.
  seal({ ring, plaintext: 'secret', binding, ...options }).catch((error: unknown) => error);

describe('seal', () => {
  test('writes version, key id, key part, nonce and ciphertext', async () => {
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    expect(sealed).toMatch(/^kal1\.2026-11\.[\w-]{43}\.[\w-]{16}\.[\w-]{30}$/);
  });

  test('never writes the same text twice', async () => {
    const texts = await Promise.all(Array.from({ length: 50 }, () => seal({ ring, plaintext: 'secret', binding })));
    for (const part of [2, 3, 4]) expect(new Set(texts.map((text) => text.split('.')[part])).size).toBe(50);
  });

  test('stores neither the plaintext nor the binding', async () => {
    const canary = { tenantId: 'canary-1', userId: 'canary-2', provider: 'canary-3', credentialId: 'canary-4' };
    const sealed = await seal({ ring, plaintext: 'canary-5', binding: { ...canary, purpose: 'canary-6' } });
    const everything = sealed.split('.').map((part) => part + Buffer.from(part, 'base64url').toString('latin1'));
    expect(everything.join()).not.toContain('canary');
  });

  test('takes its copy of the plaintext at once', async () => {
    const plaintext = new Uint8Array([1, 2, 3]);
    const pending = seal({ ring, plaintext, binding });
    plaintext.fill(0);
    expect(await open({ ring, sealed: await pending, binding })).toEqual(new Uint8Array([1, 2, 3]));
  });

  test('leaves the array of the caller as it was', async () => {
    const plaintext = new Uint8Array([1, 2, 3]);
    await seal({ ring, plaintext, binding });
    expect([...plaintext]).toEqual([1, 2, 3]);
  });

  test('seals views, buffers and shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
    for (const plaintext of [Buffer.from([7, 7, 7]), new Uint8Array([1, 7, 7, 7, 1]).subarray(1, 4), shared]) {
      const sealed = await seal({ ring, plaintext, binding });
      expect(await open({ ring, sealed, binding })).toEqual(new Uint8Array([7, 7, 7]));
    }
  });

  test('seals up to 65,536 bytes and no more', async () => {
    const most = new Uint8Array(maxPlaintextBytes).fill(9);
    expect(await open({ ring, sealed: await seal({ ring, plaintext: most, binding }), binding })).toEqual(most);
    const text = 'é'.repeat(maxPlaintextBytes / 2);
    expect(await openText({ ring, sealed: await seal({ ring, plaintext: text, binding }), binding })).toBe(text);
    for (const plaintext of [new Uint8Array(maxPlaintextBytes + 1), `${text}x`, 'x'.repeat(maxPlaintextBytes + 1)]) {
      expect(await refusal({ plaintext })).toMatchObject({ code: 'invalidArgument' });
    }
  });

  test('writes at most the documented number of characters', async () => {
    const keyPart = new Uint8Array(1024);
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const widest = ringOf({ keyId: 'x'.repeat(32), keyPart, key });
    const sealed = await seal({ ring: widest, plaintext: new Uint8Array(maxPlaintextBytes), binding });
    expect(sealed).toHaveLength(maxSealedTextLength);
    expect(await open({ ring: widest, sealed, binding })).toHaveLength(maxPlaintextBytes);
  });

  test.for([undefined, null, 7, [1, 2], new ArrayBuffer(2), new Uint16Array(2), 'half a pair \ud800', '\udc00\ud800'])(
    'refuses the plaintext %o',
    async (plaintext) => {
      expect(await refusal({ plaintext })).toMatchObject({ name: 'SealError', code: 'invalidArgument' });
    },
  );

  test.for(['tenantId', 'userId', 'provider', 'credentialId', 'purpose'])('needs %s in the binding', async (name) => {
    for (const value of ['', undefined, null, 7, '\ud800', 'x'.repeat(1025), 'é'.repeat(513)]) {
      const error = await refusal({ binding: { ...binding, [name]: value } });
      expect(error).toMatchObject({ code: 'invalidArgument', message: expect.stringContaining(`binding.${name}`) });
    }
    const longest: CredentialBinding = { ...binding, [name]: 'é'.repeat(512) };
    const sealed = await seal({ ring, plaintext: 'secret', binding: longest });
    expect(await openText({ ring, sealed, binding: longest })).toBe('secret');
  });

  test.for([undefined, null, 'text', [], { ...binding, kind: 'oauth' }])('refuses the binding %j', async (value) => {
    expect(await refusal({ binding: value })).toMatchObject({ name: 'SealError', code: 'invalidArgument' });
  });

  test.for([undefined, null, 'id:key', {}, { activeKeyId: 'a' }])('refuses the ring %j', async (value) => {
    expect(await refusal({ ring: value })).toMatchObject({ name: 'SealError', code: 'invalidArgument' });
  });

  test('refuses an unfit data key from a ring of somebody else', async () => {
    const fit = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    const short = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']);
    const otherMode = await crypto.subtle.generateKey({ name: 'AES-CBC', length: 256 }, false, ['encrypt']);
    const keyPart = new Uint8Array(1);
    for (const dataKey of [
      { keyId: 'a', keyPart, key: short },
      { keyId: 'a', keyPart, key: otherMode },
      { keyId: 'a.b', keyPart, key: fit },
      { keyId: 'a', keyPart: new Uint8Array(0), key: fit },
      { keyId: 'a', keyPart: new Uint8Array(1025), key: fit },
    ]) {
      expect(await refusal({ ring: ringOf(dataKey) })).toMatchObject({ code: 'invalidKey' });
    }
  });

  test('says so when the runtime has no WebCrypto', async () => {
    vi.stubGlobal('crypto', undefined);
    expect(await refusal({})).toMatchObject({ code: 'unsupportedRuntime' });
  });
});

function ringOf(dataKey: { keyId: string; keyPart: Uint8Array; key: CryptoKey }): KeyRing {
  return {
    activeKeyId: dataKey.keyId,
    createDataKey: async () => dataKey,
    recoverDataKey: async () => dataKey.key,
  };
}
