/** How tokens are made and answered. Every member can be changed while the emulator runs. @public */
export interface TokenSettings {
  /**
   * Life of access tokens in seconds; zero and less make tokens that are expired at once. Default: as Entra chooses, 60 to
   * 90 minutes, 3599 s for applications, 24 h for clients that understand claims challenges.
   */
  readonly accessTokenLifetimeSeconds?: number | undefined;
  /** Form of `expires_in` and `ext_expires_in`: strings are what the v1.0 endpoint sends. Default `number`. */
  readonly expiresInForm?: 'number' | 'string' | 'absent' | undefined;
  /** Life of a refresh token since its issue, in seconds. Default 90 days. */
  readonly refreshTokenLifetimeSeconds?: number | undefined;
  /**
   * `overlapping`: as Entra does, each refresh gives a new refresh token and the old one lives on. `strict`: the old one
   * dies with the new one, and presenting a dead one kills every token that came from the same sign-in, as RFC 9700,
   * section 4.14.2, advises; it shows who refreshes twice. Default `overlapping`.
   */
  readonly refreshTokenRotation?: 'overlapping' | 'strict' | undefined;
}

/** Life of an authorization code: about ten minutes (Entra docs, OAuth 2.0 authorization code flow). */
export const codeLifetimeMs: number = 10 * 60_000;
/** Life of a refresh token since issue: 90 days (Entra docs, refresh tokens). */
export const refreshTokenLifetimeSeconds: number = 90 * 86_400;
/** Life of all refresh tokens of one sign-in in a single-page application (Entra docs, refresh tokens). */
export const spaLifetimeMs: number = 86_400_000;
/** Life of a device code (Entra docs, OAuth 2.0 device authorization grant). */
export const deviceCodeLifetimeSeconds: number = 900;
