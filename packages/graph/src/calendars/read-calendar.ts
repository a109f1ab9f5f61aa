import type { RequiredPermission } from '@kalends/core';
import { pathSegment } from '../client/path-segment.ts';
import type { GraphReader } from '../client/graph-reader.ts';
import { calendarWireSchema } from '../wire/calendar-wire.ts';
import type { CalendarWire } from '../wire/calendar-wire.ts';

/** Properties of a calendar that are used. */
export const calendarFields = 'id,name,hexColor,isDefaultCalendar,canEdit,canShare,canViewPrivateItems,owner';

/** What every read of calendars and events needs of the policy. */
export const reading: RequiredPermission = { group: 'calendars', access: 'read' };

/** Options of {@link readCalendar}. */
export interface ReadCalendarOptions {
  /** `/me` or `/users/{address}`. */
  readonly mailboxPath: string;
  /** Default: the mailbox's default calendar. */
  readonly calendarId?: string | undefined;
  readonly operation: string;
  readonly signal: AbortSignal;
}

/** Reads one calendar's properties. */
export async function readCalendar(reader: GraphReader, options: ReadCalendarOptions): Promise<CalendarWire> {
  const { mailboxPath, calendarId, operation, signal } = options;
  return reader.read({
    operation,
    permission: reading,
    path: calendarId === undefined ? `${mailboxPath}/calendar` : `${mailboxPath}/calendars/${pathSegment(calendarId)}`,
    query: { $select: calendarFields },
    schema: calendarWireSchema,
    what: 'the calendar',
    signal,
  });
}
