import type { EventReference, RecurrenceId, SeriesScope } from '@kalends/core';
import { recurrenceIdOf } from '../../mapping/event-time.ts';
import type { WireEvent } from '../../wire/event.ts';
import { gone, readOccurrence, readResource } from '../find-resource.ts';
import { invalid, unsupported } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** An event of any kind that a call is about. */
export interface NamedEvent {
  readonly eventId: string;
  /** As it was read; absent where nobody needed to know. */
  readonly wire: WireEvent | undefined;
}

/** An occurrence with all that follow it. */
export interface FollowingPlace {
  readonly masterId: string;
  readonly at: RecurrenceId;
}

/** Options of {@link namedEvent}. */
export interface NamedEventOptions {
  readonly target: EventReference;
  readonly scope: Exclude<SeriesScope, 'following'> | undefined;
  /** Whether the event itself has to be known. Default: only where the scope hangs on it. */
  readonly needsWire?: boolean;
}

/**
 * Finds out which event is meant: an occurrence, or with the scope `all` its series.
 *
 * @throws CalendarError `notFound` for what is not there any more, `invalidArgument` for a scope that the event has not.
 */
export async function namedEvent(write: WriteCall, options: NamedEventOptions): Promise<NamedEvent> {
  const { target, scope, needsWire = false } = options;
  const named =
    'eventId' in target
      ? await byEventId(write, target.eventId, options)
      : scope === 'all'
        ? { eventId: target.masterId, wire: undefined }
        : await byOccurrence(write, target);
  return needsWire && named.wire === undefined ? { ...named, wire: await readLive(write, named.eventId) } : named;
}

/**
 * Finds out where the scope `following` begins.
 *
 * @throws CalendarError `notFound` for what is not there any more, `invalidArgument` for an event that is no occurrence.
 */
export async function followingPlace(write: WriteCall, target: EventReference): Promise<FollowingPlace> {
  const { operation } = write.call;
  const wire = 'eventId' in target ? await readLive(write, target.eventId) : (await byOccurrence(write, target)).wire;
  if (!wire.recurringEventId) throw invalid(operation, 'scope: following needs an occurrence of a series');
  const at = recurrenceIdOf(wire.originalStartTime);
  if (at === undefined) throw unsupported(operation, 'Google does not say which occurrence of its series this is');
  return { masterId: wire.recurringEventId, at };
}

/** The same from ids alone, for an occurrence that is not in its series any more. */
export function namedPlace(target: EventReference): FollowingPlace | undefined {
  if (!('eventId' in target)) return { masterId: target.masterId, at: target.recurrenceId };
  // `<id of the series>_<original start>`, in UTC or a date.
  const [, masterId, year, month, day, hour, minute, second] =
    /^(.+)_(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(target.eventId) ?? [];
  if (masterId === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  return { masterId, at: hour === undefined ? date : `${date}T${hour}:${minute}:${second}Z` };
}

/** Reads an event that is still there. */
export async function readLive({ session, call, calendar }: WriteCall, eventId: string): Promise<WireEvent> {
  const wire = await readResource(session, { calendarId: calendar.id, eventId }, call);
  if (wire.status === 'cancelled') throw gone(call.operation);
  return wire;
}

async function byEventId(
  write: WriteCall,
  eventId: string,
  { scope, needsWire = false }: NamedEventOptions,
): Promise<NamedEvent> {
  if (scope === undefined && !needsWire) return { eventId, wire: undefined };
  const wire = await readLive(write, eventId);
  const isMaster = (wire.recurrence ?? []).length > 0;
  if (isMaster && scope === 'occurrence') {
    throw invalid(write.call.operation, 'scope: occurrence needs an occurrence of a series, this is the series');
  }
  if (wire.recurringEventId && scope === 'all') return { eventId: wire.recurringEventId, wire: undefined };
  return { eventId, wire };
}

async function byOccurrence(
  { session, call, calendar }: WriteCall,
  { masterId, recurrenceId }: Extract<EventReference, { readonly masterId: string }>,
): Promise<NamedEvent & { readonly wire: WireEvent }> {
  const wire = await readOccurrence(session, { calendarId: calendar.id, masterId, recurrenceId }, call);
  if (wire.status === 'cancelled') throw gone(call.operation);
  return { eventId: wire.id, wire };
}
