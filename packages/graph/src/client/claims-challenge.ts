const maxChallengeLength = 8_192;

/**
 * Reads the claims a new access token must carry from a 401's `WWW-Authenticate`.
 *
 * @returns JSON of the claims, or `undefined` when there is no readable challenge.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/claims-challenge | Claims challenges, claims requests and client capabilities}
 */
export function claimsChallenge(wwwAuthenticate: string | null): string | undefined {
  if (wwwAuthenticate === null || wwwAuthenticate.length > maxChallengeLength) return undefined;
  const encoded = /\bclaims="([A-Za-z0-9+/_-]+={0,2})"/.exec(wwwAuthenticate)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const json = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(json);
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? json : undefined;
  } catch {
    return undefined;
  }
}
