import { createHash } from 'node:crypto';
import type { EmulatorClock } from '../../server/emulator.ts';
import type { Account } from '../google-state.ts';
import type { AccessToken } from './token-store.ts';

/** `iss` of Google's ID tokens. */
export const idTokenIssuer = 'https://accounts.google.com';

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const keyId = 'kalends-emulator-1';

/** Signs ID tokens (OpenID Connect Core, section 2) with a key of its own. */
export interface IdTokenSigner {
  sign(claims: { account: Account; token: AccessToken; nonce: string | undefined }): Promise<string>;
  /** The public key as a JWK set, for who verifies signatures. */
  keySet(): Promise<object>;
}

/** Creates a signer. The key is made when it is first needed: most tests never ask for an ID token. */
export function idTokenSigner(clock: EmulatorClock): IdTokenSigner {
  let made: Promise<CryptoKeyPair> | undefined;
  const keys = (): Promise<CryptoKeyPair> => {
    made ??= crypto.subtle.generateKey(
      { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    );
    return made;
  };
  return {
    async sign({ account, token, nonce }) {
      const has = (name: string): boolean =>
        token.scopes.includes(name) || token.scopes.includes(`https://www.googleapis.com/auth/userinfo.${name}`);
      const [givenName, ...otherNames] = account.name.split(' ');
      const issuedAt = Math.floor(clock.now() / 1000);
      const header = encode({ alg: 'RS256', kid: keyId, typ: 'JWT' });
      const payload = encode({
        iss: idTokenIssuer,
        azp: token.clientId,
        aud: token.clientId,
        sub: account.subject,
        hd: account.domain,
        ...(has('email') ? { email: account.address, email_verified: true } : {}),
        at_hash: createHash('sha256').update(token.value).digest().subarray(0, 16).toString('base64url'),
        ...(nonce === undefined ? {} : { nonce }),
        ...(has('profile')
          ? {
              name: account.name,
              given_name: givenName,
              ...(otherNames.length > 0 ? { family_name: otherNames.join(' ') } : {}),
            }
          : {}),
        iat: issuedAt,
        exp: issuedAt + 3600,
      });
      const signed = `${header}.${payload}`;
      const signature = await crypto.subtle.sign(algorithm, (await keys()).privateKey, Buffer.from(signed));
      return `${signed}.${Buffer.from(signature).toString('base64url')}`;
    },
    async keySet() {
      const { kty, n, e } = await crypto.subtle.exportKey('jwk', (await keys()).publicKey);
      return { keys: [{ kty, n, e, kid: keyId, alg: 'RS256', use: 'sig' }] };
    },
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
