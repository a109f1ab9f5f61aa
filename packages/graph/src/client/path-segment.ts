import { CalendarError } from '@kalends/core';
import { providerId } from '../graph-context.ts';

/** What `encodeURIComponent` leaves as it is and OData may take for a key or a call (OData 4.01, part 2, section 4). */
const odataCharacters = /[!'()*]/g;

/**
 * Encodes an id as one segment of a path.
 *
 * @throws CalendarError `invalidArgument` for `.` and `..`, which would lead to another resource whatever their encoding,
 * and for text that no URL can hold.
 */
export function pathSegment(id: string): string {
  if (id !== '.' && id !== '..' && id.isWellFormed())
    return encodeURIComponent(id).replaceAll(odataCharacters, percentEncoded);
  throw new CalendarError({
    code: 'invalidArgument',
    message: 'An id that was given is not one of Microsoft Graph',
    provider: providerId,
  });
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
