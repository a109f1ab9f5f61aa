import { describe, expect, test } from 'vitest';
import { generateKey, keyRing, seal } from '@kalends/crypto';
import { nonceBytes } from '../src/aes-gcm.ts';
import { newKeyPart } from '../src/data-key.ts';
import { randomBytes } from '../src/web-crypto.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('nonces and key parts', () => {
  // At the two sources that every seal draws from: 100,000 whole seals would take half a minute on a small machine.
  test('do not repeat in 100,000 draws', () => {
    const nonces = new Set<string>();
    const keyParts = new Set<string>();
    for (let count = 0; count < 100_000; count += 1) {
      nonces.add(text(randomBytes(nonceBytes)));
      keyParts.add(text(newKeyPart()));
    }
    expect(nonces.size).toBe(100_000);
    expect(keyParts.size).toBe(100_000);
  });

  test('do not repeat in 2,000 whole seals of the same secret, and are all of full length', async () => {
    const ring = await keyRing({ keys: [{ id: 'a', key: generateKey() }], activeKeyId: 'a' });
    const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
    const sealed = await Promise.all(Array.from({ length: 2000 }, () => seal({ ring, plaintext: 'secret', binding })));
    const parts = sealed.map((one) => one.split('.'));
    for (const [index, length] of [
      [2, 43],
      [3, 16],
    ] as const) {
      expect(new Set(parts.map((part) => part[index])).size).toBe(2000);
      expect(parts.every((part) => part[index]?.length === length)).toBe(true);
    }
  });
});
