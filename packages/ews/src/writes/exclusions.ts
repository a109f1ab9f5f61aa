import type { RecurrenceId } from '@kalends/core';
import { isExcluded, occurrenceIdOf } from '../events/find-occurrence.ts';
import { locateMaster } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { deleteCalendarItem } from '../operations/delete-item.ts';
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
