import { CalendarError } from '@kalends/core';
import type { ListRoomsOptions, Page, Room } from '@kalends/core';
import { listRoomsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { mapRoom, otherCategory } from '../mapping/room.ts';
import { openPageToken, sealPageToken } from '../page-token.ts';
import { readingCalendars } from '../session.ts';
import type { Session } from '../session.ts';
import { calendarResourceFields, wireCalendarResourcesSchema } from '../wire/directory-resources.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { readBuildings } from './list-buildings.ts';
import { ownCustomer, readDirectory } from './room-access.ts';
import type { RoomAccess } from './room-access.ts';

/** The most Google gives at once. */
const pageSize = 500;

/** What is read once for all pages of a list. */
export interface KnownBuildings {
  /** By their ids. */
  names?: ReadonlyMap<string, string>;
}

/** Reads one page of the organization's rooms. */
export async function listRooms(
  session: Session,
  access: RoomAccess,
  options: ListRoomsOptions,
  pageToken: string | undefined,
  known: KnownBuildings,
): Promise<Page<Room>> {
  const operation = 'rooms.list';
  const { signal, buildingId } = parseOptions(listRoomsOptionsSchema, options, operation);
  const call = { operation, signal, permission: readingCalendars };
  const query = [operation, session.account.id, buildingId];
  const vendorToken = pageToken === undefined ? undefined : await openPageToken(query, pageToken, operation);
  const params = {
    customer: ownCustomer,
    maxResults: pageSize,
    query: filterOf(buildingId, operation),
    fields: calendarResourceFields,
    ...(vendorToken === undefined ? {} : { pageToken: vendorToken }),
  };
  const data = await readDirectory(session, access, call, (client, requestOptions) =>
    client.resources.calendars.list(params, requestOptions),
  );
  const page = parseWire(wireCalendarResourcesSchema, data);
  const resources = page.items ?? [];
  if (known.names === undefined && resources.some((resource) => Boolean(resource.buildingId))) {
    const buildings = await readBuildings(session, access, call);
    known.names = new Map(buildings.map(({ id, name }) => [id, name]));
  }
  const names = known.names ?? new Map<string, string>();
  const items = resources.flatMap((resource) => mapRoom(resource, names) ?? []);
  return page.nextPageToken ? { items, nextPageToken: await sealPageToken(query, page.nextPageToken) } : { items };
}

/**
 * The directory's filter.
 *
 * @see {@link https://developers.google.com/workspace/admin/directory/reference/rest/v1/resources.calendars/list | resources.calendars.list, "query"}
 */
function filterOf(buildingId: string | undefined, operation: string): string {
  const rooms = `resourceCategory!=${otherCategory}`;
  if (buildingId === undefined) return rooms;
  // There is no escaping in this language: such an id would end the text it stands in.
  if (/["\\\p{Cc}]/u.test(buildingId)) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: `${operation}: buildingId cannot be an id of a building`,
      provider: 'google',
      operation,
    });
  }
  return `${rooms} AND buildingId="${buildingId}"`;
}
