import { invalidRequest, readBody } from '../body-reader.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import { checkIfMatch } from '../if-match.ts';
import { withAttendees } from '../mail/reply-mail.ts';
import type { EventContent, EventTimes, ItemContent, StoredAttendee, StoredItem } from '../mailbox.ts';
import { noTime } from '../mailbox.ts';
import { changeItem, changeOccurrence } from '../mailbox-store.ts';
import { recurrenceInputOf, seriesOf } from '../read-recurrence.ts';
import { ok } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { findZone } from '../time-zones.ts';
import { wallTimeAt } from '../wall-time.ts';
import { contentOfInput } from './event-content.ts';
import { readEventInput, timesOfInput } from './event-input.ts';
import type { EventInput } from './event-input.ts';
import { itemInstance, neighboursOf, occurrenceInstance } from './event-instance.ts';
import type { EventInstance } from './event-instance.ts';
import { eventEntity } from './event-resources.ts';
import { findEvent } from './find-event.ts';
import { notifyOfUpdate } from './notify-of-update.ts';
import { awaitOnlineMeeting } from './online-meeting.ts';
import type { WallTimeInput } from './wall-time-input.ts';

/**
 * `PATCH events/{id}`: changes an event, a whole series or one occurrence. An organizer's change goes out to everybody
 * invited; an invitee's stays in one's own copy.
 *
 * @throws GraphRefusal 412 for a stale `If-Match`, 400 for a change that makes no sense.
 */
export function updateEvent(work: MailboxRequest): Reply {
  const instance = findEvent(work);
  checkIfMatch(work.request, instance.changeKey);
  const input = readEventInput(readBody(work.request), instance.content.properties);
  if (!instance.item.isOrganizer) refuseOrganizersBusiness(input);
  const times = changedTimes(input, instance.times);
  const item =
    instance.occurrence === undefined
      ? changeWhole(work, instance, input, times)
      : changeOne(work, instance, instance.occurrence.date, input, times);
  awaitOnlineMeeting(work, item);
  const date = instance.occurrence?.date;
  const changed = date === undefined ? itemInstance(item) : (occurrenceInstance(item, date) ?? itemInstance(item));
  const reply = ok(eventEntity(work, changed));
  if (item.isOrganizer) notifyOfUpdate(work, input, { before: instance, after: changed });
  return reply;
}

/** A single event or a whole series. New times or a new pattern throw away what was special about single occurrences. */
function changeWhole(work: MailboxRequest, { item }: EventInstance, input: EventInput, times: EventTimes): StoredItem {
  const content = contentOfInput(work, input, item);
  const isMoved = isOtherTime(times, item.times);
  const recurrence =
    input.recurrence === undefined && isMoved && item.series !== undefined
      ? recurrenceInputOf(item.series.recurrence)
      : input.recurrence;
  let change: Partial<ItemContent> = { ...content, times, isDraft: false };
  if (recurrence === null) change = { ...change, series: undefined };
  else if (recurrence !== undefined) {
    const repetition = seriesOf(recurrence, times);
    const isSame = !isMoved && JSON.stringify(repetition.series.recurrence) === JSON.stringify(item.series?.recurrence);
    if (!isSame) change = { ...change, ...repetition };
  }
  const isAsked = isMoved || ('series' in change && change.series !== item.series);
  if (isAsked && item.isOrganizer) change = { ...change, attendees: askedAgain(change.attendees ?? item.attendees) };
  else if (change.attendees !== undefined) change = { ...change, ...exceptionsWithAttendees(item, change.attendees) };
  return changeItem(work.context.versions, item, change);
}

function changeOne(
  work: MailboxRequest,
  instance: EventInstance,
  date: string,
  input: EventInput,
  times: EventTimes,
): StoredItem {
  if (input.recurrence !== undefined) throw invalidRequest('An occurrence of a series has no recurrence of its own.');
  const isMoved = isOtherTime(times, instance.times);
  if (isMoved) checkNeighbours(instance, times);
  const content = contentOfInput(work, input, instance.content);
  const attendees = content.attendees ?? instance.content.attendees;
  const change: Partial<EventContent> = isMoved ? { ...content, attendees: askedAgain(attendees) } : content;
  return changeOccurrence(work.context.versions, instance.item, date, change, isMoved ? times : undefined);
}

