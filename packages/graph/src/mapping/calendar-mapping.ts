import type { Calendar, CalendarRole } from '@kalends/core';
import type { CalendarWire } from '../wire/calendar-wire.ts';

/**
 * One calendar. Named colors (`lightBlue`) have no published value and are left out; Graph sends `hexColor` for those a person
 * chose. A calendar has no time zone of its own: the mailbox has one.
 *
 * @param selfAddress - Address of the connected mailbox, when it is known.
 * @see {@link https://learn.microsoft.com/graph/api/resources/calendar | Graph docs, calendar}
 */
export function mapCalendar(calendar: CalendarWire, selfAddress: string | undefined): Calendar {
  const color = calendar.hexColor?.toLowerCase() ?? '';
  const { name, address } = calendar.owner ?? {};
  const owner = { ...(name ? { name } : {}), ...(address ? { address } : {}) };
  return {
    id: calendar.id,
    name: calendar.name ?? '',
    ...(/^#[\da-f]{6}$/.test(color) ? { color } : {}),
    isPrimary: calendar.isDefaultCalendar === true,
    role: roleOf(calendar, selfAddress),
    ...(typeof calendar.canViewPrivateItems === 'boolean' ? { canViewPrivateItems: calendar.canViewPrivateItems } : {}),
    ...(Object.keys(owner).length === 0 ? {} : { owner }),
  };
}

/** Only an owner can share a calendar on. An own calendar that cannot be edited (birthdays, a subscription) is for reading. */
function roleOf(calendar: CalendarWire, selfAddress: string | undefined): CalendarRole {
  if (calendar.canEdit !== true) return 'reader';
  const ownerAddress = calendar.owner?.address?.toLowerCase();
  const isOwn = ownerAddress !== undefined && ownerAddress === selfAddress?.toLowerCase();
  return calendar.canShare === true || isOwn ? 'owner' : 'writer';
}
