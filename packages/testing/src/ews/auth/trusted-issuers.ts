import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Account } from '../store/account.ts';
import { fetchJson, requireLoopback } from './fetch-json.ts';
import type { TokenGrant } from './token-grant.ts';

/** Whose tokens a server takes besides its own opaque ones. @public */
export interface TrustedIssuer {
  /** Where the keys are (RFC 7517), on loopback: `…/{tenant}/discovery/v2.0/keys` of an Entra emulator. */
  readonly keysUrl: string;
  /** What `iss` of a token has to be. Default: anything that the keys have signed. */
  readonly issuer?: string;
  /** PEM of the authority to trust when `keysUrl` is HTTPS. */
  readonly certificateAuthority?: string;
}

interface Parts {
  readonly keyId: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Reads JSON Web Tokens that others have signed (RFC 7519). */
export class TrustedIssuers {
  readonly #issuers: readonly TrustedIssuer[];
  readonly #keys = new Map<TrustedIssuer, ReadonlyMap<string, KeyObject>>();

  constructor(issuers: readonly TrustedIssuer[]) {
    for (const { keysUrl } of issuers) requireLoopback(keysUrl);
    this.#issuers = issuers;
  }

  /**
   * Reads a token and checks who signed it.
   *
   * @returns nothing when it is no such token, or nobody trusted has signed it.
   */
  async read(
    token: string,
    findAccount: (principalName: string) => Account | undefined,
  ): Promise<TokenGrant | undefined> {
    const parts = takeApart(token);
    if (parts === undefined) return undefined;
    for (const issuer of this.#issuers) {
      if (issuer.issuer !== undefined && issuer.issuer !== parts.claims['iss']) continue;
      const key = await this.#findKey(issuer, parts.keyId);
      if (key !== undefined && verify('RSA-SHA256', parts.signed, key, parts.signature)) {
        return toGrant(parts.claims, findAccount);
      }
    }
    return undefined;
  }

  /** The key of that id. Issuers roll their keys over, so an unknown id is looked for once more. */
  async #findKey(issuer: TrustedIssuer, keyId: string): Promise<KeyObject | undefined> {
    const known = this.#keys.get(issuer)?.get(keyId);
    if (known !== undefined) return known;
    const keys = readKeys(await fetchJson(issuer.keysUrl, issuer.certificateAuthority));
    this.#keys.set(issuer, keys);
    return keys.get(keyId);
  }
}

function takeApart(token: string): Parts | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  const header = readObject(head);
  const claims = readObject(body);
  // One algorithm, so that a token cannot choose a weaker one.
  if (rest.length > 0 || signature === '' || header?.['alg'] !== 'RS256' || claims === undefined) return undefined;
  const { kid } = header;
  if (typeof kid !== 'string') return undefined;
  return { keyId: kid, claims, signed: Buffer.from(`${head}.${body}`), signature: Buffer.from(signature, 'base64url') };
}

function toGrant(
  claims: Readonly<Record<string, unknown>>,
  findAccount: (principalName: string) => Account | undefined,
): TokenGrant {
  const scopes = textOf(claims, 'scp');
  const isUser = scopes !== '' || claims['idtyp'] === 'user';
  const principalName = ['upn', 'unique_name', 'preferred_username']
    .map((name) => textOf(claims, name))
    .find((name) => name !== '');
  const { roles } = claims;
  return {
    subject: isUser ? 'user' : 'application',
    account: isUser && principalName !== undefined ? findAccount(principalName) : undefined,
    clientId: textOf(claims, 'appid') || textOf(claims, 'azp'),
    audience: textOf(claims, 'aud'),
    notBefore: secondsOf(claims, 'nbf') ?? -Infinity,
    // Without an end it has ended.
    expiresAt: secondsOf(claims, 'exp') ?? -Infinity,
    permissions: isUser
      ? scopes.split(' ')
      : Array.isArray(roles)
        ? roles.filter((role) => typeof role === 'string')
        : [],
  };
}

function readKeys(document: unknown): ReadonlyMap<string, KeyObject> {
  const found = new Map<string, KeyObject>();
  const keys: unknown = isObject(document) ? document['keys'] : undefined;
  for (const key of Array.isArray(keys) ? keys : []) {
    if (!isObject(key) || typeof key['kid'] !== 'string' || key['kty'] !== 'RSA') continue;
    try {
      found.set(key['kid'], createPublicKey({ key, format: 'jwk' }));
    } catch {
      // A key that cannot be read signs nothing.
    }
  }
  return found;
}

function readObject(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(claims: Readonly<Record<string, unknown>>, name: string): string {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
}

function secondsOf(claims: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = claims[name];
  return typeof value === 'number' ? value * 1000 : undefined;
}
