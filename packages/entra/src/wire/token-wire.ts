import { z } from 'zod';

type Text = string | null | undefined;

/** The token endpoint's answer, as far as MSAL does not hand it on unchanged (RFC 6749, section 5.1). */
export interface TokenWire {
  readonly access_token: string;
  /** As it came: whoever keeps the token judges it. */
  readonly expires_in?: unknown;
  readonly refresh_token?: Text;
  readonly refresh_token_expires_in?: unknown;
  readonly scope?: Text;
  readonly id_token?: Text;
}

/** Claims of the id token that name the account and the sign-in (OpenID Connect Core, section 2). */
export interface IdTokenClaimsWire {
  readonly iss?: Text;
  readonly aud?: string | readonly string[] | null | undefined;
  readonly oid?: Text;
  readonly sub?: Text;
  readonly tid?: Text;
  readonly name?: Text;
  readonly email?: Text;
  readonly preferred_username?: Text;
}

/** Entra's error body (RFC 6749, section 5.2, with Microsoft's additions). Its texts are not read. */
export interface TokenErrorWire {
  readonly error?: Text;
  readonly error_codes?: readonly number[] | null | undefined;
  readonly suberror?: Text;
  readonly claims?: Text;
  readonly trace_id?: Text;
}

/** The answer of the device authorization endpoint (RFC 8628, section 3.2). */
export interface DeviceCodeWire {
  readonly user_code: string;
  readonly device_code: string;
  readonly verification_uri: string;
  /** Seconds. */
  readonly expires_in: number;
  /** Seconds. */
  readonly interval?: number | undefined;
}

const text = z.string().nullish();
/** A part that does not fit counts as missing: an error about an error helps nobody. */
const lenientText = text.catch(undefined);

/** Schema of a {@link TokenWire}. */
export const tokenWireSchema: z.ZodType<TokenWire> = z.object({
  access_token: z.string().min(1),
  expires_in: z.unknown().optional(),
  refresh_token: z.string().min(1).nullish(),
  refresh_token_expires_in: z.unknown().optional(),
  scope: text,
  id_token: text,
});

/** Schema of {@link IdTokenClaimsWire}. */
export const idTokenClaimsWireSchema: z.ZodType<IdTokenClaimsWire> = z.object({
  iss: text,
  aud: z.union([z.string(), z.array(z.string())]).nullish(),
  oid: text,
  sub: text,
  tid: text,
  name: text,
  email: text,
  preferred_username: text,
});

/** Schema of a {@link TokenErrorWire}. */
export const tokenErrorWireSchema: z.ZodType<TokenErrorWire> = z.object({
  error: lenientText,
  error_codes: z.array(z.number()).nullish().catch(undefined),
  suberror: lenientText,
  claims: lenientText,
  trace_id: lenientText,
});

/** An hour: codes live for 15 minutes (Entra docs, "OAuth 2.0 device authorization grant flow"). */
const maxDeviceSeconds = 3_600;

/** Schema of a {@link DeviceCodeWire}. */
export const deviceCodeWireSchema: z.ZodType<DeviceCodeWire> = z.object({
  user_code: z.string().min(1).max(64),
  device_code: z.string().min(1),
  verification_uri: z.url({ protocol: /^https?$/ }),
  expires_in: z.coerce.number().positive().max(maxDeviceSeconds),
  interval: z.coerce.number().positive().max(maxDeviceSeconds).optional().catch(undefined),
});
