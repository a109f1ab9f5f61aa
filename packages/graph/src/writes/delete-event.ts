import { CalendarError } from '@kalends/core';
import type { DeleteEventOptions, EventReference, SeriesScope } from '@kalends/core';
import { expandRecurrence } from '@kalends/core/recurrence';
import { deleteEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { eventPath } from '../events/event-path.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { unlessGone } from '../events/unless-gone.ts';
import type { GraphSession } from '../graph-session.ts';
import { endSeries, resumeEnding, wordEnding } from './end-series.ts';
import { checkNotifyOfAll } from './notify-rules.ts';
import { removeEvent } from './remove-event.ts';
import { readSubject, restOfSeries, seriesOf, writeExtent } from './write-subject.ts';
import type { WriteExtent } from './write-subject.ts';
import { beginWrite } from './writing.ts';

const operation = 'events.delete';

/** Removes an event, an occurrence, the rest of a series or all of it. The organizer's invitees get cancellations from the service. */
export async function deleteEvent(
  session: GraphSession,
  options: DeleteEventOptions,
  signal: AbortSignal,
): Promise<void> {
  const { scope, notify, ifVersion, ...named } = parseOptions(deleteEventOptionsSchema, options, operation);
  const label = { operation, signal };
  const calendarId = await beginWrite(session, named.calendarId, label);
  if ('eventId' in named && scope === undefined && notify === 'everyone') {
    await removeEvent(session, eventPath(session, calendarId, named.eventId), { ...label, ifVersion });
    return;
  }
  const target = { ...named, calendarId };
  let extent: WriteExtent | undefined;
  try {
    extent = await writeExtent(session, target, scope, label);
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'notFound') throw error;
    extent = await leftOfSeries(session, target, scope, label);
    if (extent === undefined && ifVersion !== undefined) throw error;
  }
  if (extent === undefined) {
    if (scope === 'following') await resumeEnding(session, { calendarId, target }, label);
    return;
  }
  const subject = extent.kind === 'event' ? extent.subject : extent.master;
  await checkNotifyOfAll(session, subject, notify, label);
  if (extent.kind === 'event') {
    await removeEvent(session, subject.path, { ...label, ifVersion });
    return;
  }
  const ending = { master: subject, at: extent.recurrenceId, call: { calendarId, target } };
  await endSeries(session, await wordEnding(session, ending, label), { ...label, ifVersion });
}

/** That an occurrence is gone says nothing of the others that are to be removed with it. */
async function leftOfSeries(
  session: GraphSession,
  target: EventReference & { readonly calendarId: string },
  scope: SeriesScope | undefined,
  label: ReadLabel,
): Promise<WriteExtent | undefined> {
  if ('eventId' in target || scope === undefined || scope === 'occurrence') return undefined;
  const { calendarId, masterId, recurrenceId } = target;
  const master = await unlessGone(readSubject(session, { calendarId, eventId: masterId }, label));
  if (master?.kind !== 'master') return undefined;
  if (scope === 'all') return { kind: 'event', subject: master };
  const series = await seriesOf(session, master, label);
  const [next] = await expandRecurrence({ ...series, from: recurrenceId, limit: 1 });
  return next === undefined ? undefined : restOfSeries(master, next, series);
}
