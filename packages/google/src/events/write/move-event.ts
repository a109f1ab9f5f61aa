import { CalendarError, readBack } from '@kalends/core';
import type { CalendarEvent, CalendarErrorCode, MoveEventOptions } from '@kalends/core';
import { moveEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../../session.ts';
import { wireEventSchema } from '../../wire/event.ts';
import type { WireEvent } from '../../wire/event.ts';
import { allEventFields } from '../../wire/event-fields.ts';
import { parseWire } from '../../wire/parse-wire.ts';
import { checkPathId } from '../check-path-id.ts';
import { findResource } from '../find-resource.ts';
import { targetCalendar } from '../target-calendar.ts';
import { openWrite, presentWritten, sendUpdatesOf } from './write-call.ts';

/** What Google says of an event that is not there to be moved any more. */
const movedAlready: ReadonlySet<CalendarErrorCode> = new Set([
  'notFound',
  'accessDenied',
  'conflict',
  'invalidArgument',
]);

/** Moves an event to another calendar, which becomes its organizer. Its id stays. */
export async function moveEvent(session: Session, options: MoveEventOptions): Promise<CalendarEvent> {
  const operation = 'events.move';
  const { toCalendarId, notify, eventId, ...names } = parseOptions(moveEventOptionsSchema, options, operation);
  checkPathId('toCalendarId', toCalendarId, operation);
  const { call, calendar } = await openWrite(session, operation, { eventId, ...names });
  const destination = await targetCalendar(session, toCalendarId, call);
  const arrived = async (): Promise<WireEvent | undefined> => {
    const event = await findResource(session, { calendarId: destination.id, eventId }, call);
    // Copies of guests have the same id; the one that was moved has become the organizer's.
    return event?.status !== 'cancelled' && event?.organizer?.self === true ? event : undefined;
  };
  let wasUnclear = false;
  let moved: WireEvent | undefined;
  try {
    moved = await session.write<WireEvent>(call, {
      send: (client, requestOptions) =>
        client.events.move(
          {
            calendarId: calendar.id,
            eventId,
            destination: destination.id,
            sendUpdates: sendUpdatesOf(notify),
            fields: allEventFields,
          },
          requestOptions,
        ),
      parse: (data) => parseWire(wireEventSchema, data),
      settle: async () => {
        wasUnclear = true;
        const event = await arrived();
        return event === undefined ? { kind: 'notDone' } : { kind: 'done', value: event };
      },
    });
  } catch (error) {
    // Our own first try, landing late, is what the second one may have run into.
    const isOwnDoing = wasUnclear && CalendarError.is(error) && movedAlready.has(error.code);
    moved = isOwnDoing ? await readBack(arrived) : undefined;
    if (moved === undefined) throw error;
  }
  return presentWritten({ session, call, calendar: destination }, moved);
}
