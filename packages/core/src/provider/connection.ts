import type { AccountIdentity } from '../credentials/credential.ts';
import type { Diagnosis, DiagnoseOptions } from '../diagnosis/finding.ts';
import type { Calendar } from '../model/calendar.ts';
import type { CalendarErrorJson } from '../errors/calendar-error.ts';
import type { CalendarEvent, EventInstance } from '../model/event.ts';
import type { TimeWindow } from '../model/time.ts';
import type { PagedList } from '../paging/pages.ts';
import type { Capabilities } from './capabilities.ts';
import type { ContactGroup } from './contact-group.ts';
import type { EventReference, EventWrites } from './event-writes.ts';
import type { FreeBusyGroup } from './free-busy-group.ts';
import type { RoomGroup } from './room-group.ts';

/** What every call takes. @public */
export interface CallOptions {
  /** Ends the call with `aborted`. */
  readonly signal?: AbortSignal;
}

/** Options of {@link CalendarGroup.list}. @public */
export interface ListCalendarsOptions extends CallOptions {
  readonly pageToken?: string;
}

/** Parts of an event that cost extra and are read only when named. @public */
export type EventInclusion = 'body' | 'properties';

/**
 * Parts of an event that are neither requested nor given when named. Without `attendees` the list is empty and `attendeesOmitted`;
 * `participationStatus` is `unknown` where it can only be told from that list.
 *
 * @public
 */
export type EventOmission = 'attendees' | 'description';

/** Options of {@link EventGroup.list}. @public */
export interface ListEventsOptions extends CallOptions {
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  /** Half-open; an event belongs to it when any part of it lies inside. */
  readonly window: TimeWindow;
  /**
   * IANA zone in which all-day events are placed to decide whether they lie in the window: 5 March is another interval of
   * instants in Auckland than in Honolulu. Default `UTC`.
   */
  readonly timeZone?: string;
  /** Default: none. */
  readonly include?: readonly EventInclusion[];
  /** Default: none. */
  readonly omit?: readonly EventOmission[];
  /** Events per request; a wish, services may send fewer. Default and limits are the provider's. */
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** Options of {@link EventGroup.get}. @public */
export type GetEventOptions = CallOptions &
  EventReference & {
    /** Default: none. */
    readonly include?: readonly EventInclusion[];
  };

/** Options of {@link EventGroup.getMany}. @public */
export interface GetManyEventsOptions extends CallOptions {
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  /** 1 to 1,000. */
  readonly eventIds: readonly string[];
  /** Default: none. */
  readonly include?: readonly EventInclusion[];
}

/** What became of one part of a call about many things. @public */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: CalendarErrorJson };

/** The calendars of the account. @public */
export interface CalendarGroup {
  /** Lists every calendar the account can see, hidden ones included. */
  list(options?: ListCalendarsOptions): PagedList<Calendar>;
}

/** The events of one calendar at a time. @public */
export interface EventGroup extends EventWrites {
  /**
   * Lists what happens in a window: single events, occurrences and exceptions, never masters. Cancelled events that are still
   * in the calendar come with `status: 'cancelled'`.
   */
  list(options: ListEventsOptions): PagedList<EventInstance>;
  /**
   * Reads one event of any kind; a master comes with its recurrence.
   *
   * @throws CalendarError `notFound` when it is gone or was never visible to this account.
   */
  get(options: GetEventOptions): Promise<CalendarEvent>;
  /**
   * Reads events of any kind in as few requests as the service allows. Each is judged by itself: one that is gone or refused fails
   * alone, and the call fails only when nothing could be asked.
   *
   * @returns one outcome for each id, in their order.
   */
  getMany(options: GetManyEventsOptions): Promise<readonly Outcome<CalendarEvent>[]>;
}

/**
 * One mailbox or calendar account, reached through a provider. Safe to share between concurrent calls.
 *
 * @public
 */
export interface CalendarConnection extends AsyncDisposable {
  /** Provider id, for example `graph`. */
  readonly provider: string;
  readonly account: AccountIdentity;
  readonly capabilities: Capabilities;
  readonly calendars: CalendarGroup;
  readonly events: EventGroup;
  readonly freeBusy: FreeBusyGroup;
  readonly rooms: RoomGroup;
  readonly contacts: ContactGroup;
  /**
   * Looks for whatever keeps this account from working: consent, roles, policies, rights, mailbox, versions, clock. Reads
   * only. What is wrong comes back as findings; it throws for a closed connection, an aborted call and unusable options.
   */
  diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;
  /** Forgets tokens and ends what is under way. Later calls throw `disposed`. */
  close(): Promise<void>;
}
