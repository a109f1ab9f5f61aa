import { z } from 'zod';
import { text } from './text.ts';
import type { Optional } from './text.ts';

/** An answer of the token endpoint (RFC 6749, section 5.1, and Google's additions). */
export interface WireTokenResponse {
  readonly access_token: string;
  /** Seconds; whatever the service sent. */
  readonly expires_in?: unknown;
  readonly scope?: Optional<string>;
  readonly refresh_token?: Optional<string>;
  /** Seconds, whatever the service sent; only for grants that are limited in time. */
  readonly refresh_token_expires_in?: unknown;
  readonly id_token?: Optional<string>;
}

export const wireTokenResponseSchema: z.ZodType<WireTokenResponse> = z.object({
  access_token: z.string().min(1),
  expires_in: z.unknown().optional(),
  scope: text,
  // An empty one is none: the present one stays.
  refresh_token: text,
  refresh_token_expires_in: z.unknown().optional(),
  id_token: text,
});

/** The scopes an answer names; `undefined` when it names none, which grants what was asked for (RFC 6749, section 5.1). */
export function scopesOf({ scope }: Pick<WireTokenResponse, 'scope'>): readonly string[] | undefined {
  const scopes = (scope ?? '').split(' ').filter((name) => name !== '');
  return scopes.length === 0 ? undefined : scopes;
}

/** Claims of an ID token that are used (OpenID Connect Core 1.0, section 2). */
export interface WireIdTokenClaims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  /** Seconds since the Unix epoch. */
  readonly exp: number;
  readonly sub: string;
  readonly email?: Optional<string>;
  readonly email_verified?: Optional<boolean>;
  readonly name?: Optional<string>;
  /** Hosted domain of a Workspace account. */
  readonly hd?: Optional<string>;
}

export const wireIdTokenClaimsSchema: z.ZodType<WireIdTokenClaims> = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  sub: z.string().min(1),
  email: text,
  email_verified: z.boolean().nullish(),
  name: text,
  hd: text,
});
