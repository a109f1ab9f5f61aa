import { CalendarError, readBack } from '@kalends/core';
import type { RecurrenceId } from '@kalends/core';
import { reading } from '../calendars/read-calendar.ts';
import { jsonAnswer } from '../client/graph-reader.ts';
import { eventParts, eventQuery } from '../events/event-parts.ts';
import type { EventParts } from '../events/event-parts.ts';
import { calendarPath, eventPath } from '../events/event-path.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { expandProperty, propertyEquals, propertyId, propertyValue } from '../mapping/extended-property.ts';
import type { ExtendedPropertyWire } from '../mapping/extended-property.ts';
import { eventPageWireSchema, eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import { sendPatch } from './send-patch.ts';
import { readSubject } from './write-subject.ts';
import { guidOfDigest } from './write-key.ts';
import { writing } from './writing.ts';

/** An event to be made once and no more. */
export interface Creation {
  readonly calendarId: string;
  readonly write: EventWriteWire;
  /** Occurrences that do not take place. */
  readonly excluded: readonly RecurrenceId[];
  /** Digest that the event is recognized by, whichever process asks. */
  readonly key: string;
  /** Further extended properties. */
  readonly marks?: readonly Required<ExtendedPropertyWire>[];
  /** What is wanted of the event when it has to be looked for. Default: what every event has. */
  readonly parts?: EventParts;
}

const keyName = 'idempotencyKey';
const stateName = 'creation';
const incomplete = 'incomplete';

/**
 * Makes an event. The service itself discards a repetition (`transactionId`); the same key lies in an extended property, by which the
 * event is found when the answer to its creation was lost.
 *
 * A series with occurrences that do not take place is made in steps: without its attendees, who would get a cancellation for each of them;
 * then without the occurrences; then with the attendees. A mark says that a step is missing, so that a repetition goes on where it stopped.
 *
 * @throws CalendarError `conflict` when the event that was made with this key is gone.
 * @see {@link https://learn.microsoft.com/graph/api/user-post-events | Graph docs, Create event}
 */
export async function createOnce(session: GraphSession, creation: Creation, label: ReadLabel): Promise<EventWire> {
  const { calendarId, write, excluded, key, marks = [], parts } = creation;
  const isStepwise = excluded.length > 0;
  const { attendees, ...withoutAttendees } = write;
  const body: EventWriteWire = {
    ...(isStepwise ? withoutAttendees : write),
    transactionId: guidOfDigest(key),
    singleValueExtendedProperties: [
      ...(write.singleValueExtendedProperties ?? []),
      ...marks,
      { id: propertyId(keyName), value: key },
      ...(isStepwise ? [{ id: propertyId(stateName), value: incomplete }] : []),
    ],
  };
  const event = await postEvent(session, { calendarId, key, body, parts }, label);
  if (!isStepwise || !(await isIncomplete(session, calendarId, event.id, label))) return event;
  const place = { calendarId, eventId: event.id };
  await deleteOccurrences(session, place, excluded, label);
  return sendPatch(
    session,
    await readSubject(session, place, label),
    {
      ...(attendees === undefined ? {} : { attendees }),
      singleValueExtendedProperties: [{ id: propertyId(stateName), value: 'complete' }],
    },
    label,
  );
}

/** What an event is looked for by. */
export interface EventKey {
  readonly calendarId: string;
  readonly key: string;
  /** Which of our properties holds it. Default: that of creations. */
  readonly property?: string;
  /** Default: what every event has. */
  readonly parts?: EventParts | undefined;
}

/** Finds the event that was made with a key. */
export async function findByKey(
  session: GraphSession,
  { calendarId, key, property = keyName, parts = eventParts() }: EventKey,
  label: ReadLabel,
): Promise<EventWire | undefined> {
  const page = await session.reader.read({
    ...label,
    permission: reading,
    path: `${calendarPath(session, calendarId)}/events`,
    query: { ...eventQuery(parts), $filter: propertyEquals(property, key), $top: '1' },
    schema: eventPageWireSchema,
    what: 'the event of a key',
  });
  return page.value[0];
}

async function postEvent(
  session: GraphSession,
  { body, ...wanted }: EventKey & { readonly body: EventWriteWire },
  label: ReadLabel,
): Promise<EventWire> {
  try {
    return await session.writer.write({
      ...label,
      permission: writing,
      method: 'POST',
      path: `${calendarPath(session, wanted.calendarId)}/events`,
      body,
      answer: jsonAnswer(eventWireSchema, 'the new event'),
      settle: async () => {
        const made = await findByKey(session, wanted, label);
        return made === undefined ? { kind: 'notDone' } : { kind: 'done', value: made };
      },
    });
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'conflict') throw error;
    const made = await readBack(() => findByKey(session, wanted, label));
    if (made !== undefined) return made;
    throw new CalendarError({
      code: 'conflict',
      message: 'An event was made with this key before and is gone; use another key to make a new one',
      status: error.status,
      vendorCode: error.vendorCode,
      requestId: error.requestId,
    });
  }
}

async function isIncomplete(
  session: GraphSession,
  calendarId: string,
  eventId: string,
  label: ReadLabel,
): Promise<boolean> {
  return (await readMark(session, { calendarId, eventId }, stateName, label)) === incomplete;
}

/** Reads one of our own extended properties of an event. */
export async function readMark(
  session: GraphSession,
  { calendarId, eventId }: { readonly calendarId: string; readonly eventId: string },
  name: string,
  label: ReadLabel,
): Promise<string | undefined> {
  const { singleValueExtendedProperties } = await session.reader.read({
    ...label,
    permission: reading,
    path: eventPath(session, calendarId, eventId),
    query: { $select: 'id,start,end', $expand: expandProperty(name) },
    schema: eventWireSchema,
    what: 'the mark of an event',
  });
  return propertyValue(singleValueExtendedProperties, name);
}
