import type { GoogleAccessRole } from './access-control-list.ts';
import { higherRole, reaches } from './access-control-list.ts';
import { omitDefaults } from './event-resource.ts';
import type { GoogleEventResource } from './event-resource.ts';
import { scopePrefix } from '../api/api-service.ts';

/** Scopes whose reach does not depend on the calendar. */
const wideScopes = ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'];
const ownedScopes = ['calendar.events.owned', 'calendar.events.owned.readonly'];

/**
 * What a token may see of a calendar's events: never more than the account itself, and less where the scopes speak of owned
 * or public calendars or of free/busy only. Undefined: nothing on this calendar.
 */
export function eventAccess(
  scopes: ReadonlySet<string>,
  role: GoogleAccessRole,
  publicRole: GoogleAccessRole | undefined,
): GoogleAccessRole | undefined {
  const has = (names: readonly string[]): boolean => names.some((name) => scopes.has(scopePrefix + name));
  const reachable = [
    has(wideScopes) ? role : undefined,
    has(ownedScopes) && role === 'owner' ? role : undefined,
    has(['calendar.events.public.readonly']) ? publicRole : undefined,
    has(['calendar.events.freebusy']) ? ('freeBusyReader' as const) : undefined,
  ];
  return reachable.reduce(higherRole, undefined);
}

/**
 * With which role a token may write events to a calendar: the account's own, where a scope that writes reaches the calendar.
 * Undefined: the scopes speak of calendars of the account's own, and this is none.
 */
export function eventWriteAccess(scopes: ReadonlySet<string>, role: GoogleAccessRole): GoogleAccessRole | undefined {
  const has = (name: string): boolean => scopes.has(scopePrefix + name);
  if (has('calendar') || has('calendar.events')) return role;
  return has('calendar.events.owned') && role === 'owner' ? role : undefined;
}

/**
 * What of an event shows to somebody with this access: without access to private events their details are hidden, and
 * somebody who may see free/busy only sees blocks (resource `Acl`, roles).
 */
export function shownResource(resource: GoogleEventResource, access: GoogleAccessRole): GoogleEventResource {
  const isPrivate = resource.visibility === 'private' || resource.visibility === 'confidential';
  if (reaches(access, 'writer') || (reaches(access, 'reader') && !isPrivate)) return resource;
  const { kind, id, etag, status, start, end, recurringEventId, originalStartTime, transparency, recurrence } =
    resource;
  return omitDefaults({
    kind,
    id,
    etag,
    iCalUID: resource.iCalUID,
    status,
    updated: resource.updated,
    start,
    end,
    recurrence,
    recurringEventId,
    originalStartTime,
    transparency,
    visibility: 'private',
    eventType: resource.eventType,
  });
}
