import { z } from 'zod';
import { wireEventSchema } from '../../wire/event.ts';
import type { WireEvent } from '../../wire/event.ts';
import type { WireSentAttendee } from '../../wire/event-body.ts';
import { allEventFields } from '../../wire/event-fields.ts';
import { parseWire } from '../../wire/parse-wire.ts';
import { gone } from '../find-resource.ts';
import { sentAttendees } from './series-copy.ts';
import type { WriteCall } from './write-call.ts';

/** Who is invited at a moment. */
export interface GuestList {
  readonly wire: WireEvent;
  /** As it goes back, with everything the service has of each. */
  readonly sent: readonly WireSentAttendee[];
}

const wholeListSchema = z.object({
  attendees: z.array(z.looseObject({ email: z.string().nullish() })).nullish(),
});

/** What is read of an event, the attendees with all their fields, also those that this package knows nothing of. */
const fields = allEventFields.replace(/attendees\([^)]*\)/, 'attendees');

/** Reads who is invited: the list is written back whole, so it is read whole. */
export async function readGuestList({ session, call, calendar }: WriteCall, eventId: string): Promise<GuestList> {
  const data = await session.read(call, (client, options) =>
    client.events.get({ calendarId: calendar.id, eventId, fields }, options),
  );
  const wire = parseWire(wireEventSchema, data);
  if (wire.status === 'cancelled') throw gone(call.operation);
  const { attendees } = parseWire(wholeListSchema, data);
  return { wire, sent: sentAttendees(attendees ?? []) };
}
