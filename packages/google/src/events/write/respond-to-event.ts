import type { CalendarEvent, RespondOptions } from '@kalends/core';
import { parseOptions, respondOptionsSchema } from '@kalends/core/schemas';
import type { Session } from '../../session.ts';
import type { WireAttendee, WireEvent } from '../../wire/event.ts';
import { patchResource } from './patch-resource.ts';
import { namedEvent } from './scoped-event.ts';
import { denied, openWrite, presentWritten, unsupported } from './write-call.ts';

/** Answers an invitation. Google keeps what was declined in the calendar. */
export async function respondToEvent(session: Session, options: RespondOptions): Promise<CalendarEvent> {
  const operation = 'events.respond';
  const answer = parseOptions(respondOptionsSchema, options, operation);
  const { scope, response, comment, notifyOrganizer, proposedTime } = answer;
  if (proposedTime !== undefined)
    throw unsupported(operation, 'proposedTime: the Google Calendar API has no such thing');
  const write = await openWrite(session, operation, answer);
  const { eventId, wire } = await namedEvent(write, { target: answer, scope, needsWire: true });
  if (wire?.organizer?.self === true)
    throw denied(operation, 'The organizer of an event does not answer an invitation to it');
  const email = ownEntryOf(wire)?.email;
  if (!email) throw denied(operation, 'Nobody is invited to this event whose answer this calendar gives');
  const changed = await patchResource(write, {
    eventId,
    // One entry and the word that the others are left out: nobody else is touched, whoever this calendar may turn out to be.
    body: {
      attendeesOmitted: true,
      attendees: [{ email, responseStatus: response, ...(comment === undefined ? {} : { comment }) }],
    },
    notify: notifyOrganizer ? 'everyone' : 'nobody',
    isApplied: (event) => {
      const own = ownEntryOf(event);
      return own?.responseStatus === response && (comment === undefined || (own.comment ?? '') === comment);
    },
  });
  return presentWritten(write, changed);
}

/** The entry of whoever the calendar belongs to. */
function ownEntryOf(event: WireEvent | undefined): WireAttendee | undefined {
  return event?.attendees?.find(({ self }) => self === true);
}
