import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { startLoopbackServer } from '../../src/server/loopback-server.ts';

/** Somebody who signs tokens and publishes the keys. */
export interface TestIssuer extends AsyncDisposable {
  readonly keysUrl: string;
  /** How often the keys were fetched. */
  fetches(): number;
  /** From now on another key signs. */
  rollOver(): void;
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

/** Starts an issuer with a key of its own. */
export async function startIssuer(): Promise<TestIssuer> {
  let current = makeKey('key-1');
  let fetched = 0;
  const server = await startLoopbackServer({
    handler: () => {
      fetched += 1;
      return {
        status: 200,
        body: { keys: [{ ...current.publicKey.export({ format: 'jwk' }), kid: current.keyId, use: 'sig' }] },
      };
    },
  });
  return {
    keysUrl: `${server.origin}/common/discovery/v2.0/keys`,
    fetches: () => fetched,
    rollOver: () => {
      current = makeKey('key-2');
    },
    sign(claims, header = {}) {
      const signed = [{ typ: 'JWT', alg: 'RS256', kid: current.keyId, ...header }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), current.privateKey).toString('base64url')}`;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

interface SigningKey {
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function makeKey(keyId: string): SigningKey {
  return { keyId, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}
