import { CalendarError } from '@kalends/core';
import { providerId } from '../graph-context.ts';

/**
 * Encodes an id as one segment of a path.
 *
 * @throws CalendarError `invalidArgument` for `.` and `..`, which would lead to another resource whatever their encoding,
 * and for text that no URL can hold.
 */
export function pathSegment(id: string): string {
  if (id !== '.' && id !== '..' && id.isWellFormed()) return encodeURIComponent(id);
  throw new CalendarError({
    code: 'invalidArgument',
    message: 'An id that was given is not one of Microsoft Graph',
    provider: providerId,
  });
}
