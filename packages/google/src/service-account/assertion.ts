import { CalendarError } from '@kalends/core';
import { privateKeyUnavailable } from './private-key-unavailable.ts';
import type { LoadedServiceAccount } from './service-account-source.ts';

/** Google takes assertions of at most an hour. */
const lifetimeSeconds = 3600;

/** What an assertion is to say. */
export interface AssertionOptions {
  /** Address of the person to act for. */
  readonly subject: string;
  readonly scopes: readonly string[];
  /** The token endpoint. */
  readonly audience: string;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes and signs the assertion that a service account gets a token with (RFC 7523; JWS compact serialization with RS256, RFC
 * 7515 and 7518).
 *
 * Not the vendor's: that one takes the machine's clock, one fixed audience and no key id, and can sign with nothing but a
 * PEM text.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests | Preparing to make an authorized API call}
 * @throws CalendarError `privateKeyUnavailable` when it cannot be signed. A CalendarError of the signer passes.
 */
export async function signedAssertion(account: LoadedServiceAccount, options: AssertionOptions): Promise<string> {
  const issuedAt = Math.floor(options.nowMs / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(account.keyId === undefined ? {} : { kid: account.keyId }) };
  const claims = {
    iss: account.clientEmail,
    sub: options.subject,
    scope: options.scopes.join(' '),
    aud: options.audience,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
  };
  const signingInput = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`;
  return `${signingInput}.${base64Url(await signatureOf(account, signingInput, options.signal))}`;
}

async function signatureOf(
  { signer }: LoadedServiceAccount,
  signingInput: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  let signature: unknown;
  try {
    signature = await signer.sign(new TextEncoder().encode(signingInput), signal === undefined ? {} : { signal });
  } catch (error) {
    throw CalendarError.is(error) ? error : privateKeyUnavailable('keyNotReadable', error);
  }
  if (signature instanceof Uint8Array && signature.byteLength > 0) return signature;
  throw privateKeyUnavailable('keyNotReadable');
}

function encode(text: string): string {
  return base64Url(new TextEncoder().encode(text));
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}
