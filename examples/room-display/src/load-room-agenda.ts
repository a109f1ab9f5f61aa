import type { CalendarConnection, EventInstance } from '@kalends/core';
import { roomAgenda } from '@kalends/core/agenda';
import type { RoomAgenda } from '@kalends/core/agenda';
import { addDays, formatInstant, instantOfWallTime, wallTimeAt } from '@kalends/core/time';
import { extractMeetingLink } from '@kalends/sanitize';

/** Reads what a room's displays show now and until the room's day ends, from the room's own calendar and with the room's own connection. */
export async function loadRoomAgenda(options: {
  readonly connection: CalendarConnection;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA zone of the room. */
  readonly timeZone: string;
  readonly signal?: AbortSignal;
}): Promise<RoomAgenda> {
  const { connection, nowMs, timeZone, signal } = options;
  const tomorrow = addDays(wallTimeAt(nowMs, timeZone).slice(0, 10), 1);
  const end = instantOfWallTime(`${tomorrow}T00:00:00`, timeZone);
  const window = { start: formatInstant(nowMs), end: formatInstant(end) };
  const events = await connection.events
    .list({ window, timeZone, include: ['body'], ...(signal === undefined ? {} : { signal }) })
    .toArray();
  return roomAgenda({ events, nowMs, timeZone, joinUrlOf });
}

/** The link that the service keeps, else one that somebody wrote into the location or the text. */
function joinUrlOf(event: EventInstance): string | undefined {
  return extractMeetingLink(event)?.url;
}
