import { z } from 'zod';

/** A field the service may leave out or send as null. */
export type Optional<T> = T | null | undefined;

export const text: z.ZodOptional<z.ZodNullable<z.ZodString>> = z.string().nullish();
export const flag: z.ZodOptional<z.ZodNullable<z.ZodBoolean>> = z.boolean().nullish();
