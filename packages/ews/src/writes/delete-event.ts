import { CalendarError } from '@kalends/core';
import type { CancelEventOptions, DeleteEventOptions, EventReference, NotifyIntent, SeriesScope } from '@kalends/core';
import { cancelEventOptionsSchema, deleteEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { hasAttendees, isOrganizersCopy } from '../mapping/meeting-role.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { getFolder } from '../operations/get-folder.ts';
import { removeItem } from './remove-item.ts';
import { respondOnce } from './respond-once.ts';
import { endSeriesBefore, finishPending, noOccurrence } from './split-series.ts';
import { grantPrivateItems, hasCode, orWhenGone, requireNotify, requireOrganizer, unsupported } from './write-rules.ts';
import { restOfSeries, writeTarget, writingDetail } from './write-target.ts';
import type { WriteTarget } from './write-target.ts';

/** Deletes an event. */
export async function deleteEvent(session: Session, unchecked: DeleteEventOptions, signal: AbortSignal): Promise<void> {
  const options = parseOptions(deleteEventOptionsSchema, unchecked, 'events.delete');
  if (options.ifVersion !== undefined) throw unsupported('ifVersion: Exchange deletes whatever version there is');
  try {
    await remove(session, options, signal);
  } catch (error) {
    if (!hasCode(error, 'notFound')) throw error;
    await requireGone(session, error, options.scope, signal);
  }
}

async function remove(session: Session, options: DeleteEventOptions, signal: AbortSignal): Promise<void> {
  const { scope, notify } = options;
  const target = await removalTarget(session, options, { scope, notify }, signal);
  if (target.kind === 'following') return endSeriesBefore(session, { ...target, notify, signal });
  const { item } = target;
  // Only the organizer's deletion is anybody else's business.
  const isMeeting = hasAttendees(item.item) && isOrganizersCopy(item.item);
  requireNotify(notify, isMeeting);
  return removeItem(session, item, isMeeting && notify === 'everyone', signal);
}

/** That one occurrence does not take place says nothing of those after it, which are to go with it. */
async function removalTarget(
  session: Session,
  options: EventReference,
  { scope, notify }: { readonly scope: SeriesScope | undefined; readonly notify: NotifyIntent },
  signal: AbortSignal,
): Promise<WriteTarget> {
  const target = await writeTarget(session, options, scope, writingDetail, signal);
  if (target.kind === 'item') return target;
  const rest = await restOfSeries(target.master, target.recurrenceId);
  if (rest === undefined) {
    await finishPending(session, target.master, notify, signal);
    throw noOccurrence();
  }
  return rest;
}

/**
 * Makes sure that what is not found is gone.
 *
 * @throws CalendarError the one given, when others of the series are left, or when it may be there and hidden.
 */
async function requireGone(
  session: Session,
  error: CalendarError,
  scope: SeriesScope | undefined,
  signal: AbortSignal,
): Promise<void> {
  const isOccurrence = error.vendorCode === 'ErrorCalendarOccurrenceIsDeletedFromRecurrence';
  if (isOccurrence && scope !== undefined && scope !== 'occurrence') throw error;
  // Of what may not be seen, Exchange says that it is not there.
  if (session.mailbox === undefined || error.vendorCode !== 'ErrorItemNotFound') return;
  if (await seesEverything(session, signal)) return;
  throw new CalendarError({ ...error.toJSON(), cure: grantPrivateItems, cause: error });
}

async function seesEverything(session: Session, signal: AbortSignal): Promise<boolean> {
  try {
    const calendar = await session.client.call(getFolder({ name: 'calendar', mailbox: session.mailbox }), signal);
    return isTrue(calendar.EffectiveRights?.ViewPrivateItems);
  } catch (error) {
    if (hasCode(error, 'notFound') || hasCode(error, 'accessDenied')) return false;
    throw error;
  }
}

/** Calls a meeting off. */
export async function cancelEvent(session: Session, unchecked: CancelEventOptions, signal: AbortSignal): Promise<void> {
  const options = parseOptions(cancelEventOptionsSchema, unchecked, 'events.cancel');
  const { scope, message } = options;
  const target = await removalTarget(session, options, { scope, notify: 'everyone' }, signal);
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
