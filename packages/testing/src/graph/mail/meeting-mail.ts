import { occurrenceInstance } from '../events/event-instance.ts';
import type { GraphContext, GraphTenant } from '../graph-context.ts';
import { occurrenceObjectId } from '../item-ids.ts';
import type { ItemContent, Mailbox, StoredAttendee, StoredItem } from '../mailbox.ts';
import {
  addItem,
  changeItem,
  changeOccurrence,
  contentOf,
  copyOf,
  deleteOccurrence,
  removeItem,
} from '../mailbox-store.ts';
import { recurrenceIdOf } from '../events/occurrence-start.ts';
import { inviteeCopy, isAddressOf } from './invitee-copy.ts';
import { answerForRoom } from './room-answer.ts';

/** Where mail goes. */
export interface MailScope {
  readonly context: GraphContext;
  readonly tenant: GraphTenant;
}

/** A mail from the organizer to some of the invited. */
export interface OrganizerMail {
  /** The organizer's own copy. */
  readonly item: StoredItem;
  readonly to: readonly StoredAttendee[];
  /** The one occurrence it is about. */
  readonly occurrence?: string | undefined;
  readonly hasComment?: boolean;
}

/** Sends an invitation or an update. What arrives is the meeting as it is then, not as it was when the mail left. */
export function sendInvitations(
  scope: MailScope,
  mail: OrganizerMail,
  kind: 'invitation' | 'update',
  isNewTime: boolean = false,
): void {
  const { item, occurrence, hasComment = false } = mail;
  const organizer = item.mailbox;
  for (const { address } of mail.to) {
    scope.context.mail.send(
      {
        kind,
        from: organizer.address,
        to: address,
        uid: item.uid,
        hasComment,
        ...recurrenceIdOf(item, occurrence),
      },
      () => {
        const current = organizer.items.get(item.number);
        const invitee = scope.tenant.directory.find(address);
        if (current === undefined || invitee === undefined || invitee.hosting === 'none') return;
        receiveInvitation(scope, current, invitee, occurrence, isNewTime);
      },
    );
  }
}

/** Sends a cancellation of a meeting or of one occurrence. */
export function sendCancellations(scope: MailScope, mail: OrganizerMail): void {
  const { item, occurrence, hasComment = false } = mail;
  for (const { address } of mail.to) {
    scope.context.mail.send(
      {
        kind: 'cancellation',
        from: item.mailbox.address,
        to: address,
        uid: item.uid,
        hasComment,
        ...recurrenceIdOf(item, occurrence),
      },
      () => {
        const invitee = scope.tenant.directory.find(address);
        if (invitee !== undefined) receiveCancellation(scope, item, invitee, occurrence);
      },
    );
  }
}

function receiveInvitation(
  scope: MailScope,
  meeting: StoredItem,
  invitee: Mailbox,
  occurrence: string | undefined,
  isNewTime: boolean,
): void {
  const isInvited = meeting.attendees.some(({ address }) => isAddressOf(invitee, address));
  const content = isInvited ? contentOf(meeting) : occurrenceAsMeeting(meeting, invitee, occurrence);
  if (content === undefined) return;
  const { versions } = scope.context;
  const before = copyOf(invitee, content.uid);
  const copy = inviteeCopy(content, { invitee, organizer: meeting.mailbox, before, isNewTime });
  const [calendar] = invitee.calendars;
  if (calendar === undefined) return;
  const stored = before === undefined ? addItem(versions, invitee, calendar, copy) : changeItem(versions, before, copy);
  if (invitee.purpose === 'room' && invitee.processing?.answersInvitations !== false) {
    answerForRoom(scope, stored, meeting.showAs);
  }
}

function receiveCancellation(scope: MailScope, meeting: StoredItem, invitee: Mailbox, occurrence?: string): void {
  const { versions } = scope.context;
  const whole = copyOf(invitee, meeting.uid);
  if (occurrence !== undefined && whole?.series !== undefined) {
    // Rooms have no use for what was called off; people are shown that it was.
    if (invitee.purpose === 'room') deleteOccurrence(versions, whole, occurrence);
    else if (!whole.series.deleted.has(occurrence))
      changeOccurrence(versions, whole, occurrence, { isCancelled: true });
    return;
  }
  const copy =
    whole ?? (occurrence === undefined ? undefined : copyOf(invitee, occurrenceObjectId(meeting.uid, occurrence)));
  if (copy === undefined) return;
  if (invitee.purpose === 'room') removeItem(versions, copy, true);
  else changeItem(versions, copy, { isCancelled: true });
}

/** One occurrence for somebody who is invited to no other: a meeting of its own. */
function occurrenceAsMeeting(
  meeting: StoredItem,
  invitee: Mailbox,
  occurrence: string | undefined,
): ItemContent | undefined {
  const instance = occurrence === undefined ? undefined : occurrenceInstance(meeting, occurrence);
  if (instance?.occurrence === undefined) return undefined;
  if (!instance.content.attendees.some(({ address }) => isAddressOf(invitee, address))) return undefined;
  return {
    ...contentOf({ ...meeting, ...instance.content }),
    uid: occurrenceObjectId(meeting.uid, instance.occurrence.date),
    times: instance.times,
    series: undefined,
  };
}
