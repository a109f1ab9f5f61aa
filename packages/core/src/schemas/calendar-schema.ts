import { z } from 'zod';
import type { Calendar } from '../model/calendar.ts';

/** Schema of a {@link Calendar}. @public */
export const calendarSchema: z.ZodType<Calendar> = z.strictObject({
  id: z.string().min(1),
  name: z.string(),
  description: z.string().exactOptional(),
  timeZone: z.string().min(1).exactOptional(),
  color: z
    .string()
    .regex(/^#[\da-f]{6}$/)
    .exactOptional(),
  isPrimary: z.boolean(),
  role: z.enum(['freeBusyReader', 'reader', 'writer', 'owner']),
  canViewPrivateItems: z.boolean().exactOptional(),
  owner: z.strictObject({ name: z.string().exactOptional(), address: z.string().exactOptional() }).exactOptional(),
});
