import type { Post } from '../meetings/post.ts';
import type { StoredItem } from '../store/stored-item.ts';
import type { WriteContext } from '../write/write-context.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';

/** What writing needs of a request. */
export function writeContext({ context, store, now, maxItemBytes }: OperationInput): WriteContext {
  return { store, actor: context.actor, version: context.version, timeZone: context.timeZone, now, maxItemBytes };
}

/** What delivering mails needs of a request. */
export function postOf({ store, mails, now }: OperationInput): Post {
  return { store, mails, now };
}

/** What an answer tells of an item that was written. */
export type WrittenItem = Pick<StoredItem, 'type' | 'id' | 'changeKey'>;

/** Writes the ids of an item that was written, and nothing else of it. */
export function writtenItem(item: WrittenItem): string {
  return element(
    item.type === 'calendar' ? 't:CalendarItem' : 't:Contact',
    {},
    element('t:ItemId', { Id: item.id, ChangeKey: item.changeKey }),
  );
}
