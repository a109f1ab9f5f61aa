import { pathSegment } from '../client/path-segment.ts';
import type { GraphReader } from '../client/graph-reader.ts';
import { calendarWireSchema } from '../wire/calendar-wire.ts';
import type { CalendarWire } from '../wire/calendar-wire.ts';

/** Properties of a calendar that are used. */
export const calendarFields = 'id,name,hexColor,isDefaultCalendar,canEdit,canShare,canViewPrivateItems,owner';

/** Options of {@link readCalendar}. */
export interface ReadCalendarOptions {
  /** Default: the mailbox's default calendar. */
  readonly calendarId?: string | undefined;
  readonly operation: string;
  readonly signal: AbortSignal;
}

/** Reads one calendar's properties. */
export async function readCalendar(reader: GraphReader, options: ReadCalendarOptions): Promise<CalendarWire> {
  const { calendarId, operation, signal } = options;
  return reader.read({
    operation,
    path: calendarId === undefined ? '/me/calendar' : `/me/calendars/${pathSegment(calendarId)}`,
    query: { $select: calendarFields },
    schema: calendarWireSchema,
    what: 'the calendar',
    signal,
  });
}
