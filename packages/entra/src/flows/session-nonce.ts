/**
 * Nonce of a sign-in, derived from its PKCE challenge: whoever holds the verifier can work it out again, so that nothing more
 * has to be kept in the browser's session, and an id token of another sign-in does not fit (OpenID Connect Core, section 15.5.2).
 */
export async function sessionNonce(codeChallenge: string): Promise<string> {
  return digest(`kalends sign-in nonce ${codeChallenge}`);
}

/** The S256 challenge of a verifier (RFC 7636, section 4.2). */
export async function challengeOf(codeVerifier: string): Promise<string> {
  return digest(codeVerifier);
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
