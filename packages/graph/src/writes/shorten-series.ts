import type { EventTime, Recurrence, RecurrenceId } from '@kalends/core';
import { splitRecurrence } from '@kalends/core/recurrence';
import { exceptionRecurrenceId, findOccurrence } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { readSeries } from '../events/read-series.ts';
import type { GraphSession } from '../graph-session.ts';
import { recurrenceToWire } from '../mapping/recurrence-input.ts';
import type { EventWire, SeriesMembersWire } from '../wire/event-wire.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import { exceptionToWire } from './exception-copy.ts';
import { sendPatch } from './send-patch.ts';
import { readSubject, recurrenceOf } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';

/**
 * Ends a series before one of its occurrences. The service may forget deleted and changed occurrences of a series whose range changes;
 * those before the end are deleted and changed again.
 */
export async function shortenSeries(
  session: GraphSession,
  master: WriteSubject,
  at: RecurrenceId,
  options: ReadLabel & { readonly ifVersion?: string | undefined },
): Promise<void> {
  const { operation, signal, ifVersion } = options;
  const label = { operation, signal };
  const members = await readSeries(session, master.path, label);
  const { recurrence, time } = recurrenceOf(master, members.cancelledOccurrences ?? []);
  const { before } = await splitRecurrence({ recurrence, time, at });
  const changed = await sendPatch(
    session,
    master,
    { recurrence: recurrenceToWire(before, time) },
    { ...label, ifVersion },
  );
  const left = await readSeries(session, master.path, label);
  const kept = recurrenceOf({ ...master, event: changed }, left.cancelledOccurrences ?? []);
  await deleteOccurrences(session, master, missingExclusions(before, kept.recurrence), label);
  for (const [recurrenceId, event] of lostExceptions(members, left, time, at)) {
    await restoreException(session, master, recurrenceId, event, label);
  }
}

/** Occurrences that were deleted out of the first half and are there again. */
export function missingExclusions(wanted: Pick<Recurrence, 'excluded'>, there: Recurrence): readonly RecurrenceId[] {
  return wanted.excluded.filter((id) => !there.excluded.includes(id));
}

function lostExceptions(
  before: SeriesMembersWire,
  after: SeriesMembersWire,
  time: EventTime,
  at: RecurrenceId,
): ReadonlyMap<RecurrenceId, EventWire> {
  const lost = new Map<RecurrenceId, EventWire>();
  for (const event of before.exceptionOccurrences ?? []) {
    const recurrenceId = exceptionRecurrenceId(event, time);
    if (recurrenceId !== undefined && recurrenceId < at) lost.set(recurrenceId, event);
  }
  for (const event of after.exceptionOccurrences ?? []) {
    const recurrenceId = exceptionRecurrenceId(event, time);
    if (recurrenceId !== undefined) lost.delete(recurrenceId);
  }
  return lost;
}

async function restoreException(
  session: GraphSession,
  master: WriteSubject,
  recurrenceId: RecurrenceId,
  event: EventWire,
  label: ReadLabel,
): Promise<void> {
  const { calendarId, eventId: masterId } = master;
  const eventId = await findOccurrence(session, { calendarId, masterId, recurrenceId }, label);
  const occurrence = await readSubject(session, { calendarId, eventId }, label);
  const write = exceptionToWire(event, occurrence.event);
  if (Object.keys(write).length > 0) await sendPatch(session, occurrence, write, label);
}
