import { z } from 'zod';

/** A text of whole characters: half a surrogate pair is none, and each service would put something else in its place. */
export const textSchema = (maxLength: number): z.ZodType<string> =>
  z
    .string()
    .max(maxLength)
    .refine((text) => text.isWellFormed(), 'the text holds half a character (a lone surrogate)');

/** A text that has something in it. */
export const filledTextSchema = (maxLength: number): z.ZodType<string> =>
  textSchema(maxLength).refine((text) => text !== '', 'the text is empty');
