import { CalendarError } from '@kalends/core';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { ownPropertyPath, ownValueOf } from '../mapping/own-properties.ts';
import { findItemsByProperty } from '../operations/find-by-property.ts';
import { digestOf } from './random-hex.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';

/** What was created with a key. */
export interface CreatedItems {
  /** In the calendar: the one that is to stay, if that is known, and else the oldest, comes first. */
  readonly items: readonly Located[];
  /** In the calendar too, and about to be taken away by whoever let another one stay. */
  readonly withdrawn: readonly Located[];
  /** Whether one lies among the deleted. */
  readonly wasDeleted: boolean;
}

/** What was decided of an item: of those with one key, one stays. Without it nothing was decided. */
export type Claim = 'kept' | 'withdrawn';

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
  const found = inCalendar.toSorted(byAge).flatMap((item) => located(item, calendarId));
  const kept = found.filter(({ item }) => claimOf(item) === 'kept');
  return {
    items: [...kept, ...found.filter(({ item }) => claimOf(item) === undefined)],
    withdrawn: found.filter(({ item }) => claimOf(item) === 'withdrawn'),
    wasDeleted: !CalendarError.is(deleted) && deleted.length > 0,
  };
}

/** What was decided of an item that was read for writing. */
export function claimOf(item: WireItem): Claim | undefined {
  const claim = ownValueOf(item, 'claim');
  return claim === 'kept' || claim === 'withdrawn' ? claim : undefined;
}

function located(item: WireItem, calendarId: string): readonly Located[] {
  const { Id: id, ChangeKey: changeKey = '' } = item.ItemId ?? {};
  return id === undefined || id === '' ? [] : [{ id, changeKey, item, calendarId, series: undefined }];
}

/** Oldest first. The id decides between two of one second, so that everybody who looks sees one order. */
function byAge(a: WireItem, b: WireItem): number {
  const [first, second] = [a, b].map(({ DateTimeCreated = '', ItemId }) => `${DateTimeCreated} ${ItemId?.Id ?? ''}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
