import { z } from 'zod';
import { Secret } from '../../runtime/secret.ts';
import type { BearerAuthorization } from '../../tokens/authorization-source.ts';
import { unreadable } from './cipher-failure.ts';

/** An access token as all processes share it. @public */
export interface SharedToken {
  readonly authorization: BearerAuthorization;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAtMs: number;
  /** What it opens, see `TokenIssuer.tokenReach`. */
  readonly reach: 'account' | 'tenant';
  /** The claims challenge it was issued for. */
  readonly claims?: string | undefined;
}

const sharedTokenSchema = z.strictObject({
  token: z.string().min(1),
  issuedAtMs: z.number(),
  expiresAtMs: z.number(),
  reach: z.enum(['account', 'tenant']),
  claims: z.string().exactOptional(),
});

/** Writes a token with its secret in clear, as the plaintext to be sealed. */
export function sharedTokenToPlaintext(shared: SharedToken): string {
  const { authorization, issuedAtMs, reach, claims } = shared;
  const plain: z.infer<typeof sharedTokenSchema> = {
    token: authorization.token.reveal(),
    issuedAtMs,
    expiresAtMs: authorization.expiresAtMs,
    reach,
    ...(claims === undefined ? {} : { claims }),
  };
  return JSON.stringify(plain);
}

/** @throws CalendarError `credentialUnreadable` when the text is no token. */
export function sharedTokenFromPlaintext(plaintext: string): SharedToken {
  const result = sharedTokenSchema.safeParse(parseJson(plaintext));
  if (!result.success) throw unreadable();
  const { token, expiresAtMs, ...rest } = result.data;
  return { ...rest, authorization: { kind: 'bearer', token: new Secret(token), expiresAtMs } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
