import { CalendarError, readBack } from '@kalends/core';
import type { CalendarEvent, MoveEventOptions } from '@kalends/core';
import { moveEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { locateById } from '../events/locate.ts';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { hasAttendees } from '../mapping/meeting-role.ts';
import { moveCalendarItem } from '../operations/move-item.ts';
import { findCopy } from './find-copy.ts';
import { isGone } from './is-gone.ts';
import { invalidArgument, requireNotify, requireVisible } from './write-rules.ts';
import { writingDetail } from './write-target.ts';
import { readWritten } from './written-event.ts';

/** Moves an event to another calendar of the mailbox. */
export async function moveEvent(
  session: Session,
  unchecked: MoveEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(moveEventOptionsSchema, unchecked, 'events.move');
  const { eventId, toCalendarId, notify } = options;
  const item = await locateById(session, eventId, writingDetail, signal);
  requireVisible(session, item);
  if (item.series !== undefined) throw invalidArgument('eventId: an occurrence cannot leave its series');
  requireNotify(notify, hasAttendees(item.item));
  await session.requireOwnCalendar(toCalendarId, signal);
  const isWritten = item.calendarId !== toCalendarId;
  const id = isWritten ? await move(session, item, toCalendarId, signal) : item.id;
  return readWritten(session, { id, isWritten }, toCalendarId, signal);
}

async function move(session: Session, item: Located, toCalendarId: string, signal: AbortSignal): Promise<string> {
  const call = moveCalendarItem(item.id, { id: toCalendarId });
  const id = await session.settled({
    signal,
    send: async () => (await session.client.once(call, signal))?.id,
    settle: async () =>
      (await isGone(session, item.id, signal)) ? { kind: 'done', value: undefined } : { kind: 'notDone' },
  });
  const found = id ?? (await readBack(() => findCopy(session, item, toCalendarId, signal)));
  if (found !== undefined) return found;
  throw new CalendarError({
    code: 'outcomeUnknown',
    message: 'The event left its calendar and is not in the other one',
    provider: 'ews',
  });
}
