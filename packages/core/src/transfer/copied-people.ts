import type { EventFields } from '../model/event.ts';
import type { NewAttendee } from '../model/event-input.ts';
import type { Attendee } from '../model/participant.ts';
import { newAttendeeSchema } from '../schemas/event-input-schemas.ts';
import type { CopyInProgress } from './copied-content.ts';

/** Most that one event invites. */
const maxAttendees = 1_000;

/** Invites the attendees of the original, or leaves them. Whoever makes the copy calls the meeting and is not invited to it. */
export function copyPeople(
  event: EventFields,
  attendees: 'invite' | 'leave',
  { writes, copy, lose }: CopyInProgress,
): void {
  if (event.organizer !== undefined && !event.organizer.isSelf) lose('organizer', 'anotherOwner');
  if (event.attendees.length === 0 && !event.attendeesOmitted) return;
  if (attendees === 'leave') {
    lose('attendees', 'notAsked');
    return;
  }
  if (writes.unwritableFields.includes('attendees')) {
    lose('attendees', 'noPlace');
    return;
  }
  const others = event.attendees.filter(({ isSelf }) => !isSelf);
  const invited = others.flatMap(invitation).slice(0, maxAttendees);
  if (event.attendeesOmitted) lose('attendees', 'notRead');
  else if (invited.length < others.length) lose('attendees', 'noPlace');
  else if (others.length < event.attendees.length) lose('attendees', 'anotherOwner');
  if (invited.length > 0) copy.attendees = invited;
  if (others.some(({ participationStatus }) => participationStatus !== 'needsAction')) {
    lose('attendees.participationStatus', 'anotherOwner');
  }
}

/** Nobody, when there is no address that mail can be sent to. */
function invitation({ address, name, kind, role }: Attendee): NewAttendee[] {
  if (address === undefined) return [];
  const attendee: NewAttendee = {
    address,
    ...(name === undefined ? {} : { name }),
    kind: kind === 'resource' ? 'resource' : 'individual',
    role,
  };
  return newAttendeeSchema.safeParse(attendee).success ? [attendee] : [];
}
