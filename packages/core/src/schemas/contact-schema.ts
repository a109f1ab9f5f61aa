import { z } from 'zod';
import type { Contact } from '../model/contact.ts';

/** Schema of a {@link Contact}. @public */
export const contactSchema: z.ZodType<Contact> = z.strictObject({
  id: z.string().min(1),
  version: z.string().exactOptional(),
  source: z.enum(['personal', 'directory']),
  displayName: z.string().exactOptional(),
  givenName: z.string().exactOptional(),
  familyName: z.string().exactOptional(),
  company: z.string().exactOptional(),
  jobTitle: z.string().exactOptional(),
  addresses: z.array(z.string()),
  phoneNumbers: z.array(z.string()),
});
