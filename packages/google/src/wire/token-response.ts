import { z } from 'zod';
import { text } from './text.ts';
import type { Optional } from './text.ts';

/** An answer of the token endpoint (RFC 6749, section 5.1, and Google's additions). */
export interface WireTokenResponse {
  readonly access_token: string;
  /** Seconds; absent when the answer names none or one that no clock can hold. */
  readonly expires_in?: number | undefined;
  readonly scope?: Optional<string>;
  readonly refresh_token?: Optional<string>;
  /** Seconds; only for grants that are limited in time. */
  readonly refresh_token_expires_in?: number | undefined;
  readonly id_token?: Optional<string>;
}

/** A century: anything longer is a mistake, and dates far beyond it cannot be written. */
const maxLifetimeSeconds = 100 * 366 * 86_400;

/**
 * A lifetime. One that makes no sense (zero, negative, a word) is read as absent: the token itself may be good, and the
 * service refuses it in time when it is not.
 */
const lifetimeSchema = z.coerce.number().positive().max(maxLifetimeSeconds).optional().catch(undefined);

export const wireTokenResponseSchema: z.ZodType<WireTokenResponse> = z.object({
  access_token: z.string().min(1),
  expires_in: lifetimeSchema,
  scope: text,
  refresh_token: z.string().min(1).nullish(),
  refresh_token_expires_in: lifetimeSchema,
  id_token: text,
});

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
