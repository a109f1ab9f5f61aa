import { z } from 'zod';

/** The token endpoint's answer, as far as MSAL does not hand it on unchanged (RFC 6749, section 5.1). */
export interface TokenWire {
  readonly access_token: string;
  /** Seconds; absent when the answer names none, or one that makes no sense. */
  readonly expires_in?: number | undefined;
  readonly refresh_token?: string | null | undefined;
  readonly scope?: string | null | undefined;
}

/** Claims of the id token that name the account. */
export interface IdTokenClaimsWire {
  readonly oid?: string | null | undefined;
  readonly sub?: string | null | undefined;
  readonly tid?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly preferred_username?: string | null | undefined;
}

const text = z.string().nullish();

/** A year: sessions under continuous evaluation last for a day. */
const maxLifetimeSeconds = 366 * 86_400;

/** Schema of a {@link TokenWire}. */
export const tokenWireSchema: z.ZodType<TokenWire> = z.object({
  access_token: z.string().min(1),
  // The token itself may be good all the same; the service refuses it in time when it is not.
  expires_in: z.coerce.number().positive().max(maxLifetimeSeconds).optional().catch(undefined),
  refresh_token: z.string().min(1).nullish(),
  scope: text,
});

/** Schema of {@link IdTokenClaimsWire}. */
export const idTokenClaimsWireSchema: z.ZodType<IdTokenClaimsWire> = z.object({
  oid: text,
  sub: text,
  tid: text,
  name: text,
  preferred_username: text,
});
