import { CalendarError } from '@kalends/core';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { deleteCalendarItem } from '../operations/delete-item.ts';
import type { DeleteType } from '../operations/delete-item.ts';
import { moveCalendarItem } from '../operations/move-item.ts';
import { isGone } from './is-gone.ts';
import { respondOnce } from './respond-once.ts';
import { hasCode, orWhenGone } from './write-rules.ts';

/**
 * Takes an item away, in one request that does all of it or nothing. What is gone is taken away.
 *
 * @param isSent - Whether the invitees are told.
 */
export async function removeItem(session: Session, item: Located, isSent: boolean, signal: AbortSignal): Promise<void> {
  const isForeign = session.mailbox !== undefined;
  const isOccurrence = item.series !== undefined;
  const { deleteTo } = session.settings;
  if (!isForeign || isOccurrence || deleteTo === 'recoverableItems') return remove(session, item, isSent, signal);
  if (deleteTo === 'deletedItems') return removeToTrash(session, item, isSent, signal);
  try {
    await removeToTrash(session, item, isSent, signal);
  } catch (error) {
    // Nothing was done, and rights on the calendar alone are enough for the other way.
    if (!hasCode(error, 'accessDenied')) throw error;
    await remove(session, item, isSent, signal);
  }
}

/** How an item is deleted with DeleteItem. */
export function deleteTypeOf({ settings, mailbox }: Session): DeleteType {
  return mailbox === undefined && settings.deleteTo !== 'recoverableItems' ? 'MoveToDeletedItems' : 'SoftDelete';
}

function remove(session: Session, { id }: Located, isSent: boolean, signal: AbortSignal): Promise<void> {
  const call = deleteCalendarItem({ id, deleteType: deleteTypeOf(session), isSent });
  return orWhenGone(takeAway(session, id, call, signal));
}

function takeAway(session: Session, id: string, call: ExchangeCall<unknown>, signal: AbortSignal): Promise<void> {
  return session.settled<void>({
    signal,
    send: async () => {
      await session.client.once(call, signal);
    },
    settle: async () =>
      (await isGone(session, id, signal)) ? { kind: 'done', value: undefined } : { kind: 'notDone' },
  });
}

/** Exchange refuses to delete into somebody else's Deleted Items, and moves there; what it cancels, it puts there itself. */
async function removeToTrash(session: Session, item: Located, isSent: boolean, signal: AbortSignal): Promise<void> {
  const trash = { name: 'deleteditems', mailbox: session.mailbox } as const;
  try {
    if (isSent) await respondOnce(session, { item, kind: 'CancelCalendarItem', isSent, signal });
    else await takeAway(session, item.id, moveCalendarItem(item.id, trash), signal);
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'notFound') throw error;
    // A folder that may not be seen is not found either.
    if (!hiddenFolder.has(error.vendorCode ?? '')) return;
    throw new CalendarError({ ...error.toJSON(), code: 'accessDenied', cause: error });
  }
}

const hiddenFolder: ReadonlySet<string> = new Set(['ErrorToFolderNotFound', 'ErrorFolderNotFound']);
