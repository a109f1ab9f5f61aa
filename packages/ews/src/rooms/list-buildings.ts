import type { Building, CallOptions } from '@kalends/core';
import { callOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { addressOf } from '../mapping/participant-mapping.ts';
import { presentText } from '../mapping/wire-values.ts';
import { getRoomLists } from '../operations/get-room-lists.ts';

/** Reads the room lists, which stand for buildings. */
export async function listBuildings(
  session: Session,
  options: CallOptions,
  signal: AbortSignal,
): Promise<readonly Building[]> {
  parseOptions(callOptionsSchema, options, 'rooms.buildings');
  return readRoomLists(session, signal);
}

/** Reads the room lists of the organization, by their addresses, so that pages of rooms follow each other in one order. */
export async function readRoomLists(session: Session, signal: AbortSignal): Promise<readonly Building[]> {
  const lists = (await session.client.call(getRoomLists(), signal)).flatMap((mailbox) => {
    const address = addressOf(mailbox);
    return address === undefined ? [] : [{ id: address, name: presentText(mailbox.Name) ?? address }];
  });
  return lists.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
