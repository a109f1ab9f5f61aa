import type { Company, Meeting, Person, Room } from '../../company/company.ts';
import { accountIdentity } from './account-identity.ts';
import type { Account, ServiceAccount } from './account.ts';
import { Delegates } from './delegates.ts';
import { FolderPermissions } from './folder-permissions.ts';
import type { FolderPermission } from './folder-permissions.ts';
import type { Attendee, CalendarContent } from './calendar-content.ts';
import { makeChangeKey, makeId } from './ids.ts';
import { ItemStore } from './item-store.ts';
import { toSeededContent } from './seeded-content.ts';
import type { Folder } from './stored-item.ts';

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
  readonly #seeded = new Map<string, CalendarContent>();
  readonly #extraCalendars = new Map<Account, NonNullable<Person['calendars']>>();
  readonly #syncEpochs = new Map<Account, number>();
  readonly #serviceAccounts: Account[] = [];
  readonly items: ItemStore = new ItemStore();
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

  /** States of SyncFolderItems from another epoch are void. */
  syncEpochOf(account: Account): number {
    return this.#syncEpochs.get(account) ?? 0;
  }

  /** Makes every state of SyncFolderItems void that a mailbox gave out, as when it is moved to another server. */
  invalidateSyncStates(account: Account): void {
    this.#syncEpochs.set(account, this.syncEpochOf(account) + 1);
  }

  /** The folder of a mailbox with that well-known name. */
  distinguishedFolder(account: Account, name: string): Folder {
    const folder = this.foldersOf(account).find((each) => each.distinguishedName === name);
    if (folder === undefined) throw new Error(`A mailbox always has a folder ${name}`);
    return folder;
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
    const mailbox: Mailbox = { account, folders: [] };
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
      changeKey: makeChangeKey(mailbox.account, this.items.nextVersion(mailbox.account)),
      account: mailbox.account,
      displayName,
      folderClass,
      distinguishedName,
      parent,
    };
    mailbox.folders.push(folder);
    this.#foldersById.set(folder.id, folder);
    return folder;
  }

  #putMeeting(meeting: Meeting, company: Company): void {
    const key = `${company.domain}/${meeting.id}`;
    const content = toSeededContent(meeting, {
      company,
      findAccount: (who) => this.findAccount(who),
      zoneIdOf: this.#options.zoneIdOf,
      now: this.#options.now(),
      previous: this.#seeded.get(key),
    });
    const calendar = this.#calendarOf(meeting, content.organizer);
    this.#seeded.set(key, content);
    const holders = new Set<Folder>();
    const put = (folder: Folder, copy: CalendarContent): void => {
      holders.add(folder);
      const known = this.items.meetingIn(folder, content.uid);
      if (known === undefined) this.items.add(folder, { type: 'calendar', content: copy }, content.organizer);
      else this.items.replace(known, { type: 'calendar', content: copy });
    };
    // Who calls a meeting off loses it at once; the others keep a cancelled copy.
    if (meeting.isCancelled !== true) put(calendar, content);
    for (const attendee of content.attendees) {
      // Declining takes the meeting off the calendar.
      if (attendee.account === undefined || attendee.response === 'declined') continue;
      put(this.distinguishedFolder(attendee.account, 'calendar'), receivedCopy(content, attendee));
    }
    for (const folder of this.#foldersById.values()) {
      const stale = holders.has(folder) ? undefined : this.items.meetingIn(folder, content.uid);
      if (stale !== undefined) this.items.remove(stale);
    }
  }

  #calendarOf(meeting: Meeting, organizer: Account): Folder {
    const wanted = meeting.calendar;
    if (wanted === undefined) return this.distinguishedFolder(organizer, 'calendar');
    const extra = this.#extraCalendars.get(organizer)?.find((calendar) => calendar.id === wanted);
    const folder = this.foldersOf(organizer).find((each) => each.displayName === extra?.name);
    if (folder === undefined) throw new RangeError(`Meeting ${meeting.id}: there is no calendar ${wanted}`);
    return folder;
  }
}

function receivedCopy(content: CalendarContent, { response, respondedAt }: Attendee): CalendarContent {
  return { ...content, isReceived: true, requestWasSent: false, myResponse: response, repliedAt: respondedAt };
}

function required(account: Account | undefined, who: string): Account {
  if (account === undefined) throw new RangeError(`Nobody has the id or address ${who}`);
  return account;
}
