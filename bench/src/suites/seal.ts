import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { generateKey, keyRing, openText, seal as sealText } from '@kalends/crypto';
import { defaults, seal as ironSeal, unseal as ironUnseal } from 'iron-webcrypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { BenchSuite } from '../measurement.ts';
import { timeTasks } from '../time-tasks.ts';

/** A refresh token of Entra is about this long. */
const secret = 'r'.repeat(1_500);
const ours = 'kalends';

const others = {
  webcrypto: 'WebCrypto AES-256-GCM alone, key imported once',
  'node-crypto': 'node:crypto AES-256-GCM alone',
  jose: 'jose, compact JWE with dir and A256GCM',
  'iron-webcrypto': 'iron-webcrypto with its defaults',
} as const;

/** Sealing and opening a credential. */
export const seal: BenchSuite = {
  name: 'seal',
  description:
    'sealing and opening a secret of 1,500 bytes, key ring and keys prepared; a data key is derived each time',
  async *run(wants) {
    const names = Object.keys(others).filter((name) => wants(`seal/${name}`));
    if (names.length === 0) return;
    const timings = await timeTasks(await roundTrips(), { timeMs: 1_000, iterations: 400 });
    for (const [name, against] of Object.entries(others)) {
      if (!names.includes(name)) continue;
      const { medianMs, samples } = timings[ours];
      // Object.entries gives the keys of the object as strings.
      const baseline = timings[name as keyof typeof others].medianMs * 1_000;
      yield { name: `seal/${name}`, value: medianMs * 1_000, unit: 'us', against, baseline, samples };
    }
  },
};

/** Each gives back the secret; one that does not throws. */
async function roundTrips(): Promise<Record<keyof typeof others | typeof ours, () => Promise<void>>> {
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
  const keyBytes = new Uint8Array(randomBytes(32));
  const webKey = await crypto.subtle.importKey('raw', keyBytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const password = 'p'.repeat(32);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    kalends: async () =>
      check(await openText({ ring, binding, sealed: await sealText({ ring, binding, plaintext: secret }) })),
    webcrypto: async () => {
      const algorithm = { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(12)) };
      const sealed = await crypto.subtle.encrypt(algorithm, webKey, encoder.encode(secret));
      check(decoder.decode(await crypto.subtle.decrypt(algorithm, webKey, sealed)));
    },
    // The interface of every other one: a promise, though nothing is waited for.
    'node-crypto': () => Promise.resolve(check(nodeRoundTrip(keyBytes))),
    jose: async () => {
      const encrypt = new CompactEncrypt(encoder.encode(secret)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' });
      check(decoder.decode((await compactDecrypt(await encrypt.encrypt(keyBytes), keyBytes)).plaintext));
    },
    'iron-webcrypto': async () =>
      check(await ironUnseal(await ironSeal(secret, password, defaults), password, defaults)),
  };
}

function nodeRoundTrip(key: Uint8Array): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(cipher.getAuthTag());
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
}

function check(opened: unknown): void {
  if (opened !== secret) throw new Error('What came out is not what went in');
}
