import type { CalendarWire } from '../wire/calendar-wire.ts';

/**
 * The mailbox whose copy of an event is read. Graph words every event from its side: `isOrganizer` and `responseStatus` are
 * about the owner of the calendar, who is somebody else in a calendar that was shared.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/event | Graph docs, event: isOrganizer}
 */
export interface Holder {
  /** It is the connected mailbox. */
  readonly isSelf: boolean;
  readonly address: string | undefined;
}

/** The holder of the events in a calendar. A calendar that names no owner counts as the connected mailbox's own. */
export function holderOf(calendar: CalendarWire, selfAddress: string | undefined): Holder {
  const address = calendar.owner?.address || undefined;
  const isSelf =
    calendar.isDefaultCalendar === true ||
    address === undefined ||
    selfAddress === undefined ||
    sameAddress(address, selfAddress);
  return isSelf ? { isSelf, address: selfAddress } : { isSelf, address };
}

/** Mail addresses are compared without regard to case, as Exchange does. */
export function sameAddress(address: string | null | undefined, other: string | undefined): boolean {
  return other !== undefined && address?.trim().toLowerCase() === other.toLowerCase();
}
