import type { Company, Meeting, Person, Room } from '../../company/company.ts';
import { accountIdentity } from './account-identity.ts';
import type { Account, ServiceAccount } from './account.ts';
import { Delegates } from './delegates.ts';
import { FolderPermissions } from './folder-permissions.ts';
import type { FolderPermission } from './folder-permissions.ts';
import { makeChangeKey, makeId } from './ids.ts';
import { toMeetingFacts } from './meeting-facts.ts';
import type { AttendeeFacts, Folder, MeetingFacts, StoredItem } from './stored-item.ts';

/** Settings of {@link ExchangeStore}. */
export interface ExchangeStoreOptions {
  readonly now: () => number;
  readonly zoneIdOf: ((meeting: Meeting) => string | undefined) | undefined;
  /** Which product serves a mailbox, for example `15.2`. */
  readonly productOf: (account: Account) => string;
}

interface Mailbox {
  readonly account: Account;
  readonly folders: Folder[];
  nextNumber: number;
  nextVersion: number;
}

// Name, well-known name and container class below the top of the mailbox.
const defaultFolders = [
  ['Calendar', 'calendar', 'IPF.Appointment'],
  ['Contacts', 'contacts', 'IPF.Contact'],
  ['Deleted Items', 'deleteditems', 'IPF.Note'],
  ['Drafts', 'drafts', 'IPF.Note'],
  ['Inbox', 'inbox', 'IPF.Note'],
  ['Sent Items', 'sentitems', 'IPF.Note'],
] as const;

/** The mailboxes of an organization: who has one, which folders it has, and what lies in them. */
export class ExchangeStore {
  readonly #options: ExchangeStoreOptions;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #accountsById = new Map<string, Account>();
  readonly #foldersById = new Map<string, Folder>();
  readonly #itemsById = new Map<string, StoredItem>();
  readonly #itemsByFolder = new Map<Folder, Map<string, StoredItem>>();
  readonly #facts = new Map<string, MeetingFacts>();
  readonly #extraCalendars = new Map<Account, NonNullable<Person['calendars']>>();
  readonly #serviceAccounts: Account[] = [];
  readonly permissions: FolderPermissions = new FolderPermissions();
  readonly delegates: Delegates = new Delegates();

  constructor(options: ExchangeStoreOptions) {
    this.#options = options;
  }

  /** Everybody and every room, in the order of seeding. */
  get accounts(): readonly Account[] {
    return [...this.#mailboxes.values()].map((mailbox) => mailbox.account);
  }

  /** Everybody who can sign in: those with a mailbox, and service accounts. */
  get users(): readonly Account[] {
    return [...this.accounts, ...this.#serviceAccounts];
  }

  /** Whose mailbox it is, by id in the company, or by address in any case. */
  findAccount(who: string): Account | undefined {
    return this.#accountsById.get(who) ?? this.#mailboxes.get(who.toLowerCase())?.account;
  }

  /** The user with that id or address, with a mailbox or without. */
  findUser(who: string): Account | undefined {
    return (
      this.findAccount(who) ??
      this.#serviceAccounts.find(({ id, address }) => id === who || address.toLowerCase() === who.toLowerCase())
    );
  }

  /**
   * The mailbox of that id or address.
   *
   * @throws RangeError when there is none.
   */
  requireAccount(who: string): Account {
    return required(this.findAccount(who), who);
  }

  /**
   * The user of that id or address.
   *
   * @throws RangeError when there is none.
   */
  requireUser(who: string): Account {
    return required(this.findUser(who), who);
  }

  addServiceAccount({ id, name, address, password }: ServiceAccount): void {
    if (this.findUser(id) !== undefined || this.findUser(address) !== undefined) {
      throw new RangeError(`The id or address of service account ${id} is taken`);
    }
    this.#serviceAccounts.push({
      ...accountIdentity(id, address, address.split('@')[1] ?? ''),
      kind: 'service',
      name,
      timeZone: 'UTC',
      password,
      building: undefined,
      hasMailbox: false,
    });
  }

  /** Which product serves a mailbox. */
  productOf(account: Account): string {
    return this.#options.productOf(account);
  }

  /** Lets somebody see the folders of somebody else. */
  grant(permission: FolderPermission): void {
    const { mailbox, grantee } = permission;
    this.permissions.grant(
      this.requireAccount(mailbox),
      grantee === 'Default' ? grantee : this.requireUser(grantee),
      permission,
    );
  }

  folder(id: string): Folder | undefined {
    return this.#foldersById.get(id);
  }

  foldersOf(account: Account): readonly Folder[] {
    return this.#mailboxes.get(account.address.toLowerCase())?.folders ?? [];
  }

  /** The item with exactly that id. Ids are case-sensitive. */
  item(id: string): StoredItem | undefined {
    return this.#itemsById.get(id);
  }

