import type { GoogleState } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { findAttendee, sameAddress } from '../write/attendees.ts';
import type { SendUpdates } from '../write/write-query.ts';
import { inbox } from './copies.ts';
import type { GoogleSentMail } from './sent-mail.ts';

/** Fields whose change a guest is told of. */
const visibleFields = [
  'summary',
  'description',
  'location',
  'start',
  'end',
  'recurrence',
  'conferenceData',
  'attachments',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
  'organizer',
] as const;

/**
 * Puts the mails into the outbox that a change of the organizer's copy brings about: invitations to new guests,
 * cancellations to those who are not invited any more, and updates to the others if they would notice.
 */
export function notifyGuests(
  state: GoogleState,
  home: CalendarStore,
  sendUpdates: SendUpdates,
  before: GoogleEventResource | undefined,
  after: GoogleEventResource,
): void {
  const wasOn = before !== undefined && before.status !== 'cancelled';
  const isOn = after.status !== 'cancelled';
  const isChanged = visibleFields.some((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after[name]));
  const post = (to: string, kind: GoogleSentMail['kind']): void => {
    if (sameAddress(to, home.id) || !isToldTo(state, sendUpdates, to)) return;
    send(state, { from: after.organizer?.email ?? home.id, to, kind, hasComment: false }, after);
  };
  const people = (resource: GoogleEventResource | undefined): readonly string[] =>
    (resource?.attendees ?? []).filter((guest) => guest.resource !== true).map(({ email }) => email);
  for (const email of isOn ? people(after) : []) {
    const isNew = !wasOn || findAttendee(before.attendees, email) === undefined;
    if (isNew) post(email, 'invitation');
    else if (isChanged) post(email, 'update');
  }
  for (const email of wasOn ? people(before) : []) {
    if (!isOn || findAttendee(after.attendees, email) === undefined) post(email, 'cancellation');
  }
}

/** Puts the mail into the outbox that tells the organizer what a guest answered. */
export function notifyOrganizer(
  state: GoogleState,
  guest: CalendarStore,
  sendUpdates: SendUpdates,
  resource: GoogleEventResource,
  reply: Pick<GoogleSentMail, 'response' | 'hasComment'>,
): void {
  const to = resource.organizer?.email;
  if (to === undefined || !isToldTo(state, sendUpdates, to)) return;
  send(state, { from: guest.id, to, kind: 'reply', ...reply }, resource);
}

function isToldTo(state: GoogleState, sendUpdates: SendUpdates, address: string): boolean {
  if (sendUpdates === 'all') return true;
  return sendUpdates === 'externalOnly' && inbox(state, address) === undefined;
}

function send(
  state: GoogleState,
  mail: Omit<GoogleSentMail, 'eventId' | 'uid' | 'sentAt'>,
  { id = '', iCalUID = '' }: GoogleEventResource,
): void {
  state.outbox.push({ ...mail, eventId: id, uid: iCalUID, sentAt: state.clock.now() });
}
