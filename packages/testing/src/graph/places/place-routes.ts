import type { TenantRequest } from '../graph-context.ts';
import { badRequest, notImplemented } from '../graph-error.ts';
import { ok } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { countPlaces, getPlace, listPlaces, listRoomsOfList, placeTypeOf } from './place-resources.ts';

/**
 * `GET /places/...`.
 *
 * @throws GraphRefusal 400 for all places at once: a list takes a cast to one type.
 */
export function placeReply(work: TenantRequest, [first, second, third, ...rest]: readonly string[]): Reply {
  if (first === undefined || first === '$count') throw badRequest('Places have to be cast to a type.');
  if (rest.length > 0) throw badRequest(`Resource not found for the segment '${rest[0] ?? ''}'.`);
  const type = placeTypeOf(first);
  if (type !== undefined) {
    if (second === undefined) return ok(listPlaces(work, type));
    if (second === '$count' && third === undefined) return ok(countPlaces(work, type));
    throw badRequest(`Resource not found for the segment '${second}'.`);
  }
  if (second === undefined) return ok(getPlace(work, first));
  const cast = placeTypeOf(second);
  if (cast === undefined) throw notImplemented();
  if (third === undefined) return ok(getPlace(work, first, cast));
  const inside = third.toLowerCase();
  if (cast === 'roomList' && inside === 'rooms') return ok(listRoomsOfList(work, first, 'room'));
  if (cast === 'roomList' && inside === 'workspaces') return ok(listRoomsOfList(work, first, 'workspace'));
  throw notImplemented();
}
