import type { RoomAgenda, RoomAgendaEntry } from '@kalends/core/agenda';

/** A room as its displays name it. */
export interface DisplayedRoom {
  readonly name: string;
  /** IANA zone of the room. */
  readonly timeZone: string;
}

/** The screen inside the room: what is going on, what comes next. */
export function screenView(room: DisplayedRoom, { current, next }: RoomAgenda): readonly string[] {
  return [
    room.name,
    current === undefined ? 'No meeting' : `Now   ${line(room, current)}`,
    next === undefined ? 'Nothing else today' : `Next  ${line(room, next)}`,
  ];
}

/** The display at the door: free or taken, until when, and the rest of the day. */
export function doorView(room: DisplayedRoom, agenda: RoomAgenda): readonly string[] {
  const { current, next, upcoming } = agenda;
  const free = next === undefined ? 'FREE' : `FREE until ${clock(room, next.start)}`;
  const state = current === undefined ? free : taken(room, current);
  return [`${room.name}: ${state}`, ...upcoming.map((entry) => `  ${line(room, entry)}`)];
}

function taken(room: DisplayedRoom, { isAllDay, end }: RoomAgendaEntry): string {
  return isAllDay ? 'TAKEN all day' : `TAKEN until ${clock(room, end)}`;
}

/** The controller on the table: one touch joins. A meeting without a link is shown all the same. */
export function controllerView(room: DisplayedRoom, { current, next }: RoomAgenda): readonly string[] {
  const entry = current ?? next;
  if (entry === undefined) return ['Nothing to join'];
  return [line(room, entry), entry.joinUrl === undefined ? '[ no link ]' : `[ Join ] ${withoutSecrets(entry.joinUrl)}`];
}

function line(room: DisplayedRoom, { title, organizer, start, end, isAllDay }: RoomAgendaEntry): string {
  const by = organizer === undefined ? '' : ` (${organizer})`;
  const times = isAllDay ? 'all day    ' : `${clock(room, start)}-${clock(room, end)}`;
  return `${times}  ${title ?? 'Private'}${by}`;
}

/** Passcodes are for the device, not for whoever reads its screen. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function clock(room: DisplayedRoom, instant: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: room.timeZone,
  }).format(new Date(instant));
}
