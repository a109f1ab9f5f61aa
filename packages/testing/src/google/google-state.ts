import type { EmulatorClock } from '../server/emulator.ts';
import { Agenda } from './agenda.ts';
import { QuotaBook } from './api/quota.ts';
import type { AclScope, GoogleAccessRole } from './calendar/access-control-list.ts';
import { CalendarStore } from './calendar/calendar-store.ts';
import type { CalendarSettings, ChangeStamps } from './calendar/calendar-store.ts';
import { changeEvent } from './calendar/change-event.ts';
import type { EventDefaults } from './calendar/change-event.ts';
import type { GoogleSentMail } from './calendar/invitations/sent-mail.ts';
import type { GoogleEventChange, GoogleEventResource } from './calendar/event-resource.ts';
import { nearestColorId } from './calendar/palette.ts';
import type { Setting } from './calendar/settings.ts';
import { renderStamp } from './calendar/zoned-time.ts';
import { AddressBooks } from './people/address-books.ts';
import { digest, opaqueSource } from './opaque.ts';
import type { OpaqueSource } from './opaque.ts';

/** A calendar as an account has it in its list. */
export interface ListEntry {
  readonly calendar: CalendarStore;
  readonly isPrimary: boolean;
  readonly colorId: string;
  readonly backgroundColor: string;
  readonly foregroundColor: string;
  readonly etag: string;
  /** Place in the change log of the list. */
  readonly position: number;
}

/** A calendar as an account may use it. */
export interface CalendarView extends ListEntry {
  readonly accessRole: GoogleAccessRole;
}

/** Somebody with an account: a person, or a service account that acts for itself. */
export interface Account {
  readonly personId: string;
  readonly name: string;
  readonly address: string;
  readonly password: string;
  readonly timeZone: string;
  /** Domain of the organisation. */
  readonly domain: string;
  /** A service account: nobody signs in to it. */
  readonly isRobot: boolean;
  /** Whether the administrator left the Calendar service on for it. */
  hasCalendarService: boolean;
  /** May administer the domain. */
  isAdministrator: boolean;
  status: 'active' | 'disabled' | 'deleted';
  /** The `sub` of ID tokens. */
  readonly subject: string;
  readonly entries: ListEntry[];
  readonly settings: readonly Setting[];
}

/** A room: it has a calendar of its own, which no person sees. */
export interface RoomResource {
  readonly name: string;
  readonly address: string;
  readonly capacity: number;
  readonly building: string;
  readonly floor: string;
  readonly equipment: readonly string[];
  /** Domain of the organisation. */
  readonly domain: string;
  readonly calendar: CalendarStore;
  /** What it does with invitations: accepts while it is free, declines them all, leaves them to a person. */
  answers: GoogleRoomAnswers;
}

/** How the free/busy of a calendar fails: with an error of its own, or without a word. @public */
export type GoogleFreeBusyFailure = 'internalError' | 'missing';

/** What a room does with invitations. @public */
export type GoogleRoomAnswers = 'automatically' | 'decline' | 'never';

/** Everything an emulator knows, OAuth aside. */
export class GoogleState {
  readonly clock: EmulatorClock;
  readonly opaque: OpaqueSource = opaqueSource();
  readonly accounts: Map<string, Account> = new Map();
  readonly rooms: Map<string, RoomResource> = new Map();
  /** Every calendar by its id in lower case. */
  readonly calendars: Map<string, CalendarStore> = new Map();
  /** Event id of each seeded meeting. */
  readonly meetings: Map<string, string> = new Map();
  /** How long rooms take to answer, and conferences to come into being. */
  readonly roomAnswerDelayMs: number;
  readonly conferenceDelayMs: number;
  /** How many of the next conferences that are asked for fail. */
  conferenceFailures = 0;
  /** Sizes of the next list pages, where a test asked for short ones. */
  readonly pageLimits: number[] = [];
  /** APIs that are not enabled: project and name of the API. */
  readonly disabledApis: Set<string> = new Set();
  readonly agenda: Agenda;
  readonly addressBooks: AddressBooks;
  readonly quota: QuotaBook;
  /** Mails that the service would have sent. */
  readonly outbox: GoogleSentMail[] = [];
  /** Groups by their address in lower case. */
  readonly groups: Map<string, readonly string[]> = new Map();
  /** Calendars whose free/busy can't be told, by id in lower case. */
  readonly freeBusyFailures: Map<string, GoogleFreeBusyFailure> = new Map();
  readonly syncTokenLifetimeMs: number;
  readonly stamps: ChangeStamps;
  readonly #horizonMs: number;

  constructor(options: {
    clock: EmulatorClock;
    horizonYears: number;
    syncTokenLifetimeDays: number;
    roomAnswerDelaySeconds: number;
    conferenceDelaySeconds: number;
    contactsLagSeconds: number;
  }) {
    this.clock = options.clock;
    this.roomAnswerDelayMs = options.roomAnswerDelaySeconds * 1000;
    this.conferenceDelayMs = options.conferenceDelaySeconds * 1000;
    this.agenda = new Agenda(options.clock);
    this.quota = new QuotaBook(options.clock);
    this.addressBooks = new AddressBooks(this, options.contactsLagSeconds * 1000);
    this.#horizonMs = options.horizonYears * 365.25 * 86_400_000;
    this.syncTokenLifetimeMs = options.syncTokenLifetimeDays * 86_400_000;
    let lastMicros = 0;
    let position = 0;
    this.stamps = {
      now: () => options.clock.now(),
      next: () => {
        // Two changes in one millisecond still get different etags, in order.
        lastMicros = Math.max(Math.trunc(options.clock.now()) * 1000, lastMicros + 1);
        position += 1;
        const updatedMs = Math.floor(lastMicros / 1000);
        return { updatedMs, updated: renderStamp(updatedMs), etag: `"${lastMicros * 2}"`, position };
      },
    };
  }

