import { z } from 'zod';

/** The token endpoint's answer, as far as MSAL does not hand it on unchanged (RFC 6749, section 5.1). */
export interface TokenWire {
  readonly access_token: string;
  readonly expires_in: number;
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

/** Schema of a {@link TokenWire}. */
export const tokenWireSchema: z.ZodType<TokenWire> = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
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
