import { CalendarError } from '@kalends/core';
import type { RecurrenceId } from '@kalends/core';
import { exceptionRecurrenceId, findOccurrence } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { readSeries } from '../events/read-series.ts';
import type { GraphSession } from '../graph-session.ts';
import { propertyId } from '../mapping/extended-property.ts';
import type { ExtendedPropertyWire } from '../mapping/extended-property.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { restorationSchema } from '../wire/restoration-wire.ts';
import type { RestorationWire } from '../wire/restoration-wire.ts';
import { readMark } from './create-once.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import { copyOfOccurrence, differences } from './exception-copy.ts';
import { isSameRecurrence, isSameTime } from './patch-evidence.ts';
import type { SeriesBefore } from './schedule-change.ts';
import { sendPatch } from './send-patch.ts';
import { readSubject, recurrenceOf, seriesOf } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';

const markName = 'restoration';

/** A series keeps what is to be restored of it only up to this many characters; beyond, a repeated call restores what was deleted alone. */
const maxMarkLength = 60_000;

/**
 * The note that a series is given in the very request which may make the service forget its deleted and changed occurrences: whoever
 * repeats a call that stopped half-way restores them by it. It is of no effect any more when the series takes place in another way.
 */
export function restorationMark(restoration: RestorationWire): Required<ExtendedPropertyWire> {
  const whole = JSON.stringify(restoration);
  const value = whole.length <= maxMarkLength ? whole : JSON.stringify({ ...restoration, changed: [] });
  return { id: propertyId(markName), value };
}

/** Deletes and changes occurrences again that a series has lost. What is as it should be is left alone, so that it can be done twice. */
export async function restoreOccurrences(
  session: GraphSession,
  master: WriteSubject,
  { excluded, changed }: Pick<RestorationWire, 'excluded' | 'changed'>,
  label: ReadLabel,
): Promise<void> {
  if (excluded.length === 0 && changed.length === 0) return;
  const members = await readSeries(session, master.path, label);
  const { recurrence, time } = recurrenceOf(master, members.cancelledOccurrences ?? []);
  const deleted = new Set(recurrence.excluded);
  await deleteOccurrences(
    session,
    master,
    excluded.filter((id) => !deleted.has(id)),
    label,
  );
  const kept = new Set((members.exceptionOccurrences ?? []).map((event) => exceptionRecurrenceId(event, time)));
  for (const [recurrenceId, wanted] of changed) {
    if (!kept.has(recurrenceId)) await restoreException(session, master, recurrenceId, wanted, label);
  }
}

/**
 * The note of a series, when it has one that is about how it takes place now.
 *
 * @param master - As it is now.
 */
export async function markedRestoration(
  session: GraphSession,
  master: WriteSubject,
  label: ReadLabel,
): Promise<RestorationWire | undefined> {
  const parsed = restorationSchema.safeParse(parseJson(await readMark(session, master, markName, label)));
  if (!parsed.success) return undefined;
  const { event } = master;
  const isAboutNow =
    isSameRecurrence(event, parsed.data.recurrence) &&
    isSameTime(event.start, parsed.data.start, event.isAllDay === true);
  return isAboutNow ? parsed.data : undefined;
}

/** A series as a change of its rule or its time has to keep it, also when an earlier one stopped half-way. */
export async function seriesToKeep(
  session: GraphSession,
  master: WriteSubject,
  label: ReadLabel,
): Promise<SeriesBefore> {
  const { recurrence, time } = await seriesOf(session, master, label);
  const marked = await markedRestoration(session, master, label);
  const excluded = [...new Set([...recurrence.excluded, ...(marked?.excluded ?? [])])].sort();
  return { recurrence: { ...recurrence, excluded }, time, deleted: new Set(recurrence.excluded) };
}

async function restoreException(
  session: GraphSession,
  { calendarId, eventId: masterId }: WriteSubject,
  recurrenceId: RecurrenceId,
  wanted: EventWriteWire,
  label: ReadLabel,
): Promise<void> {
  try {
    const eventId = await findOccurrence(session, { calendarId, masterId, recurrenceId }, label);
    const occurrence = await readSubject(session, { calendarId, eventId }, label);
    const write = differences(wanted, copyOfOccurrence(occurrence.event));
    if (Object.keys(write).length > 0) await sendPatch(session, occurrence, write, label);
  } catch (error) {
    // Somebody has taken it out since.
    if (!CalendarError.is(error) || error.code !== 'notFound') throw error;
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
