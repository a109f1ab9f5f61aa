import { CalendarError, readBack } from '@kalends/core';
import type { NotifyIntent } from '@kalends/core';
import { findResource } from '../find-resource.ts';
import { sendUpdatesOf } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** A removal of an event from a calendar. */
export interface Removal {
  readonly eventId: string;
  readonly notify: NotifyIntent;
  /** Only while the event is in this state. */
  readonly ifVersion?: string | undefined;
}

/**
 * Removes an event. That it is gone already is what was wanted, unless it was to be in a certain state.
 *
 * @throws CalendarError with `ifVersion` `conflict` or `notFound`.
 */
export async function removeResource({ session, call, calendar }: WriteCall, removal: Removal): Promise<void> {
  const { eventId, notify, ifVersion } = removal;
  const isGone = async (): Promise<boolean> => {
    const event = await findResource(session, { calendarId: calendar.id, eventId }, call);
    return event === undefined || event.status === 'cancelled';
  };
  let wasUnclear = false;
  try {
    await session.write(call, {
      send: (client, options) =>
        client.events.delete(
          { calendarId: calendar.id, eventId, sendUpdates: sendUpdatesOf(notify) },
          ifVersion === undefined ? options : { ...options, headers: { 'If-Match': ifVersion } },
        ),
      parse: () => undefined,
      settle: async () => {
        wasUnclear = true;
        return (await isGone()) ? { kind: 'done', value: undefined } : { kind: 'notDone' };
      },
    });
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    if (error.code === 'notFound' && (ifVersion === undefined || wasUnclear)) return;
    // Our own first try, landing late, is what the second one may have run into.
    if (error.code === 'conflict' && wasUnclear && (await readBack(isGone))) return;
    throw error;
  }
}
