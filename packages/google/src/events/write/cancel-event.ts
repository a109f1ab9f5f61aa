import type { CancelEventOptions } from '@kalends/core';
import { cancelEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../../session.ts';
import { removeFollowing } from './delete-event.ts';
import { removeResource } from './remove-resource.ts';
import { followingPlace, namedEvent, readLive } from './scoped-event.ts';
import { requireOrganizer } from './require-organizer.ts';
import { openWrite, unsupported } from './write-call.ts';

/** Calls a meeting off: removes it and tells everybody invited. */
export async function cancelEvent(session: Session, options: CancelEventOptions): Promise<void> {
  const operation = 'events.cancel';
  const cancellation = parseOptions(cancelEventOptionsSchema, options, operation);
  const { scope, message } = cancellation;
  if (message !== undefined) throw unsupported(operation, 'Google sends no text with a cancellation');
  const write = await openWrite(session, operation, cancellation);
  const notify = 'everyone';
  if (scope === 'following') {
    const place = await followingPlace(write, cancellation);
    requireOrganizer(operation, await readLive(write, place.masterId));
    await removeFollowing(write, { ...place, notify });
    return;
  }
  const { eventId, wire } = await namedEvent(write, { target: cancellation, scope, needsWire: true });
  requireOrganizer(operation, wire);
  await removeResource(write, { eventId, notify });
}
