import type { Calendar, CalendarRole } from '@kalends/core';
import { resolveTimeZone } from '@kalends/core/time';
import type { WireCalendarListEntry } from '../wire/calendar-list.ts';

interface RoleMapping {
  readonly role: CalendarRole;
  readonly canViewPrivateItems: boolean;
}

/** Below `writer`, private events show as busy time only. */
const roles: Readonly<Record<string, RoleMapping>> = {
  freeBusyReader: { role: 'freeBusyReader', canViewPrivateItems: false },
  reader: { role: 'reader', canViewPrivateItems: false },
  writerWithoutPrivateAccess: { role: 'writer', canViewPrivateItems: false },
  writer: { role: 'writer', canViewPrivateItems: true },
  owner: { role: 'owner', canViewPrivateItems: true },
};

/** A role that a later version of the API adds gives no more than the least. */
const unknownRole: Pick<RoleMapping, 'role'> = { role: 'freeBusyReader' };

/** Maps an entry of the calendar list. */
export function mapCalendar(entry: WireCalendarListEntry): Calendar {
  const zone = resolveTimeZone(entry.timeZone);
  const color = entry.backgroundColor?.toLowerCase() ?? '';
  const { role, canViewPrivateItems } = { canViewPrivateItems: undefined, ...roleOf(entry.accessRole) };
  return {
    id: entry.id,
    name: entry.summaryOverride || entry.summary || entry.id,
    ...(entry.description ? { description: entry.description } : {}),
    ...(zone.kind === 'iana' ? { timeZone: zone.timeZone } : {}),
    ...(/^#[\da-f]{6}$/.test(color) ? { color } : {}),
    isPrimary: entry.primary === true,
    role,
    ...(canViewPrivateItems === undefined ? {} : { canViewPrivateItems }),
    ...(entry.dataOwner ? { owner: { address: entry.dataOwner } } : {}),
  };
}

function roleOf(accessRole: string | null | undefined): Pick<RoleMapping, 'role'> & Partial<RoleMapping> {
  return (accessRole && Object.hasOwn(roles, accessRole) ? roles[accessRole] : undefined) ?? unknownRole;
}
