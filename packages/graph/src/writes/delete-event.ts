import { CalendarError } from '@kalends/core';
import type { DeleteEventOptions } from '@kalends/core';
import { deleteEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { eventPath } from '../events/event-path.ts';
import type { GraphSession } from '../graph-session.ts';
import { checkNotifyOfAll } from './notify-rules.ts';
import { removeEvent } from './remove-event.ts';
import { shortenSeries } from './shorten-series.ts';
import { writeExtent } from './write-subject.ts';
import { beginWrite } from './writing.ts';

const operation = 'events.delete';

/** Removes an event, an occurrence, the rest of a series or all of it. The organizer's invitees get cancellations from the service. */
export async function deleteEvent(
  session: GraphSession,
  options: DeleteEventOptions,
  signal: AbortSignal,
): Promise<void> {
  const { scope, notify, ifVersion, ...target } = parseOptions(deleteEventOptionsSchema, options, operation);
  const label = { operation, signal };
  const calendarId = await beginWrite(session, target.calendarId, label);
  if ('eventId' in target && scope === undefined && notify === 'everyone') {
    await removeEvent(session, eventPath(session, calendarId, target.eventId), { ...label, ifVersion });
    return;
  }
  let extent;
  try {
    extent = await writeExtent(session, { ...target, calendarId }, scope, label);
  } catch (error) {
    const isGone = CalendarError.is(error) && error.code === 'notFound';
    if (isGone && ifVersion === undefined) return;
    throw error;
  }
  const subject = extent.kind === 'event' ? extent.subject : extent.master;
  await checkNotifyOfAll(session, subject, notify, label);
  if (extent.kind === 'event') await removeEvent(session, subject.path, { ...label, ifVersion });
  else await shortenSeries(session, subject, extent.recurrenceId, { ...label, ifVersion });
}
