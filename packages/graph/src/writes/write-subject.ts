import type { CalendarEvent, EventReference, RecurrenceId, SeriesScope } from '@kalends/core';
import { expandRecurrence } from '@kalends/core/recurrence';
import { reading } from '../calendars/read-calendar.ts';
import { eventParts, eventQuery } from '../events/event-parts.ts';
import { eventPath } from '../events/event-path.ts';
import { exceptionRecurrenceId, findOccurrence, memberRecurrenceId } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { readSeries } from '../events/read-series.ts';
import type { GraphSession } from '../graph-session.ts';
import type { ContentBefore } from '../mapping/content-input.ts';
import { isMaster } from '../mapping/event-mapping.ts';
import { mapLocations } from '../mapping/location-mapping.ts';
import { mapProperties } from '../mapping/property-mapping.ts';
import { mapRecurrence } from '../mapping/recurrence-mapping.ts';
import { invalidArgument, unsupported } from '../mapping/refusals.ts';
import { mapTime } from '../mapping/time-mapping.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';

/** An event that is about to be written, as it is before. */
export interface WriteSubject {
  readonly calendarId: string;
  readonly eventId: string;
  readonly path: string;
  readonly event: EventWire;
  readonly kind: 'single' | 'occurrence' | 'master';
}

/** What a call is for: one event, or a series from one occurrence on. */
export type WriteExtent =
  | { readonly kind: 'event'; readonly subject: WriteSubject }
  | { readonly kind: 'following'; readonly master: WriteSubject; readonly recurrenceId: RecurrenceId };

/** Which event in which calendar. */
export interface EventPlace {
  readonly calendarId: string;
  readonly eventId: string;
}

/** Query options of an event to be written: everything a change can depend on. */
export const subjectQuery: Readonly<Record<string, string>> = withMore(eventQuery(eventParts(['body', 'properties'])));

/** Reads an event to be written, with everything a change can depend on. */
export async function readSubject(
  session: GraphSession,
  { calendarId, eventId }: EventPlace,
  label: ReadLabel,
): Promise<WriteSubject> {
  const path = eventPath(session, calendarId, eventId);
  const event = await session.reader.read({
    ...label,
    permission: reading,
    path,
    query: subjectQuery,
    schema: eventWireSchema,
    what: 'the event',
  });
  const isMember = event.type === 'occurrence' || event.type === 'exception';
  return { calendarId, eventId, path, event, kind: isMaster(event) ? 'master' : isMember ? 'occurrence' : 'single' };
}

/**
 * Finds the event that a target and a scope are about.
 *
 * @param target - With the calendar it is in.
 * @throws CalendarError `notFound`; `invalidArgument` for a scope that the target does not have.
 */
export async function writeExtent(
  session: GraphSession,
  target: EventReference & { readonly calendarId: string },
  scope: SeriesScope | undefined,
  label: ReadLabel,
): Promise<WriteExtent> {
  const { calendarId } = target;
  const eventId = 'eventId' in target ? target.eventId : await findOccurrence(session, target, label);
  const subject = await readSubject(session, { calendarId, eventId }, label);
  checkScope(subject, scope);
  if (subject.kind !== 'occurrence' || scope === undefined || scope === 'occurrence') return { kind: 'event', subject };
  const masterId = subject.event.seriesMasterId;
  if (!masterId) throw unreadable('event: seriesMasterId');
  const master = await readSubject(session, { calendarId, eventId: masterId }, label);
  if (scope === 'all') return { kind: 'event', subject: master };
  const recurrenceId =
    'recurrenceId' in target ? target.recurrenceId : await recurrenceIdOf(session, subject, master, label);
  return restOfSeries(master, recurrenceId, await seriesOf(session, master, label));
}

/**
 * What is left of a series from one of its occurrences on.
 *
 * @returns all of it from its first occurrence on.
 */
export async function restOfSeries(
  master: WriteSubject,
  recurrenceId: RecurrenceId,
  series: Awaited<ReturnType<typeof seriesOf>>,
): Promise<WriteExtent> {
  const [first] = await expandRecurrence({ ...series, limit: 1 });
  return first === undefined || recurrenceId <= first
    ? { kind: 'event', subject: master }
    : { kind: 'following', master, recurrenceId };
}

/** Recurrence and time of a master, with what was deleted out of it. */
export async function seriesOf(
  session: GraphSession,
  master: WriteSubject,
  label: ReadLabel,
): Promise<{ readonly recurrence: ReturnType<typeof mapRecurrence>; readonly time: CalendarEvent['time'] }> {
  const { cancelledOccurrences } = await readSeries(session, master.path, label);
  return recurrenceOf(master, cancelledOccurrences ?? []);
}

/** The same, when what was deleted is known. */
export function recurrenceOf(
  { event }: WriteSubject,
  cancelledOccurrences: readonly string[],
): { readonly recurrence: ReturnType<typeof mapRecurrence>; readonly time: CalendarEvent['time'] } {
  const { recurrence } = event;
  if (recurrence === null || recurrence === undefined) throw unreadable('event: recurrence');
  const time = mapTime(event);
  return { recurrence: mapRecurrence({ ...recurrence, cancelledOccurrences }, time), time };
}

/** What a change of the event's content may have to take into account. */
export function contentBefore({ event }: WriteSubject): ContentBefore {
  return {
    html: event.body?.content ?? '',
    joinUrl: event.onlineMeeting?.joinUrl || undefined,
    isOnlineMeeting: event.isOnlineMeeting === true,
    locations: mapLocations(event),
    properties: mapProperties(event.singleValueExtendedProperties),
  };
}

function withMore({ $select, ...expansion }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { $select: `${$select},isOnlineMeeting,importance,responseRequested`, ...expansion };
}

function checkScope({ kind }: WriteSubject, scope: SeriesScope | undefined): void {
  if (kind === 'master' && (scope === 'occurrence' || scope === 'following'))
    throw invalidArgument(`scope "${scope}" needs an occurrence; the event that is named is the whole series`);
  if (kind === 'single' && scope === 'following')
    throw invalidArgument('scope "following" needs an occurrence of a series; this event is in none');
}

/** An exception does not always say which occurrence it was; its occurrence id does, which only comes unselected. */
async function recurrenceIdOf(
  session: GraphSession,
  { event, path }: WriteSubject,
  master: WriteSubject,
  label: ReadLabel,
): Promise<RecurrenceId> {
  const known = memberRecurrenceId(event);
  if (known !== undefined) return known;
  const whole = await session.reader.read({
    ...label,
    permission: reading,
    path,
    schema: eventWireSchema,
    what: 'the occurrence',
  });
  const recurrenceId = exceptionRecurrenceId(whole, mapTime(master.event));
  if (recurrenceId === undefined) throw unsupported('a change from an occurrence on that does not say which one it is');
  return recurrenceId;
}
