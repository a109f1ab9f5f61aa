import { readBack } from '@kalends/core';
import type { CalendarEvent, EventOmission } from '@kalends/core';
import { readEvent } from '../events/get-event.ts';
import type { Session } from '../ews-session.ts';
import { detailOf } from '../operations/item-properties.ts';

/** What a call about one event came to. */
export interface WrittenEvent {
  readonly id: string;
  /** Whether anything was sent: there may have been nothing to change. */
  readonly isWritten: boolean;
}

/**
 * Reads an event after a call.
 *
 * @param calendarId - As the caller named it.
 * @param omit - What the caller does not want to know. Default: nothing.
 * @throws CalendarError `outcomeUnknown` when something was written and cannot be read.
 */
export function readWritten(
  session: Session,
  { id, isWritten }: WrittenEvent,
  calendarId: string | undefined,
  signal: AbortSignal,
  omit: readonly EventOmission[] = [],
): Promise<CalendarEvent> {
  const address = { eventId: id, ...(calendarId === undefined ? {} : { calendarId }) };
  const read = (): Promise<CalendarEvent> => readEvent(session, address, detailOf({ omit }), signal);
  return isWritten ? readBack(read) : read();
}
