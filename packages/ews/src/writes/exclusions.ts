import type { RecurrenceId } from '@kalends/core';
import { z } from 'zod';
import { isExcluded, occurrenceIdOf } from '../events/find-occurrence.ts';
import { locateMaster } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { deleteCalendarItem } from '../operations/delete-item.ts';
import { ownValueOf } from '../mapping/own-properties.ts';
import { writeOwn } from '../mapping/property-writes.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { guardedUpdate } from './guarded-update.ts';
import type { ItemChange } from './guarded-update.ts';
import { deleteTypeOf } from './remove-item.ts';
import { hasCode } from './write-rules.ts';
import { writingDetail } from './write-target.ts';

/**
 * Takes occurrences out of a series, one by one, without telling anybody: a pattern of Exchange has no exceptions. What is out already or
 * never was an occurrence is passed over, so that beginning again ends in the same series.
 */
export async function excludeOccurrences(
  session: Session,
  masterId: string,
  excluded: readonly RecurrenceId[],
  signal: AbortSignal,
): Promise<void> {
  if (excluded.length === 0) return;
  const master = await locateMaster(session, masterId, writingDetail, signal);
  for (const recurrenceId of new Set(excluded)) {
    if (isExcluded(master.item, recurrenceId)) continue;
    try {
      const id = await occurrenceIdOf(session.client, master, recurrenceId, signal);
      await session.repeatable(deleteCalendarItem({ id, deleteType: deleteTypeOf(session), isSent: false }), signal);
    } catch (error) {
      if (!hasCode(error, 'notFound')) throw error;
    }
  }
}

/** Keeps with a series which occurrences are still to be taken out of it: whoever comes after a call that was broken off can go on. */
export function exclusionsWrite(excluded: readonly RecurrenceId[]): PropertyWrite {
  return writeOwn('exclusions', excluded.length === 0 ? undefined : JSON.stringify(excluded));
}

/** Occurrences that a call that was broken off has not taken out. */
export function pendingExclusions(item: WireItem): readonly RecurrenceId[] {
  const result = pendingSchema.safeParse(parsed(ownValueOf(item, 'exclusions')));
  return result.success ? result.data : [];
}

const pendingSchema = z.array(z.string().regex(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/));

/** {@link excludeOccurrences}, and then lets go of the note and tells attendees of the series as it is. */
export async function finishExclusions(
  session: Session,
  masterId: string,
  excluded: readonly RecurrenceId[],
  { isTold, signal }: { readonly isTold: boolean; readonly signal: AbortSignal },
): Promise<void> {
  if (excluded.length === 0) return;
  await excludeOccurrences(session, masterId, excluded, signal);
  const item = await locateMaster(session, masterId, writingDetail, signal);
  const plan = (): ItemChange => ({ properties: [exclusionsWrite([])], audience: isTold ? 'everyone' : 'nobody' });
  await guardedUpdate(session, { item, detail: writingDetail, signal, plan });
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '[]') as unknown;
  } catch {
    return undefined;
  }
}
