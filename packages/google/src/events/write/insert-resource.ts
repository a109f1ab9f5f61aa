import { CalendarError, readBack } from '@kalends/core';
import type { NotifyIntent } from '@kalends/core';
import { wireEventSchema } from '../../wire/event.ts';
import type { WireEvent } from '../../wire/event.ts';
import type { WireEventBody } from '../../wire/event-body.ts';
import { allEventFields } from '../../wire/event-fields.ts';
import { parseWire } from '../../wire/parse-wire.ts';
import { findResource } from '../find-resource.ts';
import { sendUpdatesOf } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** An event to create. */
export interface Insertion {
  /** With an id of ours: it makes the creation safe to repeat. */
  readonly body: WireEventBody & { readonly id: string };
  readonly notify: NotifyIntent;
  /** Fields of the answer. Default: all. */
  readonly fields?: string;
}

/**
 * Creates an event once. That its id is taken says that it was created before: an answer was lost, or another process was faster.
 *
 * @throws CalendarError `conflict` when it was created before and deleted since.
 */
export async function insertResource(
  { session, call, calendar }: WriteCall,
  { body, notify, fields = allEventFields }: Insertion,
): Promise<WireEvent> {
  const place = { calendarId: calendar.id, eventId: body.id };
  let event: WireEvent | undefined;
  try {
    event = await session.write<WireEvent>(call, {
      send: (client, options) =>
        client.events.insert(
          {
            calendarId: calendar.id,
            sendUpdates: sendUpdatesOf(notify),
            fields,
            ...(body.conferenceData === undefined ? {} : { conferenceDataVersion: 1 }),
            ...(body.eventLabelId ? { eventLabelVersion: 1 } : {}),
            ...(body.attachments === undefined ? {} : { supportsAttachments: true }),
            requestBody: body,
          },
          options,
        ),
      parse: (data) => parseWire(wireEventSchema, data),
      settle: async () => {
        const found = await findResource(session, place, call);
        return found === undefined ? { kind: 'notDone' } : { kind: 'done', value: found };
      },
    });
  } catch (error) {
    if (!CalendarError.is(error) || error.status !== 409) throw error;
    event = await readBack(() => findResource(session, place, call));
    if (event === undefined) throw error;
  }
  if (event.status !== 'cancelled') return event;
  throw new CalendarError({
    code: 'conflict',
    message: 'An event was created with this idempotencyKey before, and deleted since; use another key',
    provider: 'google',
    operation: call.operation,
  });
}
