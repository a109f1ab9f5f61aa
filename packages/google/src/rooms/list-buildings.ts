import { CalendarError } from '@kalends/core';
import type { Building, CallOptions } from '@kalends/core';
import { callOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { readingCalendars } from '../session.ts';
import type { Session, SessionCall } from '../session.ts';
import { buildingFields, wireBuildingsSchema } from '../wire/directory-resources.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { ownCustomer, readDirectory } from './room-access.ts';
import type { RoomAccess } from './room-access.ts';

/** The most Google gives at once. */
const pageSize = 500;

/** Pages after which an organization has more buildings than anybody can have built. */
const maxPages = 100;

/** Lists the buildings of the organization. */
export async function listBuildings(
  session: Session,
  access: RoomAccess,
  options: CallOptions,
): Promise<readonly Building[]> {
  const operation = 'rooms.buildings';
  const { signal } = parseOptions(callOptionsSchema, options, operation);
  return readBuildings(session, access, { operation, signal, permission: readingCalendars });
}

/** The same for a call that needs the names of buildings. */
export async function readBuildings(
  session: Session,
  access: RoomAccess,
  call: SessionCall,
): Promise<readonly Building[]> {
  const found = new Map<string, Building>();
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const params = {
      customer: ownCustomer,
      maxResults: pageSize,
      fields: buildingFields,
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    const data = await readDirectory(session, access, call, (client, requestOptions) =>
      client.resources.buildings.list(params, requestOptions),
    );
    const page = parseWire(wireBuildingsSchema, data);
    for (const { buildingId: id, buildingName } of page.buildings ?? []) {
      if (id) found.set(id, { id, name: buildingName || id });
    }
    if (!page.nextPageToken) return [...found.values()];
    if (page.nextPageToken === pageToken) break;
    pageToken = page.nextPageToken;
  }
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'The service keeps naming further pages without coming to an end',
    provider: 'google',
    operation: call.operation,
  });
}
