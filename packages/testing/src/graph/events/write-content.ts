import type { MailboxRequest } from '../graph-context.ts';
import type { EventContent, StoredItem } from '../mailbox.ts';
import { changeItem, changeOccurrence } from '../mailbox-store.ts';
import type { EventInstance } from './event-instance.ts';

/** Writes something into one event, which makes an exception of a member of a series. Nobody is told. */
export function writeContent(
  { context }: Pick<MailboxRequest, 'context'>,
  { item, occurrence }: EventInstance,
  content: Partial<EventContent>,
): StoredItem {
  return occurrence === undefined
    ? changeItem(context.versions, item, content)
    : changeOccurrence(context.versions, item, occurrence.date, content);
}
