import type { NewAttendee } from '@kalends/core';
import type { WireSentAttendee } from '../../wire/event-body.ts';
import { unwritable } from './unwritable.ts';

/**
 * Writes somebody to invite.
 *
 * @throws CalendarError `unsupported`.
 */
export function writtenAttendee({ address, name, kind, role }: NewAttendee): WireSentAttendee {
  if (kind === 'resource' && role === 'optional') throw unwritable('attendees', 'resources are never optional');
  return {
    email: address,
    ...(name === undefined ? {} : { displayName: name }),
    ...(kind === 'resource' ? { resource: true } : {}),
    ...(role === 'optional' ? { optional: true } : {}),
  };
}
