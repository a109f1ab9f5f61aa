import { Temporal } from 'temporal-polyfill';
import type { Participation } from '../company/company.ts';
import type { Account } from './store/account.ts';
import type { CalendarContent } from './store/calendar-content.ts';
import type { ExchangeStore } from './store/exchange-store.ts';
import type { ExtendedValues } from './store/extended-values.ts';
import type { StoredItem } from './store/stored-item.ts';

/** An appointment or meeting as it is stored: a series once, not its occurrences. @public */
export interface ExchangeEventSnapshot {
  readonly id: string;
  readonly changeKey: string;
  /** Well-known name of the folder, such as `calendar` or `deleteditems`, or its display name. */
  readonly folder: string;
  readonly uid: string;
  readonly subject: string;
  /** ISO 8601 instant; of a series the first occurrence's. */
  readonly start: string;
  /** ISO 8601 instant. */
  readonly end: string;
  readonly isAllDay: boolean;
  /** Windows id. */
  readonly timeZone: string;
  readonly location: string;
  readonly isSeries: boolean;
  /** Original starts of changed occurrences as ISO 8601 instants. */
  readonly changedOccurrences: readonly string[];
  /** Original starts of deleted occurrences as ISO 8601 instants. */
  readonly deletedOccurrences: readonly string[];
  /** SMTP address. */
  readonly organizer: string;
  readonly isCancelled: boolean;
  /** Answer of the mailbox's owner; absent on the organizer's copy. */
  readonly response?: Participation;
  readonly attendees: readonly {
    readonly address: string;
    readonly role: 'required' | 'optional' | 'resource';
    /** As the organizer's copy tracks it. */
    readonly response: Participation;
  }[];
  readonly categories: readonly string[];
  /** Names of attached files. */
  readonly attachments: readonly string[];
  /** Extended properties by their name, id or tag. */
  readonly properties: Readonly<Record<string, string | readonly string[]>>;
}

/** A contact as it is stored. @public */
export interface ExchangeContactSnapshot {
  readonly id: string;
  readonly changeKey: string;
  /** Well-known name of the folder, or its display name. */
  readonly folder: string;
  readonly displayName: string;
  /** SMTP addresses in the order of their keys. */
  readonly emailAddresses: readonly string[];
  /** Extended properties by their name, id or tag. */
  readonly properties: Readonly<Record<string, string | readonly string[]>>;
}

/** Everything of calendars that lies in a mailbox, the trash included, in the order of creation. */
export function eventSnapshots(store: ExchangeStore, account: Account): readonly ExchangeEventSnapshot[] {
  return itemsOf(store, account).flatMap((item) =>
    item.type === 'calendar' ? [eventSnapshot(item, item.content)] : [],
  );
}

/** The contacts of a mailbox, those in the trash included, in the order of creation. */
export function contactSnapshots(store: ExchangeStore, account: Account): readonly ExchangeContactSnapshot[] {
  return itemsOf(store, account).flatMap((item) => {
    if (item.type !== 'contact') return [];
    const { texts, entries, extended } = item.content;
    const keys = ['EmailAddress1', 'EmailAddress2', 'EmailAddress3'];
    return [
      {
        ...identity(item),
        displayName: texts.get('DisplayName') ?? '',
        emailAddresses: keys.flatMap((key) => entries.get(`EmailAddresses/${key}`) ?? []),
        properties: propertiesOf(extended),
      },
    ];
  });
}

function itemsOf(store: ExchangeStore, account: Account): readonly StoredItem[] {
  return store
    .foldersOf(account)
    .flatMap((folder) => store.items.in(folder))
    .sort((a, b) => a.number - b.number);
}

function identity({ id, changeKey, folder }: StoredItem): Pick<ExchangeEventSnapshot, 'id' | 'changeKey' | 'folder'> {
  return { id, changeKey, folder: folder.distinguishedName ?? folder.displayName };
}

function eventSnapshot(item: StoredItem, content: CalendarContent): ExchangeEventSnapshot {
  const startsOf = (walls: Iterable<number>): readonly string[] =>
    [...walls]
      .sort((a, b) => a - b)
      .flatMap((wall) => content.series?.at(wall)?.start ?? [])
      .map(iso);
  return {
    ...identity(item),
    uid: content.uid,
    subject: content.subject,
    start: iso(content.start),
    end: iso(content.end),
    isAllDay: content.isAllDay,
    timeZone: content.zone.id,
    location: content.location,
    isSeries: content.series !== undefined,
    changedOccurrences: startsOf([...content.exceptions.keys()].filter((wall) => !content.deleted.has(wall))),
    deletedOccurrences: startsOf(content.deleted),
    organizer: content.organizer.address,
    isCancelled: content.isCancelled,
    ...(content.isReceived ? { response: content.myResponse } : {}),
    attendees: content.attendees.map(({ address, role, response }) => ({ address, role, response })),
    categories: content.categories,
    attachments: content.attachments.map(({ name }) => name),
    properties: propertiesOf(content.extended),
  };
}

function propertiesOf(extended: ExtendedValues): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    [...extended.values()].map(({ path, value }) => [
      path['PropertyName'] ?? path['PropertyId'] ?? path['PropertyTag'] ?? '',
      value,
    ]),
  );
}

function iso(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}
