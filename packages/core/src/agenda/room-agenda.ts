import { CalendarError } from '../errors/calendar-error.ts';
import type { EventInstance } from '../model/event.ts';
import { intervalOf } from '../time/overlaps-window.ts';
import { isIanaTimeZone } from '../time/resolve-time-zone.ts';
import { formatInstant } from '../time/zoned-date-time.ts';

/** Options of {@link roomAgenda}. @public */
export interface RoomAgendaOptions {
  /** What a room's calendar lists, for example for today. */
  readonly events: readonly EventInstance[];
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA zone of the room, in which whole days begin and end. */
  readonly timeZone: string;
  /**
   * Finds the link that joins a meeting, for example `extractMeetingLink` of `@kalends/sanitize`, which looks into texts too. Default:
   * the link that the service keeps as data of its own.
   */
  readonly joinUrlOf?: (event: EventInstance) => string | undefined;
}

/** A meeting as a display at the door shows it. @public */
export interface RoomAgendaEntry {
  readonly eventId: string;
  /** Absent when there is none, or it is hidden from the room or private. */
  readonly title?: string;
  /** Name of whoever called the meeting, else the address; absent for private meetings. */
  readonly organizer?: string;
  /** `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly start: string;
  /** `YYYY-MM-DDTHH:mm:ssZ`, exclusive. */
  readonly end: string;
  readonly isAllDay: boolean;
  /** One touch joins; absent for a meeting without a link, which is shown all the same. */
  readonly joinUrl?: string;
}

/** What a room's display shows at a moment. @public */
export interface RoomAgenda {
  /** The meeting under way; of several, the one that began last. */
  readonly current?: RoomAgendaEntry;
  /** The next one to begin. */
  readonly next?: RoomAgendaEntry;
  /** All that begin later than now, the next one first. */
  readonly upcoming: readonly RoomAgendaEntry[];
  /** When this agenda stops being true, `YYYY-MM-DDTHH:mm:ssZ`; absent when nothing is to come. */
  readonly changesAt?: string;
}

/**
 * Says what a room's display shows: the meeting under way, the next one, and how to join. Cancelled meetings and those the room declined
 * are left out.
 *
 * @throws CalendarError `invalidArgument` for a zone that is none.
 * @example
 * ```ts
 * import type { CalendarConnection } from '@kalends/core';
 * import { roomAgenda } from '@kalends/core/agenda';
 *
 * async function show(room: CalendarConnection, nowMs: number): Promise<string> {
 *   const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
 *   const events = await room.events.list({ window }).toArray();
 *   const { current, next } = roomAgenda({ events, nowMs, timeZone: 'Europe/Berlin' });
 *   return `${current?.title ?? 'Free'}, next ${next?.start ?? 'nothing'}`;
 * }
 * ```
 * @public
 */
export function roomAgenda({ events, nowMs, timeZone, joinUrlOf = ownLink }: RoomAgendaOptions): RoomAgenda {
  if (timeZone !== 'UTC' && !isIanaTimeZone(timeZone)) {
    throw new CalendarError({ code: 'invalidArgument', message: 'roomAgenda: timeZone must be an IANA zone name' });
  }
  const placed = events
    .filter(({ status, participationStatus }) => status !== 'cancelled' && participationStatus !== 'declined')
    .map((event) => ({ event, ...intervalOf(event.time, timeZone) }))
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const entryOf = ({ event, startMs, endMs }: (typeof placed)[number]): RoomAgendaEntry => {
    const joinUrl = joinUrlOf(event);
    return {
      eventId: event.id,
      ...shownContent(event),
      start: formatInstant(startMs),
      end: formatInstant(endMs),
      isAllDay: event.time.kind === 'allDay',
      ...(joinUrl === undefined ? {} : { joinUrl }),
    };
  };
  const current = placed.findLast(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs);
  const later = placed.filter(({ startMs }) => startMs > nowMs);
  const [next] = later;
  const changes = placed.flatMap(({ startMs, endMs }) => [startMs, endMs]).filter((ms) => ms > nowMs);
  return {
    ...(current === undefined ? {} : { current: entryOf(current) }),
    ...(next === undefined ? {} : { next: entryOf(next) }),
    upcoming: later.map(entryOf),
    ...(changes.length === 0 ? {} : { changesAt: formatInstant(Math.min(...changes)) }),
  };
}

function ownLink(event: EventInstance): string | undefined {
  return event.conference?.url;
}

/** A door is read by everybody who passes. */
function shownContent(event: EventInstance): Pick<RoomAgendaEntry, 'title' | 'organizer'> {
  if (event.isContentHidden || event.privacy === 'private' || event.privacy === 'confidential') return {};
  const organizer = event.organizer?.name ?? event.organizer?.address;
  return {
    ...(event.title === undefined ? {} : { title: event.title }),
    ...(organizer === undefined ? {} : { organizer }),
  };
}
