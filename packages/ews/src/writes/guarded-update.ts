import { CalendarError, readBack } from '@kalends/core';
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
import type { WrittenEvent } from './written-event.ts';

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
  readonly plan: (current: Located) => ItemChange | undefined | Promise<ItemChange | undefined>;
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
 * @returns the item's id, and whether anything was written.
 * @throws CalendarError `conflict` when `ifVersion` is no longer the version, or after five times in a row.
 */
export async function guardedUpdate(session: Session, options: GuardedUpdateOptions): Promise<WrittenEvent> {
  const { ifVersion, detail, plan, signal } = options;
  const mark = randomHex(session.settings.runtime.random, 8);
  let { item } = options;
  for (let conflicts = 0; ;) {
    const change = await plan(item);
    if (change === undefined) {
      if (ifVersion !== undefined && ifVersion !== item.changeKey) throw changed();
      return { id: item.id, isWritten: false };
    }
    let wasUnclear = false;
    const onUnclear = (): void => {
      wasUnclear = true;
    };
    try {
      return { id: await sendChange(session, { ...options, item, mark, onUnclear }, change), isWritten: true };
    } catch (error) {
      if (!hasCode(error, 'conflict')) throw error;
      conflicts += 1;
      const { id } = item;
      const readAgain = (): Promise<Located> => locateById(session, id, detail, signal);
      // What refuses now may be what an earlier request, taken for lost, has written since.
      item = await (wasUnclear ? readBack(readAgain) : readAgain());
      if (isMarked(item, mark)) return { id: item.id, isWritten: true };
      if (ifVersion !== undefined || conflicts === maxConflicts) throw error;
    }
  }
}

interface Sending extends GuardedUpdateOptions {
  readonly mark: string;
  readonly onUnclear: () => void;
}

function sendChange(
  session: Session,
  { item, ifVersion, detail, signal, mark, onUnclear }: Sending,
  { properties, audience }: ItemChange,
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
      onUnclear();
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