  itemsIn(folder: Folder): readonly StoredItem[] {
    return [...(this.#itemsByFolder.get(folder)?.values() ?? [])];
  }

  /**
   * Adds people, rooms and meetings. A meeting whose id is known already is changed: its copies keep their ids and get
   * new change keys; who is no longer invited loses the copy.
   *
   * @throws RangeError when a meeting makes no sense or Exchange cannot hold it; the meetings before it are kept.
   */
  seed(company: Company): void {
    for (const person of company.people) this.#addPerson(person, company);
    for (const room of company.rooms) this.#addRoom(room, company);
    for (const meeting of company.meetings) this.#putMeeting(meeting, company);
  }

  #addPerson(person: Person, company: Company): void {
    const mailbox = this.#addMailbox({
      ...accountIdentity(person.id, person.address, company.domain),
      hasMailbox: true,
      kind: 'person',
      name: person.name,
      timeZone: person.timeZone,
      password: person.password,
      building: undefined,
    });
    const calendar = mailbox.folders.find((folder) => folder.distinguishedName === 'calendar');
    const top = mailbox.folders.find((folder) => folder.distinguishedName === 'msgfolderroot');
    for (const [at, extra] of (person.calendars ?? []).entries()) {
      if (mailbox.folders.some((folder) => folder.displayName === extra.name)) continue;
      // People put calendars below the calendar or beside it; a client has to look in both places.
      this.#addFolder(mailbox, extra.name, undefined, 'IPF.Appointment', at % 2 === 0 ? calendar : top);
    }
    this.#extraCalendars.set(mailbox.account, person.calendars ?? []);
  }

  #addRoom(room: Room, company: Company): void {
    this.#addMailbox({
      ...accountIdentity(room.id, room.address, company.domain),
      hasMailbox: true,
      kind: 'room',
      name: room.name,
      timeZone: company.timeZone,
      password: undefined,
      building: room.building,
    });
  }

  #addMailbox(account: Account): Mailbox {
    const key = account.address.toLowerCase();
    const known = this.#mailboxes.get(key);
    if (known !== undefined) return known;
    const mailbox: Mailbox = { account, folders: [], nextNumber: 0, nextVersion: 1 };
    this.#mailboxes.set(key, mailbox);
    this.#accountsById.set(account.id, account);
    const root = this.#addFolder(mailbox, 'Root', 'root', undefined, undefined);
    const top = this.#addFolder(mailbox, 'Top of Information Store', 'msgfolderroot', undefined, root);
    for (const [displayName, name, folderClass] of defaultFolders) {
      this.#addFolder(mailbox, displayName, name, folderClass, top);
    }
    return mailbox;
  }

  #addFolder(
    mailbox: Mailbox,
    displayName: string,
    distinguishedName: string | undefined,
    folderClass: string | undefined,
    parent: Folder | undefined,
  ): Folder {
    const folder: Folder = {
      id: makeId(mailbox.account, 'folder', mailbox.folders.length),
      changeKey: makeChangeKey(mailbox.account, mailbox.nextVersion++),
      account: mailbox.account,
      displayName,
      folderClass,
      distinguishedName,
      parent,
    };
    mailbox.folders.push(folder);
    this.#foldersById.set(folder.id, folder);
    this.#itemsByFolder.set(folder, new Map());
    return folder;
  }

  #putMeeting(meeting: Meeting, company: Company): void {
    const key = `${company.domain}/${meeting.id}`;
    const facts = toMeetingFacts(meeting, {
      company,
      findAccount: (who) => this.findAccount(who),
      zoneIdOf: this.#options.zoneIdOf,
      now: this.#options.now(),
      previous: this.#facts.get(key),
    });
    const calendar = this.#calendarOf(facts);
    this.#facts.set(key, facts);
    const holders = new Set<Folder>();
    // Who calls a meeting off loses it at once; the others keep a cancelled copy.
    if (meeting.isCancelled !== true) {
      holders.add(calendar);
      this.#putItem(calendar, key, facts, undefined);
    }
    for (const attendee of facts.attendees) {
      if (attendee.account === undefined) continue;
      // Declining takes the meeting off the calendar.
      if (attendee.response === 'declined') continue;
      const folder = this.#defaultCalendar(attendee.account);
      holders.add(folder);
      this.#putItem(folder, key, facts, attendee);
    }
    for (const [folder, items] of this.#itemsByFolder) {
      const stale = items.get(key);
      if (stale === undefined || holders.has(folder)) continue;
      items.delete(key);
      this.#itemsById.delete(stale.id);
    }
  }

  #putItem(folder: Folder, key: string, facts: MeetingFacts, invitation: AttendeeFacts | undefined): void {
    const mailbox = this.#mailboxes.get(folder.account.address.toLowerCase());
    const items = this.#itemsByFolder.get(folder);
    if (mailbox === undefined || items === undefined) throw new Error('The folder belongs to no mailbox');
    const known = items.get(key);
    const number = known?.number ?? mailbox.nextNumber++;
    const item: StoredItem = {
      id: known?.id ?? makeId(folder.account, 'item', number),
      changeKey: makeChangeKey(folder.account, mailbox.nextVersion++),
      number,
      folder,
      facts,
      invitation,
    };
    items.set(key, item);
    this.#itemsById.set(item.id, item);
  }

  #calendarOf(facts: MeetingFacts): Folder {
    const wanted = facts.meeting.calendar;
    if (wanted === undefined) return this.#defaultCalendar(facts.organizer);
    const extra = this.#extraCalendars.get(facts.organizer)?.find((calendar) => calendar.id === wanted);
    const folder = this.foldersOf(facts.organizer).find((each) => each.displayName === extra?.name);
    if (folder === undefined) throw new RangeError(`Meeting ${facts.meeting.id}: there is no calendar ${wanted}`);
    return folder;
  }

  #defaultCalendar(account: Account): Folder {
    const folder = this.foldersOf(account).find((each) => each.distinguishedName === 'calendar');
    if (folder === undefined) throw new Error('A mailbox always has a calendar');
    return folder;
  }
}

function required(account: Account | undefined, who: string): Account {
  if (account === undefined) throw new RangeError(`Nobody has the id or address ${who}`);
  return account;
}
