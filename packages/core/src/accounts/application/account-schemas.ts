import { z } from 'zod';
import type { AccessPolicy } from '../../policy/access-policy.ts';
import { calendarAccessLevels, contactAccessLevels } from '../../policy/access-policy.ts';

/** Id of an account. */
export const accountIdSchema: z.ZodType<string> = z
  .string()
  .regex(/^[\w.:-]{1,128}$/, 'an id has 1 to 128 characters of A-Z a-z 0-9 . _ : -');

/** An owner, an actor or a purpose, in the application's own terms. */
export const shortTextSchema: z.ZodType<string> = z
  .string()
  .regex(/^\P{Cc}{1,256}$/u, '1 to 256 characters are needed, and no control characters');

/** Schema of `AccessPolicy`. */
export const policySchema: z.ZodType<AccessPolicy> = z.strictObject({
  calendars: z.enum(calendarAccessLevels),
  contacts: z.enum(contactAccessLevels),
});
