import { pathSegment } from '../client/path-segment.ts';
import type { GraphSession } from '../graph-session.ts';

/** The path of a calendar. */
export function calendarPath({ mailboxPath }: GraphSession, calendarId: string): string {
  return `${mailboxPath}/calendars/${pathSegment(calendarId)}`;
}

/** The path of an event under its calendar: in a shared one it is not to be found elsewhere. */
export function eventPath(session: GraphSession, calendarId: string, eventId: string): string {
  return `${calendarPath(session, calendarId)}/events/${pathSegment(eventId)}`;
}
