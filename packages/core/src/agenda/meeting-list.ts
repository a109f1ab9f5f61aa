import type { EventInstance } from '../model/event.ts';
import type { EventTime, TimeWindow } from '../model/time.ts';
import type { CalendarConnection, CallOptions } from '../provider/connection.ts';
import { intervalOf } from '../time/overlaps-window.ts';

/** Options of {@link meetingList}. @public */
export interface MeetingListOptions extends CallOptions {
  readonly connection: CalendarConnection;
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  readonly window: TimeWindow;
  /** IANA zone in which whole days are placed. */
  readonly timeZone: string;
  /** Finds the link that joins a meeting. Default: the one that the service keeps as data of its own. */
  readonly joinUrlOf?: (event: EventInstance) => string | undefined;
}

/** A meeting in somebody's list. @public */
export interface MeetingListEntry {
  readonly eventId: string;
  readonly title?: string;
  readonly time: EventTime;
  readonly isRecurring: boolean;
  readonly joinUrl?: string;
}

/**
 * What a person's list of meetings shows: when, what, whether it repeats and how to join. Attendees and descriptions are not asked for.
 * Cancelled events are left out, and declined ones where the service tells the own answer without the list of attendees: Google does not.
 *
 * @returns sorted by start.
 * @throws CalendarError as `events.list`.
 * @public
 */
export async function meetingList(options: MeetingListOptions): Promise<readonly MeetingListEntry[]> {
  const { connection, joinUrlOf = (event) => event.conference?.url, ...listed } = options;
  const events = await connection.events.list({ ...listed, omit: ['attendees', 'description'] }).toArray();
  return events
    .filter(({ status, participationStatus }) => status !== 'cancelled' && participationStatus !== 'declined')
    .toSorted((a, b) => startMs(a, options.timeZone) - startMs(b, options.timeZone))
    .map((event) => {
      const joinUrl = joinUrlOf(event);
      return {
        eventId: event.id,
        ...(event.title === undefined ? {} : { title: event.title }),
        time: event.time,
        isRecurring: event.kind !== 'single',
        ...(joinUrl === undefined ? {} : { joinUrl }),
      };
    });
}

function startMs(event: EventInstance, timeZone: string): number {
  return intervalOf(event.time, timeZone).startMs;
}
