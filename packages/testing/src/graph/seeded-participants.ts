import type { Invitee, Meeting, Participation } from '../company/company.ts';
import type { GraphDirectory } from './graph-directory.ts';
import type { Mailbox, StoredAttendee } from './mailbox.ts';
import { noTime } from './mailbox.ts';
import { instantText } from './wall-time.ts';

/** The people and rooms of one meeting. */
export interface SeededParticipants {
  readonly invited: readonly Invitee[];
  readonly rooms: readonly Mailbox[];
  /** `attendees` of the organizer's copy: everybody but the organizer. */
  readonly attendees: readonly StoredAttendee[];
  /** Invitees with a mailbox in the tenant, the organizer left out. */
  readonly mailboxes: readonly InvitedMailbox[];
}

/** An invitee with a mailbox. */
export interface InvitedMailbox {
  readonly mailbox: Mailbox;
  readonly response: Participation;
}

const responses: Readonly<Record<Participation, string>> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentativelyAccepted',
  needsAction: 'none',
};

/**
 * Looks up who is invited.
 *
 * @throws RangeError when an invitee is neither of the company nor given by address.
 */
export function seededParticipants(
  directory: GraphDirectory,
  meeting: Meeting,
  answeredAtMs: number,
): SeededParticipants {
  const attendees: StoredAttendee[] = [];
  const rooms: Mailbox[] = [];
  const withMailbox: InvitedMailbox[] = [];
  for (const invitee of meeting.invitees ?? []) {
    const { who } = invitee;
    const mailbox = typeof who === 'string' ? directory.byCompanyId(who) : directory.find(who.address);
    if (typeof who === 'string' && mailbox === undefined) {
      throw new RangeError(`Meeting '${meeting.id}' invites an unknown person or room`);
    }
    if (mailbox?.companyId === meeting.organizer) continue;
    const response = invitee.response ?? 'needsAction';
    const outsider = typeof who === 'string' ? { address: '' } : who;
    attendees.push({
      type: mailbox?.purpose === 'room' ? 'resource' : (invitee.role ?? 'required'),
      status: {
        response: responses[response],
        time: response === 'needsAction' ? noTime : instantText(answeredAtMs),
      },
      name: mailbox?.displayName ?? outsider.name ?? outsider.address,
      address: mailbox?.address ?? outsider.address,
    });
    if (mailbox === undefined) continue;
    if (mailbox.purpose === 'room') rooms.push(mailbox);
    withMailbox.push({ mailbox, response });
  }
  return { invited: meeting.invitees ?? [], rooms, attendees, mailboxes: withMailbox };
}
