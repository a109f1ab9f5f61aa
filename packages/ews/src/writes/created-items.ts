import { CalendarError } from '@kalends/core';
import type { Session } from '../ews-session.ts';
import { ownPropertyPath } from '../mapping/own-properties.ts';
import { findItemsByProperty } from '../operations/find-by-property.ts';
import { digestOf } from './random-hex.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';

/** What was created with a key. */
export interface CreatedItems {
  /** Ids in the calendar, the oldest first. */
  readonly ids: readonly string[];
  /** Whether one lies among the deleted. */
  readonly wasDeleted: boolean;
}

/** What of a key is kept with an event. The same key in another calendar is another one. */
export function keyDigest(calendarId: string, key: string): Promise<string> {
  return digestOf([calendarId, key]);
}

/** Looks for what was created in a calendar with a key. Deleted Items may be out of sight, which is no error. */
export async function findCreated(
  session: Session,
  calendarId: string,
  keyDigest: string,
  signal: AbortSignal,
): Promise<CreatedItems> {
  const folders = [{ id: calendarId }, { name: 'deleteditems', mailbox: session.mailbox }] as const;
  const call = findItemsByProperty(folders, ownPropertyPath('idempotencyKey'), keyDigest);
  const [inCalendar = [], deleted = []] = await session.client.call(call, signal);
  if (CalendarError.is(inCalendar)) throw inCalendar;
  return {
    ids: inCalendar.toSorted(byAge).flatMap(({ ItemId }) => ItemId?.Id ?? []),
    wasDeleted: !CalendarError.is(deleted) && deleted.length > 0,
  };
}

/** Oldest first. The id decides between two of one second, so that everybody who looks sees one order. */
function byAge(a: WireItem, b: WireItem): number {
  const [first, second] = [a, b].map(({ DateTimeCreated = '', ItemId }) => `${DateTimeCreated} ${ItemId?.Id ?? ''}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
