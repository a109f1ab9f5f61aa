import { z } from 'zod';
import type { Credential } from '../../credentials/credential.ts';
import type { AccessPolicy } from '../../policy/access-policy.ts';
import { calendarAccessLevels, contactAccessLevels } from '../../policy/access-policy.ts';
import { credentialFromPlaintext, credentialToPlaintext } from '../../schemas/credential-schema.ts';

/** Id of an account. */
export const accountIdSchema: z.ZodType<string> = z
  .string()
  .regex(/^[\w.:-]{1,128}$/, 'an id has 1 to 128 characters of A-Z a-z 0-9 . _ : -');

/** An owner, an actor or a purpose, in the application's own terms. */
export const shortTextSchema: z.ZodType<string> = z
  .string()
  .regex(
    /^[^\p{Cc}\p{Cs}]{1,256}$/u,
    '1 to 256 characters are needed, without control characters and halves of characters',
  );

/** Schema of `AccessPolicy`. */
export const policySchema: z.ZodType<AccessPolicy> = z.strictObject({
  calendars: z.enum(calendarAccessLevels),
  contacts: z.enum(contactAccessLevels),
});

/** Schema of `Credential`: one that is written and read again, so that what is sealed is sure to open as a credential. */
export const credentialSchema: z.ZodType<Credential> = z.unknown().transform((value, context) => {
  try {
    // Whatever it is: what is no credential does not survive being written and read.
    return credentialFromPlaintext(credentialToPlaintext(value as Credential));
  } catch {
    context.addIssue({ code: 'custom', message: 'a credential as sign-in gives it is needed' });
    return z.NEVER;
  }
});
