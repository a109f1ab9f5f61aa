import type {
  EventContent,
  EventTimes,
  ExceptionChange,
  ItemContent,
  Mailbox,
  StoredCalendar,
  StoredItem,
  StoredSeries,
} from './mailbox.ts';
import type { Versions } from './versions.ts';

/** Everything a calendar holds, in the order it was made. */
export function itemsOf(calendar: StoredCalendar, mailbox: Mailbox): readonly StoredItem[] {
  return [...mailbox.items.values()].filter((item) => item.calendar === calendar);
}

/** The copy of a meeting in a mailbox. */
export function copyOf(mailbox: Mailbox, uid: string): StoredItem | undefined {
  for (const item of mailbox.items.values()) if (item.uid === uid) return item;
  return undefined;
}

/** What an item is made of, to be put somewhere else. */
export function contentOf(item: StoredItem): ItemContent {
  const { number: _number, mailbox: _mailbox, calendar: _calendar, version: _version, changeKey: _key, ...rest } = item;
  const { createdAt: _createdAt, lastModifiedAt: _lastModifiedAt, ...content } = rest;
  return content;
}

/** A number for something new in a mailbox. */
export function nextNumber(mailbox: Mailbox): number {
  mailbox.lastNumber += 1;
  return mailbox.lastNumber;
}

/** Puts a new item into a calendar. */
export function addItem(
  versions: Versions,
  mailbox: Mailbox,
  calendar: StoredCalendar,
  content: ItemContent,
): StoredItem {
  const version = versions.next();
  const stamp = versions.stamp(version);
  const item: StoredItem = {
    ...content,
    number: nextNumber(mailbox),
    mailbox,
    calendar,
    version,
    changeKey: mailbox.ids.changeKey(version),
    createdAt: stamp,
    lastModifiedAt: stamp,
  };
  mailbox.items.set(item.number, item);
  return item;
}

/** Changes an item; every change moves its change key. */
export function changeItem(versions: Versions, item: StoredItem, change: Partial<ItemContent>): StoredItem {
  const version = versions.next();
  const changed: StoredItem = {
    ...item,
    ...change,
    version,
    changeKey: item.mailbox.ids.changeKey(version),
    lastModifiedAt: versions.stamp(version),
  };
  item.mailbox.items.set(item.number, changed);
  return changed;
}

/** Changes one occurrence of a series, which becomes an exception. */
export function changeOccurrence(
  versions: Versions,
  item: StoredItem,
  date: string,
  content: Partial<EventContent>,
  times?: EventTimes,
): StoredItem {
  const { series } = item;
  if (series === undefined) return item;
  const before = series.exceptions.get(date);
  const version = versions.next();
  const newTimes = times ?? before?.times;
  const exception: ExceptionChange = {
    changeKey: item.mailbox.ids.changeKey(version),
    lastModifiedAt: versions.stamp(version),
    ...(newTimes === undefined ? {} : { times: newTimes }),
    content: { ...before?.content, ...content },
  };
  return withSeries(versions, item, { ...series, exceptions: new Map(series.exceptions).set(date, exception) });
}

/** Deletes one occurrence of a series; nothing of it stays. */
export function deleteOccurrence(versions: Versions, item: StoredItem, date: string): StoredItem {
  const { series } = item;
  if (series === undefined) return item;
  const exceptions = new Map(series.exceptions);
  exceptions.delete(date);
  return withSeries(versions, item, { ...series, exceptions, deleted: new Set([...series.deleted, date]) });
}

/** Takes an item out of its calendar. */
export function removeItem(versions: Versions, item: StoredItem, isPermanent = false): void {
  const { mailbox, number } = item;
  mailbox.items.delete(number);
  if (!isPermanent) mailbox.deletedItems.set(number, item);
  mailbox.departures.push({ number, calendarId: item.calendar.id, version: versions.next() });
}

/** Moves an item to another calendar of the same mailbox, as people do in Outlook. */
export function moveItem(versions: Versions, item: StoredItem, calendar: StoredCalendar): StoredItem {
  const { mailbox, number } = item;
  mailbox.departures.push({ number, calendarId: item.calendar.id, version: versions.next() });
  return changeItem(versions, { ...item, calendar }, {});
}

/** The members of a series live inside the series: whatever changes in one moves the change key of the whole. */
function withSeries(versions: Versions, item: StoredItem, series: StoredSeries): StoredItem {
  return changeItem(versions, item, { series });
}
