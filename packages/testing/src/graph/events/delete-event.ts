import { invalidRequest, readBody } from '../body-reader.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import { checkIfMatch } from '../if-match.ts';
import { sendCancellations } from '../mail/meeting-mail.ts';
import { deleteOccurrence, removeItem } from '../mailbox-store.ts';
import { accepted, noContent } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { EventInstance } from './event-instance.ts';
import { findEvent, isInDeletedItems } from './find-event.ts';

/**
 * `DELETE events/{id}`: an organizer's meeting is called off; an invitee's copy just goes, and nobody hears of it.
 *
 * @throws GraphRefusal 412 for a stale `If-Match`, 400 for what lies in Deleted Items already, 404 for what is nowhere.
 */
export function deleteEvent(work: MailboxRequest): Reply {
  const instance = findDeletable(work);
  checkIfMatch(work.request, instance.changeKey);
  callOff(work, instance, false);
  remove(work, instance, false);
  return noContent;
}

/** `POST events/{id}/permanentDelete`: the same past Deleted Items. */
export function permanentlyDeleteEvent(work: MailboxRequest): Reply {
  const instance = findEvent(work);
  callOff(work, instance, false);
  remove(work, instance, true);
  return noContent;
}

/**
 * `POST events/{id}/cancel`: calls a meeting off with a few words.
 *
 * @throws GraphRefusal 400 for everybody but the organizer.
 */
export function cancelEvent(work: MailboxRequest): Reply {
  const instance = findEvent(work);
  const comment = readBody(work.request).text('comment') ?? '';
  if (!instance.item.isOrganizer) {
    throw invalidRequest("Your request can't be completed. You need to be an organizer to cancel a meeting.");
  }
  callOff(work, instance, comment !== '');
  remove(work, instance, false);
  return accepted;
}

/** Takes an event, or one occurrence, out of the calendar. */
export function remove({ context }: MailboxRequest, { item, occurrence }: EventInstance, isPermanent: boolean): void {
  if (occurrence === undefined) removeItem(context.versions, item, isPermanent);
  else deleteOccurrence(context.versions, item, occurrence.date);
}

function callOff(work: MailboxRequest, { item, content, occurrence }: EventInstance, hasComment: boolean): void {
  if (!item.isOrganizer) return;
  sendCancellations(work, { item, to: content.attendees, occurrence: occurrence?.date, hasComment });
}

function findDeletable(work: MailboxRequest): EventInstance {
  try {
    return findEvent(work);
  } catch (error) {
    const isGone = error instanceof GraphRefusal && error.status === 404;
    if (isGone && isInDeletedItems(work)) throw invalidRequest('The item was deleted already.');
    throw error;
  }
}
