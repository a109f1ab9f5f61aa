import type { Account } from '../store/account.ts';
import type { CalendarContent, OccurrenceContent } from '../store/calendar-content.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { meetingKey } from '../store/item-store.ts';
import type { StoredCalendarItem } from '../store/stored-item.ts';

/** Somebody's copy of a meeting, in whichever calendar it lies; one in Deleted Items is none. */
export function findCopy(
  store: ExchangeStore,
  account: Account,
  meeting: Pick<CalendarContent, 'uid' | 'instanceOf'>,
): StoredCalendarItem | undefined {
  for (const folder of store.foldersOf(account)) {
    const found =
      folder.folderClass === 'IPF.Appointment' ? store.items.meetingIn(folder, meetingKey(meeting)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Writes new content into a calendar item. */
export function rewrite(
  store: ExchangeStore,
  item: StoredCalendarItem,
  change: Partial<CalendarContent>,
): StoredCalendarItem {
  const changed = store.items.replace(item, { type: 'calendar', content: { ...item.content, ...change } });
  if (changed.type !== 'calendar') throw new Error('An item stays what it is');
  return changed;
}

/** Adds differences to one occurrence of a series. */
export function withException(
  content: CalendarContent,
  wall: number,
  change: Partial<OccurrenceContent>,
): Pick<CalendarContent, 'exceptions'> {
  return { exceptions: new Map([...content.exceptions, [wall, { ...content.exceptions.get(wall), ...change }]]) };
}

/** What belongs to one mailbox and never travels with a meeting. */
export type OwnContent = Pick<
  CalendarContent,
  'categories' | 'reminder' | 'extended' | 'ownBusyStatus' | 'myResponse' | 'repliedAt'
>;

/** The own part of a copy that somebody gets for the first time. */
export const freshOwnContent: OwnContent = {
  categories: [],
  reminder: { isSet: true, minutes: undefined },
  extended: new Map(),
  ownBusyStatus: undefined,
  myResponse: 'needsAction',
  repliedAt: undefined,
};

/** The part of a copy that is its owner's. */
export function ownContent(content: OwnContent): OwnContent {
  const { categories, reminder, extended, ownBusyStatus, myResponse, repliedAt } = content;
  return { categories, reminder, extended, ownBusyStatus, myResponse, repliedAt };
}

const ownFields: ReadonlySet<string> = new Set(Object.keys(freshOwnContent));

/** An occurrence's differences without what belongs to the mailbox they come from. */
export function sharedChange(change: Readonly<Partial<OccurrenceContent>>): Partial<OccurrenceContent> {
  return Object.fromEntries(Object.entries(change).filter(([field]) => !ownFields.has(field)));
}
