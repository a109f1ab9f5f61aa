import type { Random } from '../runtime/runtime.ts';

/** A verifier to keep and its challenge to send. @public */
export interface PkcePair {
  /** 43 characters; keep it in the browser's session until the callback. */
  readonly codeVerifier: string;
  /** S256 of the verifier. */
  readonly codeChallenge: string;
}

/**
 * Makes a PKCE pair.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636 | RFC 7636}
 * @public
 */
export async function createPkcePair(random: Random): Promise<PkcePair> {
  const codeVerifier = base64Url(random.bytes(32));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  return { codeVerifier, codeChallenge: base64Url(new Uint8Array(digest)) };
}

/** Makes an unguessable `state` of 256 bits. @public */
export function createState(random: Random): string {
  return base64Url(random.bytes(32));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
