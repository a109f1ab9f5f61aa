import type { ListRoomsOptions, Page, Room } from '@kalends/core';
import { listRoomsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { fingerprintOf } from '../events/page-token.ts';
import { sideBySide } from '../http/side-by-side.ts';
import { roomOf } from '../mapping/room-mapping.ts';
import { getRooms } from '../operations/get-rooms.ts';
import { readOffsetToken, writeOffsetToken } from '../paging/offset-token.ts';
import { readRoomLists } from './list-buildings.ts';

/** Room lists whose rooms make a page: each costs a request. */
const listsPerPage = 10;

/**
 * Reads one page of the rooms: those of some room lists, or of the one that is named. Exchange has no pages here, and a room may
 * stand in several lists.
 */
export async function roomsPage(session: Session, options: ListRoomsOptions, signal: AbortSignal): Promise<Page<Room>> {
  const { buildingId, pageToken } = parseOptions(listRoomsOptionsSchema, options, 'rooms.list');
  const query = await fingerprintOf(['rooms', session.account.id, buildingId ?? null]);
  const offset = pageToken === undefined ? 0 : readOffsetToken(pageToken, query, 'rooms.list');
  if (buildingId !== undefined) return { items: await roomsOf(session, [buildingId], signal) };

  const lists = (await readRoomLists(session, signal)).map(({ id }) => id);
  const items = await roomsOf(session, lists.slice(offset, offset + listsPerPage), signal);
  const next = offset + listsPerPage;
  return next < lists.length ? { items, nextPageToken: writeOffsetToken(query, next) } : { items };
}

async function roomsOf(session: Session, lists: readonly string[], signal: AbortSignal): Promise<readonly Room[]> {
  const answers = await sideBySide(signal, (ending) =>
    lists.map((list) => session.client.call(getRooms(list), ending)),
  );
  const rooms = new Map<string, Room>();
  for (const room of answers.flat().flatMap((mailbox) => roomOf(mailbox) ?? [])) {
    const key = room.address.toLowerCase();
    if (!rooms.has(key)) rooms.set(key, room);
  }
  return [...rooms.values()];
}
