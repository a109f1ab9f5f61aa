import { isDeepStrictEqual } from 'node:util';
import type { Account } from './account.ts';
import type { CalendarContent } from './calendar-content.ts';
import { makeChangeKey, makeId } from './ids.ts';
import type { Folder, ItemDraft, StoredCalendarItem, StoredItem } from './stored-item.ts';

/** An item that left its folder. */
export interface Tombstone {
  readonly id: string;
  readonly changeKey: string;
  readonly createdVersion: number;
  /** Version at which it left. */
  readonly version: number;
}

interface Counters {
  nextNumber: number;
  nextVersion: number;
}

interface FolderContents {
  readonly items: Map<string, StoredItem>;
  /** Meetings by their UID. */
  readonly meetings: Map<string, string>;
  readonly tombstones: Tombstone[];
}

// Changed by every write, and no property that two people could quarrel about.
const bookkeeping = new Set(['modifiedAt', 'modifiedBy']);

/** The items of all mailboxes, with their ids, versions, and what left each folder. */
export class ItemStore {
  readonly #counters = new Map<Account, Counters>();
  readonly #items = new Map<string, StoredItem>();
  readonly #folders = new Map<Folder, FolderContents>();

  /** The next version of a mailbox. */
  nextVersion(account: Account): number {
    return this.#countersOf(account).nextVersion++;
  }

  /** The newest version of a mailbox. */
  versionOf(account: Account): number {
    return this.#countersOf(account).nextVersion - 1;
  }

  /** The item with exactly that id. Ids are case-sensitive. */
  find(id: string): StoredItem | undefined {
    return this.#items.get(id);
  }

  in(folder: Folder): readonly StoredItem[] {
    return [...this.#contentsOf(folder).items.values()];
  }

  /** What left a folder, oldest first. */
  goneFrom(folder: Folder): readonly Tombstone[] {
    return this.#contentsOf(folder).tombstones;
  }

  /** The copy of a meeting in a folder, by {@link meetingKey}. */
  meetingIn(folder: Folder, key: string): StoredCalendarItem | undefined {
    const item = this.#items.get(this.#contentsOf(folder).meetings.get(key) ?? '');
    return item?.type === 'calendar' ? item : undefined;
  }

  /** Puts something new into a folder. */
  add(folder: Folder, draft: ItemDraft, creator: Account): StoredItem {
    const counters = this.#countersOf(folder.account);
    const number = counters.nextNumber++;
    const version = counters.nextVersion++;
    const item: StoredItem = {
      ...draft,
      id: makeId(folder.account, 'item', number),
      changeKey: makeChangeKey(folder.account, version),
      version,
      createdVersion: version,
      number,
      folder,
      creator,
      fieldVersions: new Map(),
    };
    this.#put(item);
    return item;
  }

  /** Writes new content into an item, which gets a new change key and keeps its id. */
  replace(item: StoredItem, draft: ItemDraft): StoredItem {
    const version = this.nextVersion(item.folder.account);
    const fieldVersions = new Map(item.fieldVersions);
    for (const field of changedFields(item.content, draft.content)) fieldVersions.set(field, version);
    this.#take(item);
    const changed: StoredItem = {
      ...item,
      ...draft,
      version,
      changeKey: makeChangeKey(item.folder.account, version),
      fieldVersions,
    };
    this.#put(changed);
    return changed;
  }

  /** Takes an item out of its folder for good. */
  remove(item: StoredItem): void {
    this.#take(item);
    this.#contentsOf(item.folder).items.delete(item.id);
    this.#contentsOf(item.folder).tombstones.push({
      id: item.id,
      changeKey: item.changeKey,
      createdVersion: item.createdVersion,
      version: this.nextVersion(item.folder.account),
    });
  }

  /** Moves an item to another folder of its mailbox, where it has another id. */
  move(item: StoredItem, folder: Folder): StoredItem {
    this.remove(item);
    return this.add(folder, item, item.creator);
  }

  #countersOf(account: Account): Counters {
    let counters = this.#counters.get(account);
    if (counters === undefined) {
      counters = { nextNumber: 0, nextVersion: 1 };
      this.#counters.set(account, counters);
    }
    return counters;
  }

  #contentsOf(folder: Folder): FolderContents {
    let contents = this.#folders.get(folder);
    if (contents === undefined) {
      contents = { items: new Map(), meetings: new Map(), tombstones: [] };
      this.#folders.set(folder, contents);
    }
    return contents;
  }

  #put(item: StoredItem): void {
    const { items, meetings } = this.#contentsOf(item.folder);
    items.set(item.id, item);
    this.#items.set(item.id, item);
    if (item.type === 'calendar') meetings.set(meetingKey(item.content), item.id);
  }

  #take(item: StoredItem): void {
    this.#items.delete(item.id);
    if (item.type !== 'calendar') return;
    const { meetings } = this.#contentsOf(item.folder);
    const key = meetingKey(item.content);
    if (meetings.get(key) === item.id) meetings.delete(key);
  }
}

/** Tells the copies of one meeting from everything else in a folder. */
export function meetingKey({ uid, instanceOf }: Pick<CalendarContent, 'uid' | 'instanceOf'>): string {
  return instanceOf === undefined ? uid : `${uid}/${instanceOf.wall}`;
}

/** Names the fields in which two versions of something differ; those of exceptions one by one. */
export function changedFields(before: object, after: object): readonly string[] {
  const changed: string[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (bookkeeping.has(field)) continue;
    const left: unknown = Reflect.get(before, field);
    const right: unknown = Reflect.get(after, field);
    if (left instanceof Map && right instanceof Map) {
      for (const key of new Set<unknown>([...left.keys(), ...right.keys()])) {
        const [from, to]: [unknown, unknown] = [left.get(key), right.get(key)];
        if (isDeepStrictEqual(from, to)) continue;
        const inner = field === 'exceptions' && isObject(from) && isObject(to) ? changedFields(from, to) : [''];
        changed.push(...inner.map((name) => `${field}/${String(key)}/${name}`));
      }
    } else if (!isDeepStrictEqual(left, right)) {
      changed.push(field);
    }
  }
  return changed;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
