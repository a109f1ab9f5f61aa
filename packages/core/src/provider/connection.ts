import type { AccountIdentity } from '../credentials/credential.ts';
import type { Diagnosis, DiagnoseOptions } from '../diagnosis/finding.ts';
import type { Calendar } from '../model/calendar.ts';
import type { CalendarEvent, EventInstance } from '../model/event.ts';
import type { TimeWindow } from '../model/time.ts';
import type { PagedList } from '../paging/pages.ts';
import type { Capabilities } from './capabilities.ts';

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
export type EventInclusion = 'body';

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
  /** Events per request; a wish, services may send fewer. Default and limits are the provider's. */
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** Options of {@link EventGroup.get}. @public */
export interface GetEventOptions extends CallOptions {
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  readonly eventId: string;
  /** Default: none. */
  readonly include?: readonly EventInclusion[];
}

/** The calendars of the account. @public */
export interface CalendarGroup {
  /** Lists every calendar the account can see, hidden ones included. */
  list(options?: ListCalendarsOptions): PagedList<Calendar>;
}

/** The events of one calendar at a time. @public */
export interface EventGroup {
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
  /**
   * Looks for whatever keeps this account from working: consent, roles, policies, rights, mailbox, versions, clock. Reads
   * only. What is wrong comes back as findings; it throws for a closed connection, an aborted call and unusable options.
   */
  diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;
  /** Forgets tokens and ends what is under way. Later calls throw `disposed`. */
  close(): Promise<void>;
}
