import { CalendarError } from '@kalends/core';
import { providerId } from '../graph-context.ts';

/**
 * The error for what Graph has no place for.
 *
 * @param what - Names the field or kind of value, never the value itself; a zone or a rule may be named.
 */
export function unsupported(what: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `Microsoft Graph cannot keep this: ${what}; nothing was sent`,
    provider: providerId,
  });
}

/** The error for a call that makes no sense. */
export function invalidArgument(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message, provider: providerId });
}

/** The error for what only the organizer may do, before anything is sent. */
export function organizerOnly(what: string): CalendarError {
  return new CalendarError({
    code: 'accessDenied',
    message: `Only the organizer of a meeting may ${what}; nothing was sent`,
    provider: providerId,
  });
}
