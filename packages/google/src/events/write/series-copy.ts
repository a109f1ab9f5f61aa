import { z } from 'zod';
import { unwritable } from '../../mapping/write/unwritable.ts';
import type { WireEventBody, WireSentAttendee } from '../../wire/event-body.ts';
import { parseWire } from '../../wire/parse-wire.ts';
import type { WriteCall } from './write-call.ts';

/** Fields of a series that one split off from it has too, as they are. */
const copiedFields = [
  'status',
  'summary',
  'description',
  'location',
  'colorId',
  'eventLabelId',
  'transparency',
  'visibility',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
  'anyoneCanAddSelf',
  'reminders',
  'extendedProperties',
  'attachments',
  'source',
  'eventType',
  'outOfOfficeProperties',
  'focusTimeProperties',
  'workingLocationProperties',
  'birthdayProperties',
] as const;

/** Conferences that can be described; older kinds can only be read. */
const describableConferences: readonly string[] = ['hangoutsMeet', 'addOn'];

const conferenceSchema = z.looseObject({
  createRequest: z.unknown().optional(),
  entryPoints: z.array(z.unknown()).min(1),
  conferenceSolution: z.looseObject({
    key: z.looseObject({ type: z.string().refine((type) => describableConferences.includes(type)) }),
  }),
});

const copySchema = z.looseObject({
  attendees: z.array(z.looseObject({ email: z.string().nullish() })).nullish(),
  attendeesOmitted: z.boolean().nullish(),
  conferenceData: z.unknown().optional(),
});

/**
 * Reads everything a new series has in common with one that it is split off from: what this package knows nothing of goes with it, the
 * answers of guests as well. Its times and its recurrence are its own.
 *
 * @throws CalendarError `unsupported` when somebody who is invited would be lost.
 */
export async function readSeriesCopy({ session, call, calendar }: WriteCall, masterId: string): Promise<WireEventBody> {
  const fields = [...copiedFields, 'attendees', 'attendeesOmitted', 'conferenceData'].join(',');
  const data = await session.read(call, (client, options) =>
    client.events.get({ calendarId: calendar.id, eventId: masterId, fields }, options),
  );
  const { attendees, attendeesOmitted, conferenceData, ...found } = parseWire(copySchema, data);
  if (attendeesOmitted === true) {
    throw unwritable('attendees', 'Google does not show the whole list, so that it cannot be copied');
  }
  const copied = Object.fromEntries(copiedFields.flatMap((name) => (name in found ? [[name, found[name]]] : [])));
  const conference = conferenceSchema.safeParse(conferenceData).data;
  const { createRequest: _, ...describedConference } = conference ?? {};
  const sent = sentAttendees(attendees ?? []);
  return {
    ...copied,
    ...(sent.length === 0 ? {} : { attendees: sent }),
    // It has the shape that was just checked; the entry points are the service's own, sent back as they came.
    ...(conference === undefined
      ? {}
      : { conferenceData: describedConference as NonNullable<WireEventBody['conferenceData']> }),
  };
}

/**
 * A list of attendees as it goes back: all that was read of each but what only the service can say.
 *
 * @throws CalendarError `unsupported` when somebody on it would be lost, because Google tells no address.
 */
export function sentAttendees(
  attendees: readonly ({ readonly email?: string | null | undefined } & Readonly<Record<string, unknown>>)[],
): WireSentAttendee[] {
  return attendees.map(({ email, id: _id, self: _self, organizer: _organizer, ...rest }) => {
    if (email) return { ...rest, email };
    throw unwritable('attendees', 'somebody on the list has no address; it cannot be written back whole');
  });
}
