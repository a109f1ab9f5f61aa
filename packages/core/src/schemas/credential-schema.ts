import { z } from 'zod';
import type { Credential } from '../credentials/credential.ts';
import { CalendarError } from '../errors/calendar-error.ts';
import { Secret } from '../runtime/secret.ts';
import { instantSchema } from './time-schemas.ts';

const accountSchema = z.strictObject({
  id: z.string().min(1),
  address: z.string().exactOptional(),
  name: z.string().exactOptional(),
  tenantId: z.string().exactOptional(),
});
const secretSchema = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

const storedCredentialSchema: z.ZodType<Credential> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oauth'),
    provider: z.string().min(1),
    account: accountSchema,
    scopes: z.array(z.string()),
    refreshToken: secretSchema,
    issuedAt: instantSchema,
    refreshExpiresAt: instantSchema.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('password'),
    provider: z.string().min(1),
    account: accountSchema,
    username: secretSchema,
    password: secretSchema,
    scopes: z.array(z.string()),
    issuedAt: instantSchema,
  }),
  z.strictObject({
    kind: z.literal('application'),
    provider: z.string().min(1),
    account: accountSchema,
    issuedAt: instantSchema,
  }),
  z.strictObject({
    kind: z.literal('basic'),
    provider: z.string().min(1),
    account: accountSchema,
    username: secretSchema,
    password: secretSchema,
    issuedAt: instantSchema,
  }),
]);

/**
 * Writes a credential with its secrets in clear, as the plaintext to be sealed. Nothing else may see the result.
 *
 * @public
 */
export function credentialToPlaintext(credential: Credential): string {
  return JSON.stringify({ ...credential, ...revealed(credential) });
}

/**
 * Reads what {@link credentialToPlaintext} wrote.
 *
 * @throws CalendarError `invalidArgument` when the text is no credential. The text is not part of the error.
 * @public
 */
export function credentialFromPlaintext(plaintext: string): Credential {
  let value: unknown;
  try {
    value = JSON.parse(plaintext);
  } catch {
    value = undefined;
  }
  const result = storedCredentialSchema.safeParse(value);
  if (result.success) return result.data;
  throw new CalendarError({ code: 'invalidArgument', message: 'The opened text is not a stored credential' });
}

function revealed(credential: Credential): Readonly<Record<string, string>> {
  if (credential.kind === 'application') return {};
  if (credential.kind === 'oauth') return { refreshToken: credential.refreshToken.reveal() };
  return { username: credential.username.reveal(), password: credential.password.reveal() };
}