  /** A new, empty calendar that nobody may use yet. */
  createCalendar(settings: CalendarSettings): CalendarStore {
    const calendar = new CalendarStore({ ...settings, stamps: this.stamps, horizonMs: this.#horizonMs });
    this.calendars.set(settings.id.toLowerCase(), calendar);
    return calendar;
  }

  /** The account of a person of the company. @throws RangeError when nobody has this id. */
  account(personId: string): Account {
    const account = this.accounts.get(personId);
    if (account === undefined) throw new RangeError(`No person of the company has the id ${personId}`);
    return account;
  }

  /** The account that signs in with this address, or whose `sub` this is. */
  accountByAddress(address: string): Account | undefined {
    const wanted = address.trim().toLowerCase();
    return [...this.accounts.values()].find(
      (account) => account.address.toLowerCase() === wanted || account.subject === wanted,
    );
  }

  /** The account's primary calendar and those whose data it holds. */
  ownCalendars({ address }: Account): readonly CalendarStore[] {
    const own = address.toLowerCase();
    return [...this.calendars.values()].filter(
      ({ id, dataOwner }) => id.toLowerCase() === own || dataOwner?.toLowerCase() === own,
    );
  }

  /** A person or room inside that can be invited. */
  guest(address: string): { readonly name: string; readonly isResource: boolean } | undefined {
    const room = [...this.rooms.values()].find((other) => other.address.toLowerCase() === address.toLowerCase());
    if (room !== undefined) return { name: room.name, isResource: true };
    const account = this.accountByAddress(address);
    return account === undefined || !account.hasCalendarService ? undefined : { name: account.name, isResource: false };
  }

  /** Number of a project as error texts name it. */
  projectNumber(project: string): string {
    return (
      /^\d+/.exec(project)?.[0] ??
      String(Number.parseInt(digest(project).replaceAll(/[^0-9]/g, '') || '1', 10) + 100_000_000_000)
    );
  }

  /** The account's calendar with this id, as it stands in its list; `primary` is the account's own. */
  entry(account: Account, calendarId: string): ListEntry | undefined {
    return calendarId === 'primary'
      ? account.entries.find((entry) => entry.isPrimary)
      : account.entries.find((entry) => entry.calendar.id.toLowerCase() === calendarId.toLowerCase());
  }

  /** A calendar with this id as far as the account may use it, in its list or not; undefined when it may not. */
  view(account: Account, calendarId: string): CalendarView | undefined {
    const listed = this.entry(account, calendarId);
    const calendar = listed?.calendar ?? this.calendars.get(calendarId.toLowerCase());
    const accessRole = calendar?.acl.roleOf(account);
    if (calendar === undefined || calendar.isSwitchedOff || accessRole === undefined) return undefined;
    return { ...(listed ?? entryOf(calendar, { isPrimary: false })), accessRole };
  }

  /** How a calendar first stands in a list. */
  createEntry(calendar: CalendarStore, options: { isPrimary: boolean; backgroundColor?: string }): ListEntry {
    const { etag, position } = this.stamps.next();
    return { ...entryOf(calendar, options), etag, position };
  }

  /** Sets a rule of a calendar's access list; an account that it names by address gets the calendar into its list if asked. */
  share(
    calendar: CalendarStore,
    rule: { readonly scope: AclScope; readonly role: GoogleAccessRole | 'none' },
    isListed: (account: Account) => boolean,
  ): void {
    calendar.acl.set(rule.scope, rule.role);
    const account = rule.scope.type === 'user' ? this.accountByAddress(rule.scope.value ?? '') : undefined;
    if (account === undefined) return;
    const at = account.entries.findIndex((entry) => entry.calendar === calendar);
    const entry = account.entries[at];
    // Losing access changes the list; another role alone does not bring an entry into a delta.
    if (entry !== undefined && rule.role === 'none') {
      const { etag, position } = this.stamps.next();
      account.entries[at] = { ...entry, etag, position };
    }
    if (entry === undefined && rule.role !== 'none' && isListed(account)) {
      account.entries.push(this.createEntry(calendar, { isPrimary: false }));
    }
  }

  /** Stores or changes an event in one of the account's calendars. */
  changeEvent(account: Account, entry: ListEntry, change: GoogleEventChange): GoogleEventResource {
    return changeEvent(entry.calendar, change, this.eventDefaults(account, entry)).resource;
  }

  /** What is filled in for new events of a calendar. */
  eventDefaults(account: Account, entry: ListEntry): EventDefaults {
    return {
      id: () => this.opaque.eventId(),
      owner: { email: account.address },
      organizer: entry.isPrimary
        ? { email: account.address }
        : { email: entry.calendar.id, displayName: entry.calendar.summary },
      created: this.createdNow(),
    };
  }

  /** `created` carries whole seconds. */
  createdNow(): string {
    return renderStamp(Math.floor(this.clock.now() / 1000) * 1000);
  }
}

function entryOf(
  calendar: CalendarStore,
  { isPrimary, backgroundColor = '#9fe1e7' }: { isPrimary: boolean; backgroundColor?: string },
): ListEntry {
  const colorId = nearestColorId(backgroundColor);
  return {
    calendar,
    isPrimary,
    colorId,
    backgroundColor,
    foregroundColor: '#000000',
    etag: calendar.etag,
    position: 0,
  };
}
