import { describe, expect, test } from 'vitest';
import published from './__fixtures__/aes-256-gcm-published.json' with { type: 'json' };
import { decryptAesGcm, encryptAesGcm } from './aes-gcm.ts';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));
const importKey = (raw: Uint8Array<ArrayBuffer>, usages: KeyUsage[] = ['encrypt', 'decrypt']): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, usages);

describe('AES-256-GCM against published vectors', () => {
  test.for(published.vectors)('$name', async (vector) => {
    const input = {
      key: await importKey(bytes(vector.key)),
      nonce: bytes(vector.nonce),
      additionalData: bytes(vector.additionalData),
    };
    const encrypted = await encryptAesGcm({ ...input, data: bytes(vector.plaintext) });
    expect(Buffer.from(encrypted).toString('hex')).toBe(vector.ciphertext + vector.tag);
    expect(await decryptAesGcm({ ...input, data: encrypted })).toEqual(bytes(vector.plaintext));
  });
});

describe('encryptAesGcm and decryptAesGcm', () => {
  const additionalData = new Uint8Array(0);
  const data = new Uint8Array(16);

  // Test cases 17 and 18 of McGrew and Viega have nonces of 8 and 60 bytes.
  test.for([0, 8, 11, 13, 16, 60])('refuses a nonce of %i bytes', async (length) => {
    const key = await importKey(new Uint8Array(32));
    const input = { key, nonce: new Uint8Array(length), additionalData, data };
    await expect(encryptAesGcm(input)).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(decryptAesGcm(input)).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  // WebCrypto itself knows AES-192 only in some runtimes; where it does, the key must not get through.
  test.for([16, 24])('refuses a key of %i bytes', async (length) => {
    const key = await importKey(new Uint8Array(length));
    const input = { key, nonce: new Uint8Array(12), additionalData, data };
    await expect(encryptAesGcm(input)).rejects.toMatchObject({ code: 'invalidKey' });
    await expect(decryptAesGcm(input)).rejects.toMatchObject({ code: 'invalidKey' });
  });

  test('refuses a key that may not be used this way', async () => {
    const input = { nonce: new Uint8Array(12), additionalData, data };
    const decryptOnly = await importKey(new Uint8Array(32), ['decrypt']);
    await expect(encryptAesGcm({ ...input, key: decryptOnly })).rejects.toMatchObject({
      name: 'SealError',
      code: 'invalidKey',
    });
    const encryptOnly = await importKey(new Uint8Array(32), ['encrypt']);
    await expect(decryptAesGcm({ ...input, key: encryptOnly })).rejects.toMatchObject({
      name: 'SealError',
      code: 'invalidKey',
    });
  });

  test('gives nothing for a tag of fewer than 128 bits', async () => {
    const key = await importKey(new Uint8Array(32));
    const input = { key, nonce: new Uint8Array(12), additionalData };
    const encrypted = await encryptAesGcm({ ...input, data });
    expect(await decryptAesGcm({ ...input, data: encrypted.slice(0, -1) })).toBeUndefined();
    expect(await decryptAesGcm({ ...input, data: encrypted.slice(0, 8) })).toBeUndefined();
  });
});
