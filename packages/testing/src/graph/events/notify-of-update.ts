import type { MailboxRequest } from '../graph-context.ts';
import { sendCancellations, sendInvitations } from '../mail/meeting-mail.ts';
import type { StoredAttendee } from '../mailbox.ts';
import type { EventInput } from './event-input.ts';
import { exceptionInstances } from './event-instance.ts';
import type { EventInstance } from './event-instance.ts';

/** An event before and after a change. */
export interface EventUpdate {
  readonly before: EventInstance;
  readonly after: EventInstance;
}

/**
 * Tells the invited what the organizer changed. Whoever is new is invited, whoever is gone gets a cancellation; the
 * others hear of it when anything was written that a guest can see, the same words as before included. What only the
 * organizer sees (categories, reminder, free or busy, extended properties) goes out to nobody.
 */
export function notifyOfUpdate(work: MailboxRequest, input: EventInput, { before, after }: EventUpdate): void {
  const [was, is] = [before.content.attendees, after.content.attendees];
  const staying = is.filter((attendee) => isIn(was, attendee));
  const added = is.filter((attendee) => !isIn(was, attendee));
  const removed = was.filter((attendee) => !isIn(is, attendee));
  const { item } = after;
  const occurrence = after.occurrence?.date;
  const isNewTime = isMoved(before, after);
  sendCancellations(work, { item, to: removed, occurrence });
  sendInvitations(work, { item, to: added, occurrence }, 'invitation');
  if (!isVisibleToGuests(input, before, after)) return;
  sendInvitations(work, { item, to: staying, occurrence }, 'update', isNewTime);
  if (occurrence !== undefined) return;
  // A series goes out once, and each of its exceptions once more.
  for (const exception of exceptionInstances(item)) {
    sendInvitations(work, { item, to: staying, occurrence: exception.occurrence?.date }, 'update');
  }
}

function isVisibleToGuests(input: EventInput, before: EventInstance, after: EventInstance): boolean {
  const { subject, body, start, end, isAllDay, place, recurrence, importance } = input;
  const { responseRequested, allowNewTimeProposals, hideAttendees, attachments } = input;
  const said = [subject, body, start, end, isAllDay, place, recurrence, importance];
  const settings = [responseRequested, allowNewTimeProposals, hideAttendees, attachments];
  return (
    [...said, ...settings].some((value) => value !== undefined) ||
    before.content.onlineMeeting !== after.content.onlineMeeting
  );
}

function isMoved(before: EventInstance, after: EventInstance): boolean {
  const [a, b] = [before.times, after.times];
  const isOtherTime = a.startMs !== b.startMs || a.endMs !== b.endMs || a.isAllDay !== b.isAllDay;
  return isOtherTime || before.item.series?.table !== after.item.series?.table;
}

function isIn(attendees: readonly StoredAttendee[], { address }: StoredAttendee): boolean {
  return attendees.some((other) => other.address.toLowerCase() === address.toLowerCase());
}
