import { CalendarError } from '@kalends/core';

/** The refusal of something that Google has no place for. Names the field, never its value. */
export function unwritable(field: string, what: string): CalendarError {
  return new CalendarError({ code: 'unsupported', message: `${field}: ${what}`, provider: 'google' });
}
