import { invalidRequest, readBody } from '../body-reader.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { sendInvitations } from '../mail/meeting-mail.ts';
import type { StoredAttendee, StoredItem } from '../mailbox.ts';
import { noTime } from '../mailbox.ts';
import { changeItem, copyOf } from '../mailbox-store.ts';
import { accepted } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { readRecipient } from './event-input.ts';
import { findEvent } from './find-event.ts';

/**
 * `POST events/{id}/forward`: invites more people. When a guest does so, the organizer is told, and finds them among the
 * attendees (Graph docs, "event: forward").
 *
 * @throws GraphRefusal 400 without a recipient.
 */
export function forwardEvent(work: MailboxRequest): Reply {
  const { item } = findEvent(work);
  const body = readBody(work.request);
  const recipients = (body.objects('toRecipients') ?? []).map(readRecipient);
  if (recipients.length === 0) throw invalidRequest('A meeting has to be forwarded to somebody.');
  const hasComment = (body.text('comment') ?? '') !== '';
  const meeting = item.isOrganizer ? item : organizersCopy(work, item);
  if (!item.isOrganizer) tellOrganizer(work, item, hasComment);
  if (meeting === undefined) return accepted;
  const added = recipients
    .filter(({ address }) => !meeting.attendees.some((other) => other.address.toLowerCase() === address.toLowerCase()))
    .map(({ address, name }): StoredAttendee => {
      const known = name === '' ? (work.tenant.directory.find(address)?.displayName ?? address) : name;
      return { type: 'required', address, name: known, status: { response: 'none', time: noTime } };
    });
  const changed =
    added.length === 0
      ? meeting
      : changeItem(work.context.versions, meeting, { attendees: [...meeting.attendees, ...added] });
  const to = changed.attendees.filter(({ address }) =>
    recipients.some((other) => other.address.toLowerCase() === address.toLowerCase()),
  );
  sendInvitations(work, { item: changed, to, hasComment }, 'invitation');
  return accepted;
}

function organizersCopy({ tenant }: MailboxRequest, item: StoredItem): StoredItem | undefined {
  const organizer = tenant.directory.find(item.organizer.address);
  return organizer === undefined ? undefined : copyOf(organizer, item.uid);
}

function tellOrganizer({ context }: MailboxRequest, item: StoredItem, hasComment: boolean): void {
  const { mailbox, organizer, uid } = item;
  context.mail.send(
    { kind: 'forwardNotification', from: mailbox.address, to: organizer.address, uid, hasComment },
    () => undefined,
  );
}
