import { z } from 'zod';
import type { Room } from '../model/room.ts';

/** Schema of a {@link Room}. @public */
export const roomSchema: z.ZodType<Room> = z.strictObject({
  address: z.string().min(1),
  name: z.string(),
  building: z.string().exactOptional(),
  floor: z.string().exactOptional(),
  capacity: z.int().nonnegative().exactOptional(),
  equipment: z.array(z.string()),
});
