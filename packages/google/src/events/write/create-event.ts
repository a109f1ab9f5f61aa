import type { CalendarEvent, CreateEventOptions, NewEvent } from '@kalends/core';
import { formatRecurrence } from '@kalends/core/recurrence';
import { createEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { eventTimeOf } from '@kalends/core/time';
import { writtenAttendee } from '../../mapping/write/written-attendees.ts';
import { writtenContent } from '../../mapping/write/written-content.ts';
import { writtenTime } from '../../mapping/write/written-time.ts';
import type { Session } from '../../session.ts';
import type { WireEventBody } from '../../wire/event-body.ts';
import { eventFields } from '../../wire/event-fields.ts';
import { awaitConference } from './await-conference.ts';
import { eventIdFor } from './event-id.ts';
import { insertResource } from './insert-resource.ts';
import { randomKey } from './random-key.ts';
import { calendarKey, invalid, openWrite, presentWritten } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** Creates an event, once for each key. */
export async function createEvent(session: Session, options: CreateEventOptions): Promise<CalendarEvent> {
  const operation = 'events.create';
  const parsed = parseOptions(createEventOptionsSchema, options, operation);
  const { event, notify, idempotencyKey = randomKey(session), omit = [] } = parsed;
  // What cannot be said is refused before anything is sent.
  const content = newBody(event, '');
  const write = await openWrite(session, operation, parsed);
  if (event.attendees?.some(({ address }) => isOrganizer(write, address))) {
    throw invalid(operation, 'event.attendees: the organizer is not invited to an own event');
  }
  const id = await eventIdFor(calendarKey(write), ['create', idempotencyKey]);
  const body = event.conference?.kind === 'create' ? newBody(event, id) : content;
  const insertion = { body: { ...body, id }, notify, fields: eventFields({ omit }) };
  return presentWritten(write, await awaitConference(write, await insertResource(write, insertion)), omit);
}

function newBody(event: NewEvent, conferenceRequestId: string): WireEventBody {
  const time = eventTimeOf(event.time);
  return {
    ...writtenTime(time, 'insert'),
    ...writtenContent(event, { conferenceRequestId }),
    ...(event.recurrence === undefined ? {} : { recurrence: formatRecurrence(event.recurrence, time) }),
    ...(event.attendees === undefined ? {} : { attendees: event.attendees.map(writtenAttendee) }),
  };
}

/** The calendar that an event is created in is its organizer. */
function isOrganizer({ session, calendar }: WriteCall, address: string): boolean {
  const own = calendar.kind === 'primary' ? session.account.address : undefined;
  return [calendar.id, own].some((other) => other?.toLowerCase() === address.toLowerCase());
}
