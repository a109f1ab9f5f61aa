import { CalendarError } from '@kalends/core';

/** A recurrence the model has no words for. `part` is a name from RFC 5545, never a value. */
export function unsupportedRecurrence(part: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `recurrence: ${part} cannot be expressed; the series is left unread rather than changed`,
    provider: 'google',
  });
}

/** A recurrence that breaks RFC 5545. */
export function invalidRecurrence(part: string): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: `recurrence: ${part} is not valid`,
    provider: 'google',
  });
}

/** A part's name as it may stand in a message. */
export function shownName(name: string): string {
  return /^[A-Z][A-Z-]{0,31}$/.test(name) ? name : 'an unknown part';
}
