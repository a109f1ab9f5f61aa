import type { EventReference, EventTime, RecurrenceId } from '@kalends/core';
import { splitRecurrence } from '@kalends/core/recurrence';
import { eventPath } from '../events/event-path.ts';
import { exceptionRecurrenceId } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { readMany } from '../events/read-many.ts';
import { readSeries } from '../events/read-series.ts';
import type { GraphSession } from '../graph-session.ts';
import { propertyId } from '../mapping/extended-property.ts';
import { recurrenceToWire } from '../mapping/recurrence-input.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import type { RestorationWire } from '../wire/restoration-wire.ts';
import { findByKey } from './create-once.ts';
import { copyOfOccurrence } from './exception-copy.ts';
import { sendPatch } from './send-patch.ts';
import { markedRestoration, restorationMark, restoreOccurrences } from './series-restoration.ts';
import { whileRaced } from './while-raced.ts';
import { readSubject, recurrenceOf, subjectQuery } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';
import { digestOf, namesOf } from './write-key.ts';

/** Property by which a repeated call finds a series that it has ended: the occurrence it named is gone since. */
const endedName = 'endedBy';

/** A call that ends a series. */
export interface EndingCall {
  readonly calendarId: string;
  readonly target: EventReference;
}

/** How a series is ended. */
export interface Ending {
  readonly master: WriteSubject;
  /** The first occurrence that does not take place any more. */
  readonly at: RecurrenceId;
  readonly call: EndingCall;
  readonly write: EventWriteWire;
  readonly restoration: RestorationWire;
}

/**
 * Words the end of a series before one of its occurrences, before anything is sent.
 *
 * @throws CalendarError `unsupported` for a first half that no Outlook pattern says.
 */
export async function wordEnding(
  session: GraphSession,
  { master, at, call }: Pick<Ending, 'master' | 'at' | 'call'>,
  label: ReadLabel,
): Promise<Ending> {
  const members = await readSeries(session, master.path, label);
  const { recurrence, time } = recurrenceOf(master, members.cancelledOccurrences ?? []);
  const { before } = await splitRecurrence({ recurrence, time, at });
  const exceptions = (members.exceptionOccurrences ?? []).flatMap((event) => exceptionBefore(event, time, at));
  const restoration: RestorationWire = {
    recurrence: recurrenceToWire(before, time),
    start: master.event.start,
    excluded: before.excluded,
    changed: await wholeCopies(session, master, exceptions, label),
  };
  const isPlain = restoration.excluded.length === 0 && restoration.changed.length === 0;
  const marks = [restorationMark(restoration), { id: propertyId(endedName), value: await endingKey(call) }];
  const write: EventWriteWire = {
    recurrence: restoration.recurrence,
    ...(isPlain ? {} : { singleValueExtendedProperties: marks }),
  };
  return { master, at, call, write, restoration };
}

/**
 * Ends a series. The service may forget deleted and changed occurrences of a series whose range changes; those before the end are deleted
 * and changed again. The end holds for the version it was worded from, and is worded anew for another.
 */
export async function endSeries(
  session: GraphSession,
  ending: Ending,
  { operation, signal, ifVersion }: ReadLabel & { readonly ifVersion?: string | undefined },
): Promise<void> {
  const label = { operation, signal };
  let worded: Ending | undefined = ending;
  const { master, restoration } = await whileRaced(
    session,
    ending.master,
    { ...label, ifVersion },
    async (subject, version) => {
      const current = worded ?? (await wordEnding(session, { ...ending, master: subject }, label));
      worded = undefined;
      const event = await sendPatch(session, subject, current.write, { ...label, ifVersion: version });
      return { master: { ...subject, event }, restoration: current.restoration };
    },
  );
  await restoreOccurrences(session, master, restoration, label);
}

/**
 * Goes on with the ending of a series that a call with the same words began.
 *
 * @returns false when there was none, or nothing had to be restored after it.
 */
export async function resumeEnding(session: GraphSession, call: EndingCall, label: ReadLabel): Promise<boolean> {
  const { calendarId } = call;
  const ended = await findByKey(session, { calendarId, key: await endingKey(call), property: endedName }, label);
  if (ended === undefined) return false;
  const master = await readSubject(session, { calendarId, eventId: ended.id }, label);
  const restoration = master.kind === 'master' ? await markedRestoration(session, master, label) : undefined;
  if (restoration === undefined) return false;
  await restoreOccurrences(session, master, restoration, label);
  return true;
}

function exceptionBefore(
  event: EventWire,
  time: EventTime,
  at: RecurrenceId,
): readonly { readonly id: string; readonly recurrenceId: RecurrenceId }[] {
  const recurrenceId = exceptionRecurrenceId(event, time);
  return recurrenceId !== undefined && recurrenceId < at ? [{ id: event.id, recurrenceId }] : [];
}

/** The changed occurrences with what comes only to those who ask for it. */
async function wholeCopies(
  session: GraphSession,
  { calendarId }: WriteSubject,
  exceptions: readonly { readonly id: string; readonly recurrenceId: RecurrenceId }[],
  { operation, signal }: ReadLabel,
): Promise<RestorationWire['changed']> {
  const read = await readMany(session, {
    operation,
    ids: new Set(exceptions.map(({ id }) => id)),
    pathOf: (id) => eventPath(session, calendarId, id),
    query: subjectQuery,
    schema: eventWireSchema,
    what: 'a changed occurrence',
    signal,
  });
  return exceptions.flatMap(({ id, recurrenceId }) => {
    const outcome = read.get(id);
    if (outcome?.kind === 'read') return [[recurrenceId, copyOfOccurrence(outcome.wire)] as const];
    // Deleted in this moment.
    if (outcome === undefined || outcome.error.code === 'notFound') return [];
    throw outcome.error;
  });
}

function endingKey({ calendarId, target }: EndingCall): Promise<string> {
  return digestOf(['ended by', calendarId, namesOf(target)]);
}
