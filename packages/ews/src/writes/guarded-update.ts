import { CalendarError } from '@kalends/core';
import { locateById } from '../events/locate.ts';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { ownValueOf } from '../mapping/own-properties.ts';
import { writeOwn } from '../mapping/property-writes.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import { updateCalendarItem } from '../operations/update-item.ts';
import type { UpdateAudience } from '../operations/update-item.ts';
import { randomHex } from './random-hex.ts';
import { hasCode } from './write-rules.ts';

/** What to change of an item as it is; an empty list of properties tells its attendees of it anew. */
export interface ItemChange {
  readonly properties: readonly PropertyWrite[];
  readonly audience: UpdateAudience;
}

/** Options of {@link guardedUpdate}. */
export interface GuardedUpdateOptions {
  /** As it was read with `detail`. */
  readonly item: Located;
  readonly detail: EventDetail;
  /** Asked again when somebody else was faster. Nothing to change: `undefined`. */
  readonly plan: (current: Located) => ItemChange | undefined;
  readonly ifVersion?: string | undefined;
  readonly signal: AbortSignal;
}

/** How often somebody else may be faster. */
const maxConflicts = 5;

/**
 * Changes an item as of the version that was read, and reads again when that is no longer the latest: rooms that answer and
 * attendees who do change it all the time. Each write leaves a mark, by which one whose answer was lost, or that came through late, is known
 * from somebody else's.
 *
 * @returns the item's id.
 * @throws CalendarError `conflict` when `ifVersion` is no longer the version, or after five times in a row.
 */
export async function guardedUpdate(session: Session, options: GuardedUpdateOptions): Promise<string> {
  const { ifVersion, detail, plan, signal } = options;
  const mark = randomHex(session.settings.runtime.random, 8);
  let { item } = options;
  for (let conflicts = 0; ;) {
    const change = plan(item);
    if (change === undefined) {
      if (ifVersion !== undefined && ifVersion !== item.changeKey) throw changed();
      return item.id;
    }
    try {
      return await sendChange(session, { ...options, item }, change, mark);
    } catch (error) {
      if (!hasCode(error, 'conflict')) throw error;
      conflicts += 1;
      item = await locateById(session, item.id, detail, signal);
      if (isMarked(item, mark)) return item.id;
      if (ifVersion !== undefined || conflicts === maxConflicts) throw error;
    }
  }
}

function sendChange(
  session: Session,
  { item, ifVersion, detail, signal }: GuardedUpdateOptions,
  { properties, audience }: ItemChange,
  mark: string,
): Promise<string> {
  const call = updateCalendarItem({
    item: { id: item.id, changeKey: ifVersion ?? item.changeKey },
    properties: [...properties, writeOwn('lastWrite', mark)],
    audience,
  });
  return session.settled({
    signal,
    send: async () => (await session.client.once(call, signal)).id,
    settle: async () => {
      const now = await locateById(session, item.id, detail, signal);
      return isMarked(now, mark) ? { kind: 'done', value: now.id } : { kind: 'notDone' };
    },
  });
}

function isMarked({ item }: Located, mark: string): boolean {
  return ownValueOf(item, 'lastWrite') === mark;
}

function changed(): CalendarError {
  return new CalendarError({ code: 'conflict', message: 'The event was changed in the meantime', provider: 'ews' });
}
