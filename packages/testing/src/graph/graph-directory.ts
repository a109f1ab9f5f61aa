import type { MintedValues } from '../entra/minted-values.ts';
import type { ExtraCalendar, Person, Room } from '../company/company.ts';
import { ContactStore } from './contacts/contact-store.ts';
import { ItemIds } from './item-ids.ts';
import type { Mailbox, RoomFacts, StoredCalendar } from './mailbox.ts';
import { defaultCategories } from './master-categories.ts';
import type { MailboxSeed } from './mailbox-seed.ts';

/** Outlook's named colours with the shade each stands for. */
const outlookColors: readonly (readonly [name: string, hex: string])[] = [
  ['lightBlue', '#0078d4'],
  ['lightGreen', '#107c10'],
  ['lightOrange', '#f7630c'],
  ['lightGray', '#69797e'],
  ['lightYellow', '#fde300'],
  ['lightTeal', '#00b7c3'],
  ['lightPink', '#e3008c'],
  ['lightBrown', '#8e562e'],
  ['lightRed', '#d13438'],
];

/** What a mailbox is besides its owner. */
interface MailboxKind {
  readonly timeZone: string;
  readonly purpose: Mailbox['purpose'];
  readonly seed: MailboxSeed;
  readonly calendars: readonly ExtraCalendar[];
  readonly room?: RoomFacts;
}

/** Every mailbox of one tenant. */
export class GraphDirectory {
  readonly #minted: MintedValues;
  readonly #byCompanyId = new Map<string, Mailbox>();
  readonly #byName = new Map<string, Mailbox>();

  constructor(minted: MintedValues) {
    this.#minted = minted;
  }

  /** Adds a mailbox once; seeding the same person again changes nothing. */
  addPerson(person: Omit<Person, 'password'>, seed: MailboxSeed = {}): Mailbox {
    return this.#add(person, { timeZone: person.timeZone, purpose: 'user', seed, calendars: person.calendars ?? [] });
  }

  addRoom(room: Room, timeZone: string, seed: MailboxSeed = {}): Mailbox {
    const { capacity, building, floor, equipment = [] } = room;
    const facts = { capacity, building, floor, equipment };
    return this.#add(room, { timeZone, purpose: 'room', seed, calendars: [], room: facts });
  }

  /** Everybody and every room, in the order they were added. */
  get mailboxes(): readonly Mailbox[] {
    return [...this.#byCompanyId.values()];
  }

  byCompanyId(companyId: string): Mailbox | undefined {
    return this.#byCompanyId.get(companyId);
  }

  /** Finds a mailbox by object id or by address (which is the user principal name). */
  find(name: string): Mailbox | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** The GUID that always belongs to a place. */
  placeId(name: string): string {
    return this.#minted.guidOf(`place:${name}`);
  }

  #add(
    owner: { readonly id: string; readonly name: string; readonly address: string },
    { timeZone, purpose, seed, calendars, room }: MailboxKind,
  ): Mailbox {
    const known = this.#byCompanyId.get(owner.id);
    if (known !== undefined) return known;
    const objectId = this.#minted.guidOf(`directory:${owner.address.toLowerCase()}`);
    const ids = new ItemIds(objectId);
    const mailbox: Mailbox = {
      companyId: owner.id,
      objectId,
      address: owner.address,
      displayName: owner.name,
      timeZone,
      purpose,
      hosting: seed.hosting ?? 'exchangeOnline',
      ...(seed.processing === undefined ? {} : { processing: seed.processing }),
      sharing: seed.sharing ?? (purpose === 'room' ? 'details' : 'freeBusy'),
      ...(room === undefined ? {} : { room }),
      ids,
      settings: {},
      categories: defaultCategories((name) => this.#minted.guidOf(`category:${objectId}:${name}`)),
      calendars: [],
      items: new Map(),
      deletedItems: new Map(),
      departures: [],
      contacts: new ContactStore(ids, (name) => this.#minted.guidOf(`contacts:${objectId}:${name}`)),
      lastNumber: 0,
    };
    mailbox.calendars.push(
      this.newCalendar(mailbox, { id: '', name: 'Calendar' }),
      ...calendars.map((calendar) => this.newCalendar(mailbox, calendar)),
    );
    this.#byCompanyId.set(owner.id, mailbox);
    this.#byName.set(owner.address.toLowerCase(), mailbox);
    this.#byName.set(objectId, mailbox);
    return mailbox;
  }

  /** A calendar folder; the one without an id is the default calendar. */
  newCalendar(mailbox: Mailbox, extra: ExtraCalendar): StoredCalendar {
    const isDefault = extra.id === '';
    const key = Buffer.from(this.#minted.guidOf(`calendar:${mailbox.objectId}:${extra.id}`).replaceAll('-', ''), 'hex');
    const head = Buffer.from('00032400', 'hex');
    const tail = Buffer.alloc(2);
    const bytes = Buffer.concat([
      head,
      Buffer.from(mailbox.objectId, 'latin1'),
      Buffer.from([0, 0x2e, 0]),
      key,
      key,
      tail,
    ]);
    return {
      id: `${bytes.toString('base64url')}=`.replace(/^AAMk/, 'AQMk'),
      ...(isDefault ? {} : { companyId: extra.id }),
      name: extra.name,
      color: extra.color === undefined ? 'auto' : nearestColor(extra.color),
      hexColor: extra.color ?? '',
      isDefault,
      changeKey: mailbox.ids.changeKey(mailbox.calendars.length + 1),
    };
  }
}

function nearestColor(hex: string): string {
  const distance = (other: string): number =>
    [1, 3, 5].reduce((sum, at) => {
      const difference = Number.parseInt(hex.slice(at, at + 2), 16) - Number.parseInt(other.slice(at, at + 2), 16);
      return sum + difference * difference;
    }, 0);
  const [nearest] = [...outlookColors].sort((a, b) => distance(a[1]) - distance(b[1]));
  return nearest?.[0] ?? 'auto';
}
