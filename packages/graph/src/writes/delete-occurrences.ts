import { CalendarError } from '@kalends/core';
import type { RecurrenceId } from '@kalends/core';
import { eventPath } from '../events/event-path.ts';
import { findOccurrence } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { removeEvent } from './remove-event.ts';
import type { EventPlace } from './write-subject.ts';

/**
 * Takes occurrences out of a series, one by one: Graph takes no list of them with the rule. What is not there any more is passed over, so
 * that it can be done again.
 */
export async function deleteOccurrences(
  session: GraphSession,
  { calendarId, eventId: masterId }: EventPlace,
  recurrenceIds: readonly RecurrenceId[],
  label: ReadLabel,
): Promise<void> {
  for (const recurrenceId of recurrenceIds) {
    try {
      const eventId = await findOccurrence(session, { calendarId, masterId, recurrenceId }, label);
      await removeEvent(session, eventPath(session, calendarId, eventId), label);
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'notFound') throw error;
    }
  }
}
