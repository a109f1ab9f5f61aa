import { CalendarError } from '@kalends/core';
import { parseOptions } from '@kalends/core/schemas';
import { z } from 'zod';

/** Longest name, id or owner, in UTF-16 units: with four bytes each it still fits an index entry. */
const maxNameLength = 512;
/** Longest sealed text, in bytes of UTF-8; the tables say the same. */
const maxSealedBytes = 131_072;
const maxListLength = 1_000;
const defaultListLength = 100;

/** What a text column takes: no NUL, which Postgres has no place for, and no half of a surrogate pair, which has no UTF-8 form. */
export const textSchema: z.ZodString = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'a text without NUL and lone surrogates is needed');

/** Names and ids that are not ours. */
export const nameSchema: z.ZodString = textSchema.min(1).max(maxNameLength);

/** Ids of accounts. */
export const accountIdSchema: z.ZodString = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/);

/** A sealed text. */
export const sealedSchema: z.ZodString = textSchema
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxSealedBytes, `at most ${maxSealedBytes} bytes are kept`);

/** An instant of the years 1 to 9999 in UTC, which both sides can write: it is kept in UTC, whatever its offset was. */
export const instantSchema: z.ZodType<string> = z.iso
  .datetime({ offset: true })
  .refine((text) => isWritable(Date.parse(text)), 'an instant of the years 1 to 9999 in UTC is needed');

function isWritable(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return year >= 1 && year <= 9_999;
}

/** A counter: generations, versions, fences. */
export const counterSchema: z.ZodInt = z.int().nonnegative();

/** Milliseconds that something lasts, up to a year. */
export const durationMsSchema: z.ZodNumber = z
  .number()
  .nonnegative()
  .max(366 * 86_400_000);

/** How many entries a list gives. */
export const listLengthSchema: z.ZodDefault<z.ZodInt> = z.int().min(1).max(maxListLength).default(defaultListLength);

/**
 * Checks an argument of a store.
 *
 * @throws CalendarError `invalidArgument`, naming the place and not the value.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, operation: string): T {
  return parseOptions(schema, value, operation);
}

/**
 * Reads what a table holds.
 *
 * @throws CalendarError `storeUnavailable` when somebody else wrote it, or a newer version.
 */
export function readRow<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CalendarError({
    code: 'storeUnavailable',
    retryable: false,
    message: `The database holds ${what} that this version cannot read`,
  });
}

/** JSON of a text column. */
export function jsonOf<T>(schema: z.ZodType<T>): z.ZodPipe<z.ZodType<unknown, string>, z.ZodType<T>> {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}
