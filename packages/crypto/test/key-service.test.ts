import { describe, expect, test } from 'vitest';
import { keyRing, open, openText, reseal, seal, SealError, type KeyRing } from '@kalends/crypto';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };

/** A customer's key service: wraps and unwraps data keys (AES-KW, RFC 3394) until its owner revokes the key. */
class FakeKeyService {
  readonly #masterKey: Promise<CryptoKey> = crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, [
    'wrapKey',
    'unwrapKey',
  ]);
  isRevoked = false;

  async wrap(key: CryptoKey): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.wrapKey('raw', key, await this.#key(), 'AES-KW'));
  }

  async unwrap(wrapped: Uint8Array): Promise<CryptoKey> {
    const bytes = new Uint8Array(wrapped);
    return crypto.subtle.unwrapKey('raw', bytes, await this.#key(), 'AES-KW', 'AES-GCM', false, ['decrypt']);
  }

  async #key(): Promise<CryptoKey> {
    if (this.isRevoked) throw new Error('the key service answered 403');
    return this.#masterKey;
  }
}

function serviceRing(service: FakeKeyService): KeyRing {
  return {
    activeKeyId: 'customer-1',
    async createDataKey() {
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
      return { keyId: 'customer-1', keyPart: await service.wrap(key), key };
    },
    async recoverDataKey({ keyId, keyPart }) {
      if (keyId !== 'customer-1') throw new SealError('unknownKey', 'The key service has no such key.');
      return service.unwrap(keyPart);
    },
  };
}

describe('a key ring on top of a key service', () => {
  test('seals and opens in the same format', async () => {
    const ring = serviceRing(new FakeKeyService());
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    expect(sealed).toMatch(/^kal1\.customer-1\.[\w-]{54}\.[\w-]{16}\.[\w-]{30}$/);
    expect(await openText({ ring, sealed, binding })).toBe('secret');
    await expect(open({ ring, sealed, binding: { ...binding, userId: 'other' } })).rejects.toMatchObject({
      code: 'openFailed',
    });
  });

  test('makes every text unreadable once the key is revoked, and passes on why', async () => {
    const service = new FakeKeyService();
    const ring = serviceRing(service);
    const texts = await Promise.all(['one', 'two'].map((plaintext) => seal({ ring, plaintext, binding })));
    service.isRevoked = true;
    for (const sealed of texts) {
      await expect(open({ ring, sealed, binding })).rejects.toThrow('the key service answered 403');
    }
    await expect(seal({ ring, plaintext: 'three', binding })).rejects.toThrow('the key service answered 403');
  });

  test('takes over texts from a ring of local keys', async () => {
    const local = await keyRing({ keys: [{ id: 'local', key: new Uint8Array(32) }], activeKeyId: 'local' });
    const service = serviceRing(new FakeKeyService());
    const both: KeyRing = {
      ...service,
      recoverDataKey: (request) => (request.keyId === 'local' ? local : service).recoverDataKey(request),
    };
    const sealed = await seal({ ring: local, plaintext: 'secret', binding });
    const moved = await reseal({ ring: both, sealed, binding });
    expect(await openText({ ring: service, sealed: moved, binding })).toBe('secret');
  });

  test('authenticates the key part as it stands in the text, whatever the ring does to its copy', async () => {
    const service = serviceRing(new FakeKeyService());
    const sealed = await seal({ ring: service, plaintext: 'secret', binding });
    const careless: KeyRing = {
      ...service,
      async recoverDataKey(request) {
        const key = await service.recoverDataKey(request);
        request.keyPart.fill(0);
        return key;
      },
    };
    expect(await openText({ ring: careless, sealed, binding })).toBe('secret');
  });

  // A ring is written by somebody else, perhaps without types.
  test.each([
    ['nothing', undefined],
    ['no key', { key: undefined }],
    ['a key that only looks like one', { key: { algorithm: { name: 'AES-GCM', length: 256 }, usages: ['encrypt'] } }],
    ['a text for a key', { key: 'secret-key-text' }],
    ['no key part', { keyPart: undefined }],
    ['a text for a key part', { keyPart: 'abc' }],
    ['no key id', { keyId: undefined }],
  ])('refuses a ring that gives %s', async (_what, flaw) => {
    const ring = serviceRing(new FakeKeyService());
    const given = flaw === undefined ? flaw : { ...(await ring.createDataKey()), ...flaw };
    const flawed = { ...ring, createDataKey: async () => given, recoverDataKey: async () => given?.key };
    // @ts-expect-error What such a ring gives is not what the type promises.
    const sealing = seal({ ring: flawed, plaintext: 'secret', binding });
    await expect(sealing).rejects.toMatchObject({
      name: 'SealError',
      code: 'invalidKey',
      message: expect.not.stringContaining('secret'),
    });
  });

  test('refuses a ring that gives no key to open with', async () => {
    const ring = serviceRing(new FakeKeyService());
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    const flawed = { ...ring, recoverDataKey: async () => undefined };
    // @ts-expect-error The type promises a key.
    await expect(open({ ring: flawed, sealed, binding })).rejects.toMatchObject({ code: 'invalidKey' });
  });
});
