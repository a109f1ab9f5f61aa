import { Temporal } from 'temporal-polyfill';
import type { Participation } from '../company/company.ts';
import type { Account } from './store/account.ts';
import type { CalendarContent } from './store/calendar-content.ts';
import type { ExchangeStore } from './store/exchange-store.ts';
import type { ExtendedValues } from './store/extended-values.ts';
import type { StoredItem } from './store/stored-item.ts';

/** An appointment or meeting as it is stored: a series once, not its occurrences. @public */
export interface ExchangeStoredEvent {
  readonly id: string;
  readonly changeKey: string;
  /** Well-known name of the folder, such as `calendar` or `deleteditems`, or its display name. */
  readonly folder: string;
  readonly uid: string;
  readonly subject: string;
  readonly kind: 'single' | 'series';
  /** ISO 8601 instant; of a series the first occurrence's. */
  readonly startAt: string;
  /** ISO 8601 instant. */
  readonly endAt: string;
  readonly isAllDay: boolean;
  /** Windows id. */
  readonly timeZone: string;
  readonly location: string;
  /** Original starts of changed occurrences as ISO 8601 instants. */
  readonly exceptions: readonly string[];
  /** Original starts of deleted occurrences as ISO 8601 instants. */
  readonly deleted: readonly string[];
  /** SMTP address. */
  readonly organizer: string;
  readonly isOrganizer: boolean;
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
export interface ExchangeStoredContact {
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
export function storedEventsOf(store: ExchangeStore, account: Account): readonly ExchangeStoredEvent[] {
  return itemsOf(store, account).flatMap((item) => (item.type === 'calendar' ? [storedEvent(item, item.content)] : []));
}

/** The contacts of a mailbox, those in the trash included, in the order of creation. */
export function storedContactsOf(store: ExchangeStore, account: Account): readonly ExchangeStoredContact[] {
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

function identity({ id, changeKey, folder }: StoredItem): Pick<ExchangeStoredEvent, 'id' | 'changeKey' | 'folder'> {
  return { id, changeKey, folder: folder.distinguishedName ?? folder.displayName };
}

function storedEvent(item: StoredItem, content: CalendarContent): ExchangeStoredEvent {
  const startsOf = (walls: Iterable<number>): readonly string[] =>
    [...walls]
      .sort((a, b) => a - b)
      .flatMap((wall) => content.series?.at(wall)?.start ?? [])
      .map(iso);
  return {
    ...identity(item),
    uid: content.uid,
    subject: content.subject,
    kind: content.series === undefined ? 'single' : 'series',
    startAt: iso(content.start),
    endAt: iso(content.end),
    isAllDay: content.isAllDay,
    timeZone: content.zone.id,
    location: content.location,
    exceptions: startsOf([...content.exceptions.keys()].filter((wall) => !content.deleted.has(wall))),
    deleted: startsOf(content.deleted),
    organizer: content.organizer.address,
    isOrganizer: !content.isReceived,
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
