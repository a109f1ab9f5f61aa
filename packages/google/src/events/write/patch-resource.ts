import { CalendarError, readBack } from '@kalends/core';
import type { NotifyIntent } from '@kalends/core';
import { wireEventSchema } from '../../wire/event.ts';
import type { WireEvent } from '../../wire/event.ts';
import type { WireEventBody } from '../../wire/event-body.ts';
import { allEventFields } from '../../wire/event-fields.ts';
import { parseWire } from '../../wire/parse-wire.ts';
import { findResource, gone } from '../find-resource.ts';
import { isApplied } from './is-applied.ts';
import { sendUpdatesOf } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** A change of an event. */
export interface Patch {
  readonly eventId: string;
  readonly body: WireEventBody;
  readonly notify: NotifyIntent;
  /** Only while the event is in this state. */
  readonly ifVersion?: string | null | undefined;
  /** Whether an event says what the change was to make it say. Default: it says everything that was sent. */
  readonly isApplied?: (event: WireEvent) => boolean;
}

/**
 * Changes an event once. After a lost answer the event itself says whether it was changed.
 *
 * @throws CalendarError `notFound` for what is gone, `conflict` when it is no longer in the state it was to be in.
 */
export async function patchResource({ session, call, calendar }: WriteCall, patch: Patch): Promise<WireEvent> {
  const { eventId, body, notify, ifVersion } = patch;
  const says = patch.isApplied ?? ((event: WireEvent) => isApplied(body, event));
  const findChanged = async (): Promise<WireEvent | undefined> => {
    const event = await findResource(session, { calendarId: calendar.id, eventId }, call);
    return event !== undefined && event.status !== 'cancelled' && says(event) ? event : undefined;
  };
  let wasUnclear = false;
  let changed: WireEvent | undefined;
  try {
    changed = await session.write<WireEvent>(call, {
      send: (client, options) =>
        client.events.patch(
          {
            calendarId: calendar.id,
            eventId,
            sendUpdates: sendUpdatesOf(notify),
            fields: allEventFields,
            ...(body.conferenceData === undefined ? {} : { conferenceDataVersion: 1 }),
            ...(body.attachments === undefined ? {} : { supportsAttachments: true }),
            requestBody: body,
          },
          ifVersion ? { ...options, headers: { 'If-Match': ifVersion } } : options,
        ),
      parse: (data) => parseWire(wireEventSchema, data),
      settle: async () => {
        wasUnclear = true;
        const event = await findChanged();
        return event === undefined ? { kind: 'notDone' } : { kind: 'done', value: event };
      },
    });
  } catch (error) {
    // Our own first try, landing late, is what the second one may have run into.
    const isOwnDoing = wasUnclear && CalendarError.is(error) && error.code === 'conflict';
    changed = isOwnDoing ? await readBack(findChanged) : undefined;
    if (changed === undefined) throw error;
  }
  // What was deleted can be written to, and stays deleted.
  if (changed.status === 'cancelled') throw gone(call.operation);
  return changed;
}
