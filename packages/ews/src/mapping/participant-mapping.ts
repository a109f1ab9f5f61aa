import type { Attendee, AttendeeKind, Organizer, ParticipationStatus } from '@kalends/core';
import type { WireAttendees, WireItem, WireMailbox } from '../wire/calendar-item-shape.ts';
import { isOrganizersCopy } from './meeting-role.ts';
import { isTrue, meaningOf, presentText } from './wire-values.ts';

/** Everybody in a meeting, each once. */
export interface Participants {
  readonly organizer?: Organizer;
  readonly attendees: readonly Attendee[];
  /** The answer of the connected mailbox. */
  readonly participationStatus: ParticipationStatus;
}

const statuses: Readonly<Record<string, ParticipationStatus>> = {
  Organizer: 'accepted',
  Accept: 'accepted',
  Tentative: 'tentative',
  Decline: 'declined',
  NoResponseReceived: 'needsAction',
  Unknown: 'unknown',
};

const kinds: Readonly<Record<string, AttendeeKind>> = {
  Mailbox: 'individual',
  OneOff: 'individual',
  Contact: 'individual',
  ImplicitContact: 'individual',
  PublicDL: 'group',
  PrivateDL: 'group',
  GroupMailbox: 'group',
};

interface Entry extends Attendee {
  readonly isOrganizer: boolean;
}

/**
 * Merges organizer, the three lists of attendees and one's own answer.
 *
 * @param selfAddress - Address of the connected mailbox.
 */
export function participantsOf(item: WireItem, selfAddress: string | undefined): Participants {
  const entries = [
    ...entriesOf(item.RequiredAttendees, 'required', undefined),
    ...entriesOf(item.OptionalAttendees, 'optional', undefined),
    ...entriesOf(item.Resources, 'required', 'resource'),
  ];
  const self = selfAddress?.toLowerCase();
  const organizerEntry = entries.find((entry) => entry.isOrganizer);
  const named = item.Organizer?.Mailbox;
  const name = presentText(named?.Name) ?? organizerEntry?.name;
  const address = addressOf(named) ?? organizerEntry?.address;
  // An appointment nobody is invited to is one's own, and Exchange says either Organizer or Unknown of it.
  const isOwn =
    item.MyResponseType === 'Organizer' ||
    isTrue(item.IsOrganizer) ||
    (address !== undefined && address.toLowerCase() === self) ||
    (entries.length === 0 && isOrganizersCopy(item));
  const participationStatus = isOwn ? 'accepted' : statusOf(item.MyResponseType);
  const hasOrganizer = name !== undefined || address !== undefined;

  return {
    ...(hasOrganizer
      ? {
          organizer: {
            ...(name === undefined ? {} : { name }),
            ...(address === undefined ? {} : { address }),
            isSelf: isOwn,
            participationStatus: 'accepted',
          },
        }
      : {}),
    attendees: mergeAttendees(
      entries.filter(
        (entry) =>
          !(hasOrganizer && entry.isOrganizer) &&
          !(address !== undefined && entry.address?.toLowerCase() === address.toLowerCase()),
      ),
      self,
      participationStatus,
    ).map((attendee) => (isOwn ? withAwaitedAnswer(attendee) : attendee)),
    participationStatus,
  };
}

/** Answers come to the organizer, so no answer there is one that is awaited. On other copies it is one that is not told. */
function withAwaitedAnswer(attendee: Attendee): Attendee {
  return attendee.participationStatus === 'unknown' ? { ...attendee, participationStatus: 'needsAction' } : attendee;
}

/** The mail address of a mailbox; X.500 names (`EX`), fax numbers and the like are none. */
export function addressOf(mailbox: WireMailbox | undefined): string | undefined {
  const routing = mailbox?.RoutingType?.trim().toUpperCase() ?? 'SMTP';
  const address = presentText(mailbox?.EmailAddress)?.trim();
  return routing === 'SMTP' && address?.includes('@') === true ? address : undefined;
}

function entriesOf(
  list: WireAttendees | undefined,
  role: Attendee['role'],
  listKind: AttendeeKind | undefined,
): readonly Entry[] {
  return (list?.Attendee ?? []).flatMap(({ Mailbox, ResponseType }) => {
    const name = presentText(Mailbox?.Name);
    const address = addressOf(Mailbox);
    if (name === undefined && address === undefined) return [];
    return [
      {
        ...(name === undefined ? {} : { name }),
        ...(address === undefined ? {} : { address }),
        kind: listKind ?? kindOf(Mailbox?.MailboxType),
        role,
        participationStatus: statusOf(ResponseType),
        isSelf: false,
        isOrganizer: ResponseType === 'Organizer',
      },
    ];
  });
}

/** An address may stand in two lists: the first entry stays, with what later ones know better. */
function mergeAttendees(
  entries: readonly Entry[],
  self: string | undefined,
  ownStatus: ParticipationStatus,
): readonly Attendee[] {
  const byAddress = new Map<string, number>();
  const attendees: Attendee[] = [];
  for (const { isOrganizer: _isOrganizer, ...entry } of entries) {
    const key = entry.address?.toLowerCase();
    const isSelf = key !== undefined && key === self;
    // Exchange tracks answers in the organizer's copy only; in others the own answer is the one that is known.
    const attendee: Attendee =
      isSelf && ownStatus !== 'unknown' ? { ...entry, isSelf, participationStatus: ownStatus } : { ...entry, isSelf };
    const index = key === undefined ? undefined : byAddress.get(key);
    const first = index === undefined ? undefined : attendees[index];
    if (index === undefined || first === undefined) {
      if (key !== undefined) byAddress.set(key, attendees.length);
      attendees.push(attendee);
      continue;
    }
    attendees[index] = {
      ...attendee,
      ...first,
      kind: attendee.kind === 'resource' ? 'resource' : first.kind,
      participationStatus:
        first.participationStatus === 'unknown' ? attendee.participationStatus : first.participationStatus,
    };
  }
  return attendees;
}

function statusOf(responseType: string | undefined): ParticipationStatus {
  return meaningOf(statuses, responseType) ?? 'unknown';
}

/** RFC 5545 takes a participant of unsaid kind for a person. */
function kindOf(mailboxType: string | undefined): AttendeeKind {
  return mailboxType === undefined ? 'individual' : (meaningOf(kinds, mailboxType) ?? 'unknown');
}
