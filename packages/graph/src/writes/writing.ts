import type { RequiredPermission } from '@kalends/core';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';

/** What every write of events needs of the policy. */
export const writing: RequiredPermission = { group: 'calendars', access: 'readWrite' };

/** Asks for the permission to write, before anything is read for it, and finds out which calendar is meant. */
export async function beginWrite(
  session: GraphSession,
  calendarId: string | undefined,
  { operation, signal }: ReadLabel,
): Promise<string> {
  await session.permit(writing, signal);
  return calendarId ?? session.primaryCalendarId(operation, signal);
}
