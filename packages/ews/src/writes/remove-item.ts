import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { deleteCalendarItem } from '../operations/delete-item.ts';
import type { DeleteType } from '../operations/delete-item.ts';
import { moveCalendarItem } from '../operations/move-item.ts';
import { respondOnce } from './respond-once.ts';
import { orWhenGone } from './write-rules.ts';

/**
 * Takes an item away, in one request that does all of it or nothing. What is gone is taken away.
 *
 * @param isSent - Whether the invitees are told.
 */
export async function removeItem(session: Session, item: Located, isSent: boolean, signal: AbortSignal): Promise<void> {
  const { id } = item;
  const isForeign = session.mailbox !== undefined;
  const isOccurrence = item.series !== undefined;
  const intoTrash = !isOccurrence && deletesToTrash(session);
  if (!isForeign || !intoTrash) {
    const call = deleteCalendarItem({ id, deleteType: deleteTypeOf(session), isSent });
    await orWhenGone(session.repeatable(call, signal));
    return;
  }
  // Exchange refuses to delete into somebody else's Deleted Items, and moves there.
  if (isSent) {
    await orWhenGone(respondOnce(session, { item, kind: 'CancelCalendarItem', isSent, signal }));
    return;
  }
  const trash = { name: 'deleteditems', mailbox: session.mailbox } as const;
  await orWhenGone(session.repeatable(moveCalendarItem(id, trash), signal));
}

/** How an item is deleted with DeleteItem. */
export function deleteTypeOf(session: Session): DeleteType {
  return session.mailbox === undefined && deletesToTrash(session) ? 'MoveToDeletedItems' : 'SoftDelete';
}

function deletesToTrash({ settings, mailbox }: Session): boolean {
  const otherwise = mailbox === undefined ? 'deletedItems' : 'recoverableItems';
  return (settings.deleteTo ?? otherwise) === 'deletedItems';
}
