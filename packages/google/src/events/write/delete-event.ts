import { CalendarError } from '@kalends/core';
import type { DeleteEventOptions } from '@kalends/core';
import { deleteEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../../session.ts';
import { removeResource } from './remove-resource.ts';
import { followingPlace, namedEvent } from './scoped-event.ts';
import { isFirstLeft, readSeries, shortenSeries } from './series.ts';
import type { NotifyIntent } from '@kalends/core';
import { openWrite } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** Removes an event from the calendar, an occurrence from its series, or a series from an occurrence on. */
export async function deleteEvent(session: Session, options: DeleteEventOptions): Promise<void> {
  const operation = 'events.delete';
  const removal = parseOptions(deleteEventOptionsSchema, options, operation);
  const { scope, notify, ifVersion } = removal;
  const write = await openWrite(session, operation, removal);
  try {
    if (scope === 'following') {
      await removeFollowing(write, { ...(await followingPlace(write, removal)), notify, ifVersion });
    } else {
      const { eventId } = await namedEvent(write, { target: removal, scope });
      await removeResource(write, { eventId, notify, ifVersion });
    }
  } catch (error) {
    // What is gone is gone, unless it was to be in a certain state.
    if (!CalendarError.is(error) || error.code !== 'notFound' || ifVersion !== undefined) throw error;
  }
}

/** Ends a series before one of its occurrences; removes it when nothing would be left. */
export async function removeFollowing(
  write: WriteCall,
  removal: {
    readonly masterId: string;
    readonly at: string;
    readonly notify: NotifyIntent;
    readonly ifVersion?: string | undefined;
  },
): Promise<void> {
  const { masterId, ...shortening } = removal;
  const series = await readSeries(write, masterId);
  if (!(await isFirstLeft(series, removal.at))) return shortenSeries(write, series, shortening);
  const { notify, ifVersion } = removal;
  return removeResource(write, { eventId: masterId, notify, ifVersion });
}
