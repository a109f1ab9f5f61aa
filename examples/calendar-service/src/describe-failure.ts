import { CalendarError } from '@kalends/core';

/** What went wrong and what to do about it, on one line. Messages of errors hold no secret. */
export function describeFailure(error: unknown): string {
  if (CalendarError.is(error)) {
    const end = /[.!?]$/.test(error.message) ? '' : '.';
    return [`${error.message}${end}`, error.cure?.text].filter((part) => part !== undefined).join(' ');
  }
  return error instanceof Error ? error.message : 'unknown reason';
}
