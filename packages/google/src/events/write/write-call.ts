import { CalendarError, readBack } from '@kalends/core';
import type { CalendarEvent, EventOmission, NotifyIntent } from '@kalends/core';
import { primaryAlias } from '../../calendars/look-up-calendar.ts';
import type { GoogleSendUpdates } from '../../client/google-calendar-client.ts';
import { writingCalendars } from '../../session.ts';
import type { Session, SessionCall } from '../../session.ts';
import type { WireEvent } from '../../wire/event.ts';
import { checkPathId } from '../check-path-id.ts';
import { presentEvent } from '../present-event.ts';
import { targetCalendar } from '../target-calendar.ts';
import type { TargetCalendar } from '../target-calendar.ts';

/** A call that writes to a calendar: everything that is sent in it, reads too, needs the permission to write. */
export interface WriteCall {
  readonly session: Session;
  readonly call: SessionCall;
  readonly calendar: TargetCalendar;
}

/** What a call names, as far as it goes into the path of a request. */
interface CallNames {
  readonly signal?: AbortSignal;
  readonly calendarId?: string;
  readonly eventId?: string;
  readonly masterId?: string;
  readonly ifVersion?: string;
}

/**
 * Begins a call that writes.
 *
 * @throws CalendarError `policyDenied` before anything is sent, `invalidArgument` for an id or a version that is none.
 */
export async function openWrite(
  session: Session,
  operation: string,
  { signal, ...ids }: CallNames,
): Promise<WriteCall> {
  checkPathId('calendarId', ids.calendarId, operation);
  checkPathId('eventId', ids.eventId, operation);
  checkPathId('masterId', ids.masterId, operation);
  // It becomes a header: anything else would end as an error of the client that says nothing.
  if (!/^[\x20-\x7e]*$/.test(ids.ifVersion ?? ''))
    throw invalid(operation, 'ifVersion: this is no version of an event');
  const call = { operation, signal, permission: writingCalendars };
  return { session, call, calendar: await targetCalendar(session, ids.calendarId, call) };
}

/** What a calendar is called in ids that every process has to come to alike: `primary` is a name for one that has another. */
export function calendarKey({ session, calendar }: WriteCall): string {
  const { address, id } = session.account;
  return calendar.id === primaryAlias ? (address ?? id) : calendar.id;
}

/**
 * What callers get of an event that was written.
 *
 * @throws CalendarError `outcomeUnknown` when reading what belongs to it fails: the write has taken place by then.
 */
export function presentWritten(
  { session, call, calendar }: WriteCall,
  wire: WireEvent,
  omit: readonly EventOmission[] = [],
): Promise<CalendarEvent> {
  return readBack(() => presentEvent(session, { calendar, wire, omit }, call));
}

/** Who is told, in Google's words. */
export function sendUpdatesOf(notify: NotifyIntent): GoogleSendUpdates {
  return ({ everyone: 'all', externalOnly: 'externalOnly', nobody: 'none' } as const)[notify];
}

/** The error of something the caller asked for that cannot be. */
export function invalid(operation: string, what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `${operation}: ${what}`,
    provider: 'google',
    operation,
  });
}

/** The refusal of a call to somebody who is not the organizer, or is. */
export function denied(operation: string, message: string): CalendarError {
  return new CalendarError({ code: 'accessDenied', message, provider: 'google', operation });
}

/** The refusal of something Google cannot do. */
export function unsupported(operation: string, what: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `${operation}: ${what}`,
    provider: 'google',
    operation,
  });
}
