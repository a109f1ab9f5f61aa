import { CalendarError } from '@kalends/core';
import { directoryAddressOf } from '../mapping/contact-mapping.ts';

/**
 * Refuses to write into the directory, which is its administrators' to keep.
 *
 * @throws CalendarError `unsupported`
 */
export function requirePersonal(contactId: string, operation: string): void {
  if (directoryAddressOf(contactId) === undefined) return;
  throw new CalendarError({
    code: 'unsupported',
    message: `${operation}: contacts of the directory cannot be written`,
    provider: 'ews',
  });
}
