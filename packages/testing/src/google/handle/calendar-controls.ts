import { parseAclScope } from '../calendar/access-control-list.ts';
import type { GoogleAccessRole } from '../calendar/access-control-list.ts';
import { removeEvent } from '../calendar/change-event.ts';
import type { GoogleEventChange, GoogleEventResource } from '../calendar/event-resource.ts';
import type { Account, GoogleState, ListEntry } from '../google-state.ts';
import { groupCalendarId } from '../seed/group-calendar-id.ts';

/** One rule of a calendar's access list, for {@link GoogleCalendarControls.shareCalendar}. @public */
export interface GoogleCalendarShare {
  /** API id: a person's or room's address, or the id of an extra calendar. */
  readonly calendarId: string;
  /** Address of a person or service account, or a rule id: `user:…`, `domain:…`, `group:…` (reaches nobody here), `default`. */
  readonly with: string;
  /** `none` takes the access away. */
  readonly role: GoogleAccessRole | 'none';
  /**
   * Whether the calendar appears in the account's list, as when a person follows the link in the mail. Default: yes for
   * people, no for service accounts, which get no mail and reach the calendar by its id.
   */
  readonly isListed?: boolean;
}

/** What tests can do to the calendars of a Google emulator. @public */
export interface GoogleCalendarControls {
  /**
   * Stores an event as it is in one calendar, without inviting anybody: a new one, or changes to the one with this `id`
   * (fields given replace, `undefined` removes). An instance id makes the exception of that occurrence. `etag`, `updated`
   * and whatever else the service fills in is filled in.
   *
   * @param calendarId - As in the API; `primary` for the person's own.
   * @returns The event as stored.
   * @throws RangeError for an unknown person or calendar, and for times and rules that make no event.
   */
  putEvent(personId: string, calendarId: string, event: GoogleEventChange): GoogleEventResource;
  /**
   * Deletes an event, a series or, by its instance id, one occurrence from one calendar. What was deleted stays visible as
   * cancelled where the API shows such events.
   *
   * @throws RangeError when there is no such event.
   */
  removeEvent(personId: string, calendarId: string, eventId: string): void;
  /** Event id of a seeded meeting, the same in every calendar. @throws RangeError for a meeting that was not seeded. */
  eventId(meetingId: string): string;
  /** API id of a person's primary calendar, or of an extra one by its id in the company. */
  calendarId(personId: string, extraCalendarId?: string): string;
  /** Makes every sync token given out for a calendar so far answer 410 `fullSyncRequired`. */
  invalidateSyncTokens(personId: string, calendarId?: string): void;
  /**
   * Lowers the size of the next list pages, one number for each: services may return short and even empty pages. Such a page
   * always carries a `nextPageToken`.
   */
  limitPages(sizes: readonly number[]): void;
  /** Sets or deletes a rule of a calendar's access list. @throws RangeError for an unknown calendar or a malformed rule. */
  shareCalendar(share: GoogleCalendarShare): void;
}

/** Creates the controls over a state. */
export function calendarControls(state: GoogleState): GoogleCalendarControls {
  const locate = (personId: string, calendarId: string): { account: Account; entry: ListEntry } => {
    const account = state.account(personId);
    const entry = state.entry(account, calendarId);
    if (entry === undefined) throw new RangeError(`${personId} has no calendar ${calendarId}`);
    return { account, entry };
  };
  return {
    putEvent(personId, calendarId, event) {
      const { account, entry } = locate(personId, calendarId);
      return state.changeEvent(account, entry, event);
    },
    removeEvent(personId, calendarId, eventId) {
      const { entry } = locate(personId, calendarId);
      if (removeEvent(entry.calendar, eventId) === undefined) throw new RangeError(`There is no event ${eventId}`);
    },
    eventId(meetingId) {
      const id = state.meetings.get(meetingId);
      if (id === undefined) throw new RangeError(`No meeting ${meetingId} was seeded`);
      return id;
    },
    calendarId(personId, extraCalendarId) {
      const id = extraCalendarId === undefined ? 'primary' : groupCalendarId(personId, extraCalendarId);
      return locate(personId, id).entry.calendar.id;
    },
    invalidateSyncTokens(personId, calendarId = 'primary') {
      const { calendar } = locate(personId, calendarId).entry;
      calendar.syncFloor = state.stamps.next().position;
      calendar.position = calendar.syncFloor;
    },
    limitPages(sizes) {
      if (sizes.some((size) => !Number.isInteger(size) || size < 0))
        throw new RangeError('Page sizes are whole numbers from 0');
      state.pageLimits.push(...sizes);
    },
    shareCalendar({ calendarId, with: grantee, role, isListed }) {
      const calendar = state.calendars.get(calendarId.toLowerCase());
      if (calendar === undefined) throw new RangeError(`There is no calendar ${calendarId}`);
      state.share(calendar, { scope: parseAclScope(grantee), role }, (account) => isListed ?? !account.isRobot);
    },
  };
}
