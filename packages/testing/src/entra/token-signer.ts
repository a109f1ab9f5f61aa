import { generateKeyPair, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/** Claims of a JSON Web Token, RFC 7519. */
export type Claims = Readonly<Record<string, unknown>>;

/** What reading a token led to. */
export type ReadToken =
  | { readonly kind: 'valid'; readonly claims: Claims }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'badSignature' };

/** Signs and reads the tokens of one emulator with a key of its own. */
export interface TokenSigner {
  /** The public key as a JSON Web Key, RFC 7517, with the members Entra publishes. */
  readonly jwk: Readonly<Record<string, unknown>>;
  sign(claims: Claims): string;
  /** Checks form and signature, not the claims. */
  read(token: string): ReadToken;
}

const generate = promisify(generateKeyPair);

/** Creates a {@link TokenSigner} with a fresh 2048-bit RSA key. */
export async function tokenSigner(keyId: string): Promise<TokenSigner> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const header = encode({ typ: 'JWT', alg: 'RS256', kid: keyId, x5t: keyId });
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid: keyId, x5t: keyId, use: 'sig', alg: 'RS256' },
    sign(claims) {
      const signed = `${header}.${encode(claims)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    read(token) {
      const [head, body, signature, ...rest] = token.split('.');
      if (head === undefined || body === undefined || signature === undefined || rest.length > 0) {
        return { kind: 'malformed' };
      }
      if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))) {
        return { kind: 'badSignature' };
      }
      return { kind: 'valid', claims: JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) };
    },
  };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
