import { CalendarError } from '@kalends/core';
import type { CalendarEvent, MoveEventOptions } from '@kalends/core';
import { moveEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { readEvent } from '../events/get-event.ts';
import { locateById } from '../events/locate.ts';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { hasAttendees } from '../mapping/meeting-role.ts';
import { detailOf } from '../operations/item-properties.ts';
import { moveCalendarItem } from '../operations/move-item.ts';
import { findCopy } from './find-copy.ts';
import { hasCode, invalidArgument, requireNotify } from './write-rules.ts';
import { writingDetail } from './write-target.ts';

/** Moves an event to another calendar of the mailbox. */
export async function moveEvent(
  session: Session,
  unchecked: MoveEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(moveEventOptionsSchema, unchecked, 'events.move');
  const { eventId, toCalendarId, notify } = options;
  const item = await locateById(session, eventId, writingDetail, signal);
  if (item.series !== undefined) throw invalidArgument('eventId: an occurrence cannot leave its series');
  requireNotify(notify, hasAttendees(item.item));
  await session.requireOwnCalendar(toCalendarId, signal);
  const id = item.calendarId === toCalendarId ? item.id : await move(session, item, toCalendarId, signal);
  return readEvent(session, { eventId: id, calendarId: toCalendarId }, detailOf({}), signal);
}

async function move(session: Session, item: Located, toCalendarId: string, signal: AbortSignal): Promise<string> {
  const call = moveCalendarItem(item.id, { id: toCalendarId });
  const id = await session.settled({
    signal,
    send: async () => (await session.client.once(call, signal))?.id,
    settle: async () => {
      try {
        await locateById(session, item.id, writingDetail, signal);
        return { kind: 'notDone' };
      } catch (error) {
        if (!hasCode(error, 'notFound')) throw error;
      }
      return { kind: 'done', value: undefined };
    },
  });
  const found = id ?? (await findCopy(session, item, toCalendarId, signal));
  if (found !== undefined) return found;
  throw new CalendarError({
    code: 'notFound',
    message: 'The event left its calendar and is not in the other one',
    provider: 'ews',
  });
}