/** Lists of attendees that exceptions have for themselves follow the series': who is new comes in, who is gone goes out. */
function exceptionsWithAttendees(item: StoredItem, attendees: readonly StoredAttendee[]): Partial<ItemContent> {
  const { series } = item;
  if (series === undefined) return {};
  const isIn = (list: readonly StoredAttendee[], { address }: StoredAttendee): boolean =>
    list.some((other) => other.address.toLowerCase() === address.toLowerCase());
  const added = attendees.filter((attendee) => !isIn(item.attendees, attendee));
  const removed = item.attendees.filter((attendee) => !isIn(attendees, attendee));
  const exceptions = withAttendees(series.exceptions, (own) => [
    ...own.filter((attendee) => !isIn(removed, attendee)),
    ...added.filter((attendee) => !isIn(own, attendee)),
  ]);
  return { series: { ...series, exceptions } };
}

/** At another time, everybody has to answer again. */
function askedAgain(attendees: readonly StoredAttendee[]): readonly StoredAttendee[] {
  return attendees.map(({ type, name, address }) => ({
    type,
    name,
    address,
    status: { response: 'none', time: noTime },
  }));
}

/**
 * An occurrence stays between the days of its neighbours (Graph docs, "Microsoft Graph error responses").
 *
 * @throws GraphRefusal 400 `ErrorOccurrenceCrossingBoundary`.
 */
function checkNeighbours(instance: EventInstance, times: EventTimes): void {
  const zone = times.isAllDay ? 'UTC' : instance.item.times.zone;
  const dayOf = (ms: number): string => wallTimeAt(ms, zone).slice(0, 10);
  const { previous, next } = neighboursOf(instance);
  const isAfterPrevious =
    previous === undefined || (dayOf(times.startMs) > dayOf(previous.startMs) && times.startMs >= previous.endMs);
  const isBeforeNext =
    next === undefined || (dayOf(times.startMs) < dayOf(next.startMs) && times.endMs <= next.startMs);
  if (isAfterPrevious && isBeforeNext) return;
  throw new GraphRefusal(
    400,
    'ErrorOccurrenceCrossingBoundary',
    'Modified occurrence is crossing or overlapping adjacent occurrence.',
  );
}

function changedTimes(input: EventInput, before: EventTimes): EventTimes {
  if (input.start === undefined && input.end === undefined && input.isAllDay === undefined) return before;
  const isAllDay = input.isAllDay ?? before.isAllDay;
  const start = input.start ?? wallTimeInputOf(before.startMs, before.zone, before.isAllDay);
  const end = input.end ?? wallTimeInputOf(before.endMs, before.endZone ?? before.zone, before.isAllDay);
  return timesOfInput(start, end, isAllDay);
}

function wallTimeInputOf(ms: number, iana: string, isAllDay: boolean): WallTimeInput {
  const zone = findZone(iana) ?? { name: iana, iana };
  return { wallTime: wallTimeAt(ms, isAllDay ? 'UTC' : iana), zone, ms };
}

function isOtherTime(a: EventTimes, b: EventTimes): boolean {
  return a.startMs !== b.startMs || a.endMs !== b.endMs || a.isAllDay !== b.isAllDay;
}

/** Guests cannot move a meeting, nor say who comes. */
function refuseOrganizersBusiness(input: EventInput): void {
  const { start, end, isAllDay, recurrence, attendees, isOnlineMeeting, hideAttendees } = input;
  const asked = [start, end, isAllDay, recurrence, attendees, isOnlineMeeting, hideAttendees];
  if (asked.every((value) => value === undefined)) return;
  throw invalidRequest("Your request can't be completed. You need to be an organizer to change this property.");
}
