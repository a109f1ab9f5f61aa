import { CalendarError } from '@kalends/core';

/** The error of a field that the service sent in a way the model cannot hold. Names the field, never its value. */
export function invalidField(field: string, what: string): CalendarError {
  return new CalendarError({ code: 'invalidResponse', message: `${field}: ${what}`, provider: 'google' });
}
