import { CalendarError, readBack } from '@kalends/core';
import type { CalendarEvent, CreateEventOptions, NewEvent } from '@kalends/core';
import { createEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { locateById } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { newAttendeeWrites } from '../mapping/attendee-writing.ts';
import { contentWrites } from '../mapping/content-writing.ts';
import { hasAttendees } from '../mapping/meeting-role.ts';
import { propertiesText } from '../mapping/own-properties.ts';
import { noPlace, placeWrites } from '../mapping/place-writing.ts';
import { writeOwn } from '../mapping/property-writes.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import { recurrenceWrite } from '../mapping/recurrence-writing.ts';
import { eventTimeOfNew, newTimeWrites, requireFirstReading, writtenTime } from '../mapping/time-writing.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { createCalendarItem } from '../operations/create-item.ts';
import { findCreated, keyDigest } from './created-items.ts';
import { excludeOccurrences } from './exclusions.ts';
import { guardedUpdate } from './guarded-update.ts';
import { keepOne } from './keep-one.ts';
import type { KeepOneOptions } from './keep-one.ts';
import { randomHex } from './random-hex.ts';
import { invalidArgument, requireNotify } from './write-rules.ts';
import { writingDetail } from './write-target.ts';
import { readWritten } from './written-event.ts';

/** Creates an event, once for each key. */
export async function createEvent(
  session: Session,
  unchecked: CreateEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(createEventOptionsSchema, unchecked, 'events.create');
  const { event, notify, idempotencyKey } = options;
  const attendees = event.attendees ?? [];
  requireNotify(notify, attendees.length > 0);
  const self = session.account.address?.toLowerCase();
  if (attendees.some(({ address }) => address.toLowerCase() === self)) {
    throw invalidArgument('attendees: the organizer is no attendee of the own meeting');
  }
  const id = await createItem(session, {
    properties: newEventWrites(event, session.settings.timeZone),
    calendarId: options.calendarId,
    key: idempotencyKey,
    excluded: event.recurrence?.excluded ?? [],
    isSent: notify === 'everyone' && attendees.length > 0,
    signal,
  });
  return readWritten(session, { id, isWritten: true }, options.calendarId, signal, options.omit);
}

/** The properties of a new event. @throws CalendarError `unsupported` for what has no place in Exchange. */
export function newEventWrites(event: NewEvent, zoneOfDays: string): readonly PropertyWrite[] {
  const { time, recurrence, attendees = [], properties } = event;
  if (recurrence !== undefined) requireFirstReading(time);
  const writes = [
    ...contentWrites(event),
    ...placeWrites(event, noPlace),
    ...newTimeWrites(writtenTime(time, zoneOfDays)),
    ...(recurrence === undefined ? [] : [recurrenceWrite(recurrence, eventTimeOfNew(time))]),
    ...newAttendeeWrites(attendees),
    ...(properties === undefined || Object.keys(properties).length === 0
      ? []
      : [writeOwn('properties', propertiesText(properties))]),
  ];
  // There is nothing to take away of what is not there yet.
  return writes.filter(({ xml }) => xml !== undefined);
}

/** A new item. */
export interface NewItem {
  readonly properties: readonly PropertyWrite[];
  /** Absent: the primary calendar. */
  readonly calendarId: string | undefined;
  /** Absent: the call has one of its own. */
  readonly key: string | undefined;
  readonly excluded: readonly string[];
  /** Whether people are invited. */
  readonly isSent: boolean;
  readonly signal: AbortSignal;
}

/**
 * Creates an item and finishes what one request cannot: occurrences that do not take place, and invitations after that. Whoever calls again with
 * the key goes on where the call before was broken off.
 *
 * @returns its id.
 * @throws CalendarError `conflict` when what was created with the key was deleted since.
 */
export async function createItem(session: Session, item: NewItem): Promise<string> {
  const { key, excluded, isSent, signal } = item;
  if (item.calendarId !== undefined) await session.requireOwnCalendar(item.calendarId, signal);
  const calendarId = item.calendarId ?? (await session.primaryCalendarId(signal));
  const digest = await keyDigest(calendarId, key ?? randomHex(session.settings.runtime.random, 16));
  // With a key of the caller's, others may do the same at this moment: nobody is invited before it is known whose event stays.
  const isSentLater = isSent && (key !== undefined || excluded.length > 0);
  const before = key === undefined ? undefined : await findCreated(session, calendarId, digest, signal);
  const create = (): Promise<string> => {
    const properties = [...item.properties, writeOwn('idempotencyKey', digest)];
    const isShared = key !== undefined;
    return createOnce(session, { calendarId, digest, properties, isSent: isSent && !isSentLater, isShared, signal });
  };
  const adopt = (): Promise<string> => readBack(() => stayed(session, { calendarId, digest, isSent: false, signal }));
  const present = before?.items[0];
  if (present === undefined && before?.wasDeleted === true) throw deletedSince();
  const id = present === undefined ? await create() : await adopt();
  const finish = async (): Promise<void> => {
    await excludeOccurrences(session, id, excluded, signal);
    if (isSentLater) await inviteOnce(session, id, signal);
  };
  await readBack(finish);
  return id;
}

interface Creation {
  readonly calendarId: string;
  readonly digest: string;
  readonly properties: readonly PropertyWrite[];
  readonly isSent: boolean;
  /** Whether others may create with the same key. */
  readonly isShared: boolean;
  readonly signal: AbortSignal;
}

async function createOnce(session: Session, creation: Creation): Promise<string> {
  const { calendarId, digest, properties, isSent, signal } = creation;
  let sends = 0;
  const call = createCalendarItem({ folder: { id: calendarId }, properties, isSent });
  const id = await session.settled({
    signal,
    send: async () => {
      sends += 1;
      return (await session.client.once(call, signal)).id;
    },
    settle: async () => {
      const [found] = (await findCreated(session, calendarId, digest, signal)).items;
      return found === undefined ? { kind: 'notDone' } : { kind: 'done', value: found.id };
    },
  });
  return sends > 1 || creation.isShared ? readBack(() => stayed(session, creation)) : id;
}

async function stayed(session: Session, options: KeepOneOptions): Promise<string> {
  const id = await keepOne(session, options);
  if (id === undefined) throw deletedSince();
  return id;
}

/** Sends invitations, unless they were sent. */
async function inviteOnce(session: Session, id: string, signal: AbortSignal): Promise<void> {
  const item = await locateById(session, id, writingDetail, signal);
  await guardedUpdate(session, {
    item,
    detail: writingDetail,
    signal,
    plan: (current) =>
      isTrue(current.item.MeetingRequestWasSent) || !hasAttendees(current.item)
        ? undefined
        : { properties: [], audience: 'everyone' },
  });
}

function deletedSince(): CalendarError {
  return new CalendarError({
    code: 'conflict',
    message: 'The event that was created with this idempotencyKey has been deleted since',
    provider: 'ews',
    cure: { text: 'Take another key to create it anew.' },
  });
}
