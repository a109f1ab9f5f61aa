import type { Invitee, Meeting, Participation } from '../company/company.ts';
import type { GraphDirectory } from './graph-directory.ts';
import type { JsonObject, Mailbox } from './mailbox.ts';
import { instantText } from './wall-time.ts';

/** The people and rooms of one meeting. */
export interface SeededParticipants {
  readonly invited: readonly Invitee[];
  readonly rooms: readonly Mailbox[];
  /** `attendees` of the organizer's copy: everybody but the organizer. */
  readonly attendees: readonly JsonObject[];
  /** Invitees with a mailbox in the tenant, the organizer left out. */
  readonly mailboxes: readonly InvitedMailbox[];
}

/** An invitee with a mailbox. */
export interface InvitedMailbox {
  readonly mailbox: Mailbox;
  readonly response: Participation;
  readonly entry: JsonObject;
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
  const attendees: JsonObject[] = [];
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
    const entry: JsonObject = {
      type: mailbox?.purpose === 'room' ? 'resource' : (invitee.role ?? 'required'),
      status: {
        response: responses[response],
        time: response === 'needsAction' ? '0001-01-01T00:00:00Z' : instantText(answeredAtMs),
      },
      emailAddress: {
        name: mailbox?.displayName ?? outsider.name ?? outsider.address,
        address: mailbox?.address ?? outsider.address,
      },
    };
    attendees.push(entry);
    if (mailbox === undefined) continue;
    if (mailbox.purpose === 'room') rooms.push(mailbox);
    withMailbox.push({ mailbox, response, entry });
  }
  return { invited: meeting.invitees ?? [], rooms, attendees, mailboxes: withMailbox };
}

/** `organizer` of the wire. */
export function organizerRecipient(organizer: Mailbox): { readonly emailAddress: JsonObject } {
  return { emailAddress: { name: organizer.displayName, address: organizer.address } };
}
