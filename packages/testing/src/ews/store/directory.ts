import type { Account } from './account.ts';
import type { ExchangeStore } from './exchange-store.ts';

/** A name and an address of the directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly address: string;
  readonly mailboxType: 'Mailbox' | 'PublicDL' | 'Contact';
}

/** A list of the rooms of one building. */
export interface RoomList extends DirectoryEntry {
  readonly rooms: readonly DirectoryEntry[];
}

/** Everybody, every room, and the lists of rooms. */
export function directory(store: ExchangeStore): readonly DirectoryEntry[] {
  return [
    ...store.accounts.map(({ name, address }) => ({ name, address, mailboxType: 'Mailbox' as const })),
    ...roomLists(store),
  ];
}

/** One list for each building that has rooms. */
export function roomLists(store: ExchangeStore): readonly RoomList[] {
  const lists = new Map<string, RoomList & { rooms: DirectoryEntry[] }>();
  for (const { kind, building, name, address } of store.accounts) {
    if (kind !== 'room' || building === undefined) continue;
    const domain = address.split('@')[1] ?? '';
    const slug = building
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    const key = `rooms-${slug}@${domain}`;
    const list = lists.get(key) ?? { name: `Rooms ${building}`, address: key, mailboxType: 'PublicDL', rooms: [] };
    list.rooms.push({ name, address, mailboxType: 'Mailbox' });
    lists.set(key, list);
  }
  return [...lists.values()];
}

/** Names match by the beginning of any of their words, addresses by their beginning; `smtp:` looks at addresses only. */
export function matchesEntry(person: DirectoryEntry, entry: string): boolean {
  const address = person.address.toLowerCase();
  if (entry.startsWith('smtp:')) return address.startsWith(entry.slice('smtp:'.length));
  if (entry.startsWith('sip:')) return address.startsWith(entry.slice('sip:'.length));
  const name = person.name.toLowerCase();
  return (
    name.startsWith(entry) || name.split(/\s+/).some((word) => word.startsWith(entry)) || address.startsWith(entry)
  );
}

/** The contacts in somebody's default folder that have an address, one entry for each address. */
export function contactEntries(store: ExchangeStore, account: Account): readonly DirectoryEntry[] {
  if (!account.hasMailbox) return [];
  return store.items.in(store.distinguishedFolder(account, 'contacts')).flatMap((item) => {
    if (item.type !== 'contact') return [];
    const { texts, entries } = item.content;
    return [...entries]
      .filter(([key]) => key.startsWith('EmailAddresses/'))
      .map(([, address]) => ({ name: texts.get('DisplayName') ?? address, address, mailboxType: 'Contact' as const }));
  });
}
