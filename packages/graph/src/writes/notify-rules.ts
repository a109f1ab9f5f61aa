import type { NotifyIntent } from '@kalends/core';
import { readSeries } from '../events/read-series.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { unsupported } from '../mapping/refusals.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { WriteSubject } from './write-subject.ts';

/** Whether somebody beside the organizer is invited. */
export function hasInvitees(event: EventWire): boolean {
  return (event.attendees ?? []).length > 0;
}

/**
 * Refuses an intent that Graph cannot honour. It mails invitees of its own accord whenever an organizer writes, and never when somebody
 * else changes their own copy (Graph docs, "Update event" and "Delete event"); no request can say otherwise.
 *
 * @param adds - Somebody is being invited.
 * @throws CalendarError `unsupported`.
 */
export function checkNotify(event: EventWire, notify: NotifyIntent, adds = false): void {
  if (notify === 'everyone' || event.isOrganizer === false) return;
  if (adds || hasInvitees(event)) throw cannotBeQuiet(notify);
}

/** The same for what reaches into a series: a changed occurrence can have invitees that the series has not. */
export async function checkNotifyOfAll(
  session: GraphSession,
  { event, kind, path }: WriteSubject,
  notify: NotifyIntent,
  label: ReadLabel,
): Promise<void> {
  checkNotify(event, notify);
  if (notify === 'everyone' || event.isOrganizer === false || kind !== 'master') return;
  const { exceptionOccurrences } = await readSeries(session, path, label);
  for (const exception of exceptionOccurrences ?? []) checkNotify(exception, notify);
}

/** The refusal of an intent. */
export function cannotBeQuiet(notify: NotifyIntent): ReturnType<typeof unsupported> {
  return unsupported(`notify "${notify}": Exchange Online mails the invitees of a meeting of its own accord`);
}
