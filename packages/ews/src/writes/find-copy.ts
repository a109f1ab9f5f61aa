import { CalendarError } from '@kalends/core';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { findItemsByProperty } from '../operations/find-by-property.ts';
import { globalObjectIdPath } from '../operations/item-properties.ts';

/** PidLidCleanGlobalObjectId. */
const cleanGlobalObjectId = '35';

/**
 * Finds an item in a calendar that has another id now, by what stays the same: Exchange gives items new ids when they move.
 *
 * @param item - As it was, read for writing.
 */
export async function findCopy(
  session: Session,
  { item }: Located,
  calendarId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const globalObjectId = item.ExtendedProperty?.find(
    ({ ExtendedFieldURI: path }) => path?.PropertyId === cleanGlobalObjectId,
  )?.Value;
  if (globalObjectId === undefined) return undefined;
  const call = findItemsByProperty([{ id: calendarId }], globalObjectIdPath, globalObjectId);
  const [found = []] = await session.client.call(call, signal);
  if (CalendarError.is(found)) throw found;
  return found[0]?.ItemId?.Id;
}
