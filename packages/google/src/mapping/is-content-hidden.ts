import type { WireEvent } from '../wire/event.ts';
import type { Viewer } from './participants.ts';

/** Roles that see private events in full. */
const seesPrivateItems = new Set(['writer', 'owner']);

/**
 * Tells whether only the busy time of an event is visible. Google says so nowhere: a private event in somebody else's
 * calendar comes without title, text, place and people.
 *
 * @param accessRole - What the account may do in the calendar, where the answer says it.
 */
export function isContentHidden(event: WireEvent, accessRole: string | null | undefined, viewer: Viewer): boolean {
  if (accessRole === 'freeBusyReader') return true;
  if (accessRole && seesPrivateItems.has(accessRole)) return false;
  const isPrivate = event.visibility === 'private' || event.visibility === 'confidential';
  const isBare = !event.summary && !event.description && !event.location && (event.attendees ?? []).length === 0;
  // The account's own private event without a title is just that.
  const isOwn =
    !accessRole && viewer.isSelfFlagOurs && (event.creator?.self === true || event.organizer?.self === true);
  return isPrivate && isBare && !isOwn;
}
