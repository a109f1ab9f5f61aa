import type { CalendarEvent, CreateEventOptions, NewAttendee, NewEvent } from '@kalends/core';
import { createEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { newRequestId } from '../client/request-id.ts';
import { eventParts } from '../events/event-parts.ts';
import type { EventParts } from '../events/event-parts.ts';
import { eventSurroundings, holderOfCalendar } from '../events/event-surroundings.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { contentToWire, inviteesToWire, nothingBefore, refuseUnwritable } from '../mapping/content-input.ts';
import { isMaster, mapInstance, mapMaster } from '../mapping/event-mapping.ts';
import { sameAddress } from '../mapping/holder.ts';
import { recurrenceToWire } from '../mapping/recurrence-input.ts';
import { invalidArgument } from '../mapping/refusals.ts';
import { keepableTime, timesToWire } from '../mapping/time-input.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { createOnce } from './create-once.ts';
import { cannotBeQuiet } from './notify-rules.ts';
import { awaitJoinLink, requireTeams } from './online-meeting.ts';
import { digestOf } from './write-key.ts';
import { beginWrite } from './writing.ts';

const operation = 'events.create';

/** Makes an event or a series. Invitations go out at once: Graph has no way to hold them back. */
export async function createEvent(
  session: GraphSession,
  options: CreateEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const { event, notify, idempotencyKey, omit, ...place } = parseOptions(createEventOptionsSchema, options, operation);
  const label = { operation, signal };
  const attendees = event.attendees ?? [];
  if (place.calendarId === undefined) refuseOrganizer(attendees, session.account.address);
  if (attendees.length > 0 && notify !== 'everyone') throw cannotBeQuiet(notify);
  const write = newEventToWire(event);
  const calendarId = await beginWrite(session, place.calendarId, label);
  if (place.calendarId !== undefined && attendees.length > 0)
    refuseOrganizer(attendees, (await holderOfCalendar(session, calendarId, label)).address);
  if (write.isOnlineMeeting === true) await requireTeams(session, calendarId, label);
  const key = await digestOf([calendarId, idempotencyKey ?? newRequestId(session.context.runtime.random)]);
  const excluded = event.recurrence?.excluded ?? [];
  const parts = eventParts([], omit);
  let made = await createOnce(session, { calendarId, write, excluded, key, parts }, label);
  if (write.isOnlineMeeting === true)
    made = await awaitJoinLink(session, { calendarId, eventId: made.id }, made, label, parts);
  return createdEvent(session, made, { calendarId, excluded, parts }, label);
}

/** Whoever a calendar belongs to organizes what is made in it. */
function refuseOrganizer(attendees: readonly NewAttendee[], organizer: string | undefined): void {
  if (attendees.some(({ address }) => sameAddress(address, organizer)))
    throw invalidArgument('attendees: the organizer is not invited to an own meeting');
}

function newEventToWire(event: NewEvent): EventWriteWire {
  const { time: asked, recurrence, attendees, ...content } = event;
  refuseUnwritable(content);
  const time = keepableTime(asked);
  return {
    ...contentToWire(content, nothingBefore),
    ...timesToWire(time),
    ...(recurrence === undefined ? {} : { recurrence: recurrenceToWire(recurrence, time) }),
    ...(attendees === undefined || attendees.length === 0 ? {} : { attendees: inviteesToWire(attendees) }),
  };
}

/** What was left out of a new series is known without asking. */
async function createdEvent(
  session: GraphSession,
  made: EventWire,
  options: { readonly calendarId: string; readonly excluded: readonly string[]; readonly parts: EventParts },
  label: ReadLabel,
): Promise<CalendarEvent> {
  const { calendarId, excluded, parts } = options;
  const around = await eventSurroundings(session, [made], { calendarId, parts, ...label });
  if (!isMaster(made)) return mapInstance(made, around);
  const master = mapMaster(made, [], around);
  return { ...master, recurrence: { ...master.recurrence, excluded: [...excluded].sort() } };
}
