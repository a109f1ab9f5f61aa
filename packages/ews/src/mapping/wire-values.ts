import { CalendarError } from '@kalends/core';
import { isDate, parseInstant } from '@kalends/core/time';

/** An answer that cannot be understood. Names the field, never the item or the value. */
export function invalidField(field: string, why: string): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: `Exchange sent a calendar item whose ${field} ${why}`,
    provider: 'ews',
  });
}

/**
 * An instant of `xs:dateTime`. Exchange always writes `Z` or an offset in calendar items; without one it would be a wall
 * time in a zone that is not known.
 *
 * @returns Milliseconds since the Unix epoch.
 */
export function instantOf(value: string, field: string): number {
  try {
    return parseInstant(value.trim());
  } catch {
    throw invalidField(field, 'is no date and time with an offset');
  }
}

/** Like {@link instantOf}, for a field that must be there. */
export function requiredInstant(value: string | undefined, field: string): number {
  if (value === undefined) throw invalidField(field, 'is missing');
  return instantOf(value, field);
}

/** `xs:boolean` has two spellings of each value. */
export function isTrue(value: string | undefined): boolean {
  const trimmed = value?.trim();
  return trimmed === 'true' || trimmed === '1';
}

/** A whole number. */
export function integerOf(value: string | undefined, field: string): number {
  const trimmed = value?.trim() ?? '';
  if (!/^[+-]?\d{1,9}$/.test(trimmed)) throw invalidField(field, 'is no number');
  return Number(trimmed);
}

/**
 * The date of an `xs:date`. Exchange adds `Z` or an offset to dates of a recurrence; they are dates in the series' zone all
 * the same.
 */
export function dateOf(value: string | undefined, field: string): string {
  const date = (value ?? '').trim().slice(0, 10);
  if (!isDate(date)) throw invalidField(field, 'is no date');
  return date;
}

/** Text that is there and not blank. */
export function presentText(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

/**
 * What a vendor's enumeration value means. A value comes from outside and may be called `constructor`, so only the table's
 * own entries count.
 */
export function meaningOf<T>(table: Readonly<Record<string, T>>, value: string | undefined): T | undefined {
  const key = value?.trim() ?? '';
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
