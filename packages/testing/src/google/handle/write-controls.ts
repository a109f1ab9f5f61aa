import type { HeldAnswers } from '../../server/answer-gate.ts';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { CalendarStore, StoredEvent } from '../calendar/calendar-store.ts';
import type { EventAttendee } from '../calendar/event-resource.ts';
import type { GoogleSentMail } from '../calendar/invitations/sent-mail.ts';
import type { EventDateTime } from '../calendar/zoned-time.ts';
import type { GoogleRoomAnswers } from '../google-state.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';

/** An event as it lies in a calendar, past every list and filter of the API. @public */
export interface GoogleStoredEvent {
  readonly calendarId: string;
  readonly id: string;
  readonly uid: string;
  /** Of a series the master is stored and the instances that differ from it. */
  readonly kind: 'single' | 'master' | 'exception';
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly title: string;
  readonly start: EventDateTime;
  readonly end: EventDateTime;
  readonly recurrence: readonly string[];
  /** Of an exception: the start that the rule gave. */
  readonly originalStart?: EventDateTime;
  readonly organizer: string;
  readonly attendees: readonly { readonly address: string; readonly response: EventAttendee['responseStatus'] }[];
  readonly sequence: number;
  readonly etag: string;
}

/** What tests can see and decide about writing. @public */
export interface GoogleWriteControls {
  /** Every mail about meetings that would have been sent, oldest first. */
  readonly sentMails: readonly GoogleSentMail[];
  /**
   * The events of all calendars of a person or of one calendar, straight from the store, cancelled ones included, in the
   * order they were made.
   *
   * @param whose - Id of a person or room of the company, or a calendar's id.
   * @throws RangeError when there is no such calendar.
   */
  storedEvents(whose: string): readonly GoogleStoredEvent[];
  /** Sets what a room does with invitations from now on. Default `automatically`. @throws RangeError for an unknown room. */
  setRoomAnswers(roomId: string, answers: GoogleRoomAnswers): void;
  /** Lets the next conferences that are asked for end in `failure`. Default 1. */
  failConferences(count?: number): void;
  /**
   * Holds the answers of the APIs: requests are handled, events change, and nobody is told before `release`. Closing the
   * emulator releases all.
   *
   * @param when - Which requests. Default: all to the APIs.
   */
  holdAnswers(when?: (request: RecordedRequest) => boolean): HeldAnswers;
}

/** Creates the controls. */
export function writeControls({ state, apiGate }: OAuthContext): GoogleWriteControls {
  const find = (whose: string): readonly CalendarStore[] => {
    const person = state.accounts.get(whose);
    if (person !== undefined) return state.ownCalendars(person);
    const calendar = state.calendars.get((state.rooms.get(whose)?.address ?? whose).toLowerCase());
    if (calendar === undefined) throw new RangeError(`There is no calendar ${whose}`);
    return [calendar];
  };
  return {
    sentMails: state.outbox,
    storedEvents(whose) {
      state.agenda.runDue();
      return find(whose).flatMap((calendar) =>
        [...calendar.events.values()]
          .filter((stored) => !stored.isDropped)
          .map((stored) => ({ calendarId: calendar.id, ...describe(stored) })),
      );
    },
    setRoomAnswers(roomId, answers) {
      const room = state.rooms.get(roomId);
      if (room === undefined) throw new RangeError(`No room of the company has the id ${roomId}`);
      room.answers = answers;
    },
    failConferences(count = 1) {
      state.conferenceFailures += count;
    },
    holdAnswers: (when) => apiGate.hold(when),
  };
}

function describe({ id, resource }: StoredEvent): Omit<GoogleStoredEvent, 'calendarId'> {
  const { recurrence, recurringEventId, originalStartTime } = resource;
  return {
    id,
    uid: resource.iCalUID ?? '',
    kind: recurringEventId !== undefined ? 'exception' : recurrence !== undefined ? 'master' : 'single',
    status: resource.status ?? 'confirmed',
    title: resource.summary ?? '',
    start: resource.start ?? {},
    end: resource.end ?? {},
    recurrence: recurrence ?? [],
    ...(originalStartTime === undefined ? {} : { originalStart: originalStartTime }),
    organizer: resource.organizer?.email ?? '',
    attendees: (resource.attendees ?? []).map(({ email, responseStatus }) => ({
      address: email,
      response: responseStatus,
    })),
    sequence: resource.sequence ?? 0,
    etag: resource.etag ?? '',
  };
}
