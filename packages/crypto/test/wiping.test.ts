import { afterEach, expect, test, vi } from 'vitest';
import { generateKey, keyRing, openText, reseal, seal } from '@kalends/crypto';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };

afterEach(() => {
  vi.restoreAllMocks();
});

/** The arrays that go into WebCrypto are the copies this package makes: it alone can wipe them. */
function bytesGiven(calls: readonly (readonly unknown[])[], index: number): readonly Uint8Array[] {
  return calls.map((call) => call[index]).filter((value) => value instanceof Uint8Array);
}

test('neither keys nor secrets stay behind in copies', async () => {
  const imports = vi.spyOn(crypto.subtle, 'importKey');
  const encryptions = vi.spyOn(crypto.subtle, 'encrypt');
  const old = { id: 'old', key: generateKey() };
  const ring = await keyRing({ keys: [{ id: 'new', key: generateKey() }, old], activeKeyId: 'new' });
  const oldRing = await keyRing({ keys: [old], activeKeyId: 'old' });
  const sealed = await seal({ ring: oldRing, plaintext: 'a secret', binding });
  const moved = await reseal({ ring, sealed, binding });
  const keys = bytesGiven(imports.mock.calls, 1);
  const secrets = bytesGiven(encryptions.mock.calls, 2);
  expect([keys.length, secrets.length]).toEqual([3, 2]);
  for (const bytes of [...keys, ...secrets]) expect(bytes.every((byte) => byte === 0)).toBe(true);
  expect(await openText({ ring, sealed: moved, binding })).toBe('a secret');
});

test('what was opened to be sealed again is wiped too', async () => {
  const decryptions = vi.spyOn(crypto.subtle, 'decrypt');
  const ring = await keyRing({ keys: [{ id: 'a', key: generateKey() }], activeKeyId: 'a' });
  await reseal({ ring, sealed: await seal({ ring, plaintext: 'a secret', binding }), binding });
  const [opened] = await Promise.all(decryptions.mock.results.map((result) => result.value));
  expect(new Uint8Array(opened ?? new ArrayBuffer())).toEqual(new Uint8Array('a secret'.length));
});
