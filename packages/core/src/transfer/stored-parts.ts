import type { CalendarErrorJson } from '../errors/calendar-error.ts';
import type { RecurrenceId } from '../model/recurrence.ts';

/** A calendar that an application keeps the id of. @public */
export interface StoredCalendar {
  readonly of: 'calendar';
  /** The application's own name of what it stored; comes back with the answer. */
  readonly key: string;
  readonly id: string;
  /** As it was read. Without it only a primary calendar is found again. */
  readonly name?: string;
  readonly isPrimary: boolean;
}

/** An event that an application keeps the id of. @public */
export interface StoredEventLink {
  readonly of: 'event';
  readonly key: string;
  /** Of a single event or a master. */
  readonly id: string;
  /** Which occurrence of the master is meant. Default: the event itself. */
  readonly recurrenceId?: RecurrenceId;
  /** As it was read: proof that what is found is the same event, and with `start` a way to find it when its id says nothing. */
  readonly iCalUid?: string;
  /** When the event, or any occurrence of the series, starts: `YYYY-MM-DDTHH:mm:ssZ`; for whole days midnight in UTC of the first. */
  readonly start?: string;
}

/** A contact that an application keeps the id of. @public */
export interface StoredContactLink {
  readonly of: 'contact';
  readonly key: string;
  readonly id: string;
}

/** A place in a feed of changes that an application keeps. @public */
export interface StoredCursor {
  readonly of: 'cursor';
  readonly key: string;
}

/** What an application keeps of a mailbox. @public */
export type StoredPart = StoredCalendar | StoredEventLink | StoredContactLink | StoredCursor;

/**
 * Why something was not found again.
 *
 * - `untranslatable`: the service knows no other form of this id, and there was nothing else to find it by.
 * - `gone`: it is in none of the account's own calendars, or not among its contacts, any more.
 * - `otherEvent`: the id leads to an event with another iCalendar UID.
 * - `ambiguous`: several calendars have this name, or none.
 *
 * @public
 */
export type LostPartReason = 'untranslatable' | 'gone' | 'otherEvent' | 'ambiguous';

/**
 * What became of a part.
 *
 * - `carried`: found under its new id; `by` says how.
 * - `lost`: looked for and not found.
 * - `restart`: a cursor means something to the service that gave it alone. Begin that feed again with a full pass.
 * - `failed`: could not be looked for now; carry it again later.
 *
 * @public
 */
export type CarriedPart =
  | {
      readonly kind: 'carried';
      readonly part: StoredPart;
      readonly id: string;
      /** Of an event: the calendar it is in, without which one that is not in the primary calendar is not found. */
      readonly calendarId?: string;
      readonly by: 'id' | 'iCalUid' | 'name' | 'primary';
    }
  | { readonly kind: 'lost'; readonly part: StoredPart; readonly reason: LostPartReason }
  | { readonly kind: 'restart'; readonly part: StoredPart }
  | { readonly kind: 'failed'; readonly part: StoredPart; readonly error: CalendarErrorJson };
