import type { CancelEventOptions, DeleteEventOptions } from '@kalends/core';
import { cancelEventOptionsSchema, deleteEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { hasAttendees, isOrganizersCopy } from '../mapping/meeting-role.ts';
import { removeItem } from './remove-item.ts';
import { respondOnce } from './respond-once.ts';
import { endSeriesBefore } from './split-series.ts';
import { orWhenGone, requireNotify, requireOrganizer, unsupported } from './write-rules.ts';
import { writeTarget, writingDetail } from './write-target.ts';

/** Deletes an event. */
export async function deleteEvent(session: Session, unchecked: DeleteEventOptions, signal: AbortSignal): Promise<void> {
  const options = parseOptions(deleteEventOptionsSchema, unchecked, 'events.delete');
  if (options.ifVersion !== undefined) throw unsupported('ifVersion: Exchange deletes whatever version there is');
  await orWhenGone(remove(session, options, signal));
}

async function remove(session: Session, options: DeleteEventOptions, signal: AbortSignal): Promise<void> {
  const { scope, notify } = options;
  const target = await writeTarget(session, options, scope, writingDetail, signal);
  if (target.kind === 'following') return endSeriesBefore(session, { ...target, notify, signal });
  const { item } = target;
  // Only the organizer's deletion is anybody else's business.
  const isMeeting = hasAttendees(item.item) && isOrganizersCopy(item.item);
  requireNotify(notify, isMeeting);
  return removeItem(session, item, isMeeting && notify === 'everyone', signal);
}

/** Calls a meeting off. */
export async function cancelEvent(session: Session, unchecked: CancelEventOptions, signal: AbortSignal): Promise<void> {
  const options = parseOptions(cancelEventOptionsSchema, unchecked, 'events.cancel');
  const { scope, message } = options;
  const target = await writeTarget(session, options, scope, writingDetail, signal);
  if (target.kind === 'following') {
    requireOrganizer(target.master);
    if (message !== undefined) throw unsupported('message: of a series that ends earlier, Exchange sends no text');
    return endSeriesBefore(session, { ...target, notify: 'everyone', signal });
  }
  const { item } = target;
  requireOrganizer(item);
  const isMeeting = hasAttendees(item.item);
  if (!isMeeting || message === undefined) return removeItem(session, item, isMeeting, signal);
  const call = { item, kind: 'CancelCalendarItem', isSent: true, text: message, signal } as const;
  await orWhenGone(respondOnce(session, call));
}
