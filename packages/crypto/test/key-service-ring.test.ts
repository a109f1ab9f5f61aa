import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credentialCipher, keyRing, keyServiceRing, needsReseal, openText, reseal, seal } from '@kalends/crypto';
import type { KeyService } from '@kalends/crypto';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'credential' };

/** A customer's key service on loopback: wraps data keys (AES-KW, RFC 3394) until its owner revokes the key. */
class KeyServer {
  isRevoked = false;
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #masterKey = crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey']);

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      this.#answer(request.url ?? '', buffer(request)).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(400).end(),
      );
      if (this.isRevoked) response.statusCode = 403;
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The customer's client of it. */
  client(): KeyService {
    return { wrap: (bytes) => this.#post('/wrap', bytes), unwrap: (bytes) => this.#post('/unwrap', bytes) };
  }

  async #answer(path: string, body: Promise<Buffer>): Promise<Uint8Array> {
    const bytes = new Uint8Array(await body);
    if (this.isRevoked) return new Uint8Array();
    const key = await this.#masterKey;
    if (path === '/wrap') {
      const dataKey = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', true, ['encrypt']);
      return new Uint8Array(await crypto.subtle.wrapKey('raw', dataKey, key, 'AES-KW'));
    }
    const dataKey = await crypto.subtle.unwrapKey('raw', bytes, key, 'AES-KW', 'AES-GCM', true, ['decrypt']);
    return new Uint8Array(await crypto.subtle.exportKey('raw', dataKey));
  }

  async #post(path: string, body: Uint8Array): Promise<Uint8Array> {
    const address = this.#server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: new Uint8Array(body) });
    if (!response.ok) throw new Error(`the key service answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

describe('a ring whose key stays with a key service', () => {
  const server = new KeyServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  test('seals and opens, asking the service each time', async () => {
    const cipher = credentialCipher(keyServiceRing({ keyId: 'customer-1', service: server.client() }));
    const sealed = await cipher.seal('secret', binding);
    expect(sealed).toMatch(/^kal1\.customer-1\./);
    server.asked.length = 0;
    expect(await cipher.open(sealed, binding)).toBe('secret');
    expect(await cipher.open(sealed, binding)).toBe('secret');
    expect(server.asked).toEqual(['/unwrap', '/unwrap']);
    await expect(cipher.open(sealed, { ...binding, userId: 'eve' })).rejects.toMatchObject({ code: 'openFailed' });
  });

  test('moves texts of retired rings to the service', async () => {
    const key = new Uint8Array(32).fill(7);
    const local = await keyRing({ keys: [{ id: 'local', key }], activeKeyId: 'local' });
    const ring = keyServiceRing({ keyId: 'customer-1', service: server.client(), retired: [local] });
    const sealed = await seal({ ring: local, plaintext: 'secret', binding });
    expect(needsReseal({ ring, sealed })).toBe(true);
    const moved = await reseal({ ring, sealed, binding });
    expect(needsReseal({ ring, sealed: moved })).toBe(false);
    const without = keyServiceRing({ keyId: 'customer-1', service: server.client() });
    expect(await openText({ ring: without, sealed: moved, binding })).toBe('secret');
    await expect(openText({ ring: without, sealed, binding })).rejects.toMatchObject({ code: 'unknownKey' });
  });

  test('a changed key part does not open', async () => {
    const ring = keyServiceRing({ keyId: 'customer-1', service: server.client() });
    const parts = (await seal({ ring, plaintext: 'secret', binding })).split('.');
    const changed = parts
      .with(
        2,
        (parts[2] ?? '').replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      )
      .join('.');
    await expect(openText({ ring, sealed: changed, binding })).rejects.toThrow('the key service answered 400');
  });

  test.each([[new Uint8Array(16)], [new Uint8Array(0)], ['text']])('refuses %j for a data key', async (unwrapped) => {
    // @ts-expect-error A service written without types may give anything.
    const service: KeyService = { wrap: (key) => Promise.resolve(key), unwrap: () => Promise.resolve(unwrapped) };
    const ring = keyServiceRing({ keyId: 'customer-1', service });
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    await expect(openText({ ring, sealed, binding })).rejects.toMatchObject({ name: 'SealError' });
  });

  test('refuses a key id that does not fit into a sealed text', () => {
    expect(() => keyServiceRing({ keyId: 'a.b', service: server.client() })).toThrow('keyId must be');
  });

  test('the data key is wiped once it is wrapped', async () => {
    const seen: Uint8Array[] = [];
    const service: KeyService = {
      wrap: (key) => Promise.resolve(seen.push(key)).then(() => new Uint8Array(40)),
      unwrap: () => Promise.resolve(new Uint8Array(32)),
    };
    await seal({ ring: keyServiceRing({ keyId: 'k', service }), plaintext: 'secret', binding });
    expect(seen[0]).toEqual(new Uint8Array(32));
  });

  test('a service that wipes what it was given does not leave the text under a key of zeros', async () => {
    const keys: Uint8Array[] = [];
    const service: KeyService = {
      async wrap(key) {
        keys.push(Uint8Array.from(key));
        key.fill(0);
        return new Uint8Array(40);
      },
      unwrap: () => Promise.resolve(keys[0] ?? new Uint8Array(32)),
    };
    const ring = keyServiceRing({ keyId: 'k', service });
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    expect(await openText({ ring, sealed, binding })).toBe('secret');
  });

  test('once the owner revokes the key, all records are unreadable at once, and the reason is passed on', async () => {
    const ring = keyServiceRing({ keyId: 'customer-1', service: server.client() });
    const texts = await Promise.all(['one', 'two'].map((plaintext) => seal({ ring, plaintext, binding })));
    server.isRevoked = true;
    for (const sealed of texts) {
      await expect(openText({ ring, sealed, binding })).rejects.toThrow('the key service answered 403');
    }
    await expect(seal({ ring, plaintext: 'three', binding })).rejects.toThrow('the key service answered 403');
  });
});
