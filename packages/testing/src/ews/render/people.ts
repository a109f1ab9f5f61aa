import { formatInstant } from '../time/instants.ts';
import type { InstantFormat } from '../time/instants.ts';
import type { Account } from '../store/account.ts';
import type { Attendee, CalendarContent } from '../store/calendar-content.ts';
import { element, textElement } from '../xml/xml-writer.ts';

/** Writes an address with all that the directory knows (types.xsd, EmailAddressType). */
export function mailboxElements(name: string, address: string, mailboxType: string): string {
  return (
    textElement('t:Name', name) +
    textElement('t:EmailAddress', address) +
    textElement('t:RoutingType', 'SMTP') +
    textElement('t:MailboxType', mailboxType)
  );
}

/** Writes the organizer; FindItem knows the name only. */
export function organizerElement(organizer: Account, nameOnly: boolean): string {
  return element(
    't:Organizer',
    {},
    element(
      't:Mailbox',
      {},
      nameOnly ? textElement('t:Name', organizer.name) : mailboxElements(organizer.name, organizer.address, 'Mailbox'),
    ),
  );
}

const responseTypes = {
  accepted: 'Accept',
  declined: 'Decline',
  tentative: 'Tentative',
  needsAction: 'Unknown',
} as const;

/**
 * Writes one list of attendees; nothing when it is empty.
 *
 * Replies are tracked on the organizer's copy alone. The copy of an attendee names the organizer among the required
 * attendees and knows nobody's answer; its own one is MyResponseType.
 */
export function attendeeList(
  name: string,
  role: Attendee['role'],
  content: CalendarContent,
  format: InstantFormat,
): string {
  const isOrganizerCopy = !content.isReceived;
  const people = content.attendees
    .filter((attendee) => attendee.role === role)
    .map((attendee) =>
      attendeeElement(
        mailboxElements(attendee.name, attendee.address, attendee.account === undefined ? 'OneOff' : 'Mailbox'),
        isOrganizerCopy ? responseTypes[attendee.response] : 'Unknown',
        isOrganizerCopy ? attendeeTimes(attendee, format) : '',
      ),
    );
  if (!isOrganizerCopy && role === 'required') {
    const { organizer } = content;
    people.unshift(attendeeElement(mailboxElements(organizer.name, organizer.address, 'Mailbox'), 'Unknown', ''));
  }
  return people.length === 0 ? '' : element(name, {}, ...people);
}

function attendeeTimes({ respondedAt, proposal }: Attendee, format: InstantFormat): string {
  const write = (name: string, at: number | undefined): string =>
    at === undefined ? '' : textElement(name, formatInstant(at, format));
  return (
    write('t:LastResponseTime', respondedAt) +
    write('t:ProposedStart', proposal?.start) +
    write('t:ProposedEnd', proposal?.end)
  );
}

function attendeeElement(mailbox: string, responseType: string, times: string): string {
  return element(
    't:Attendee',
    {},
    element('t:Mailbox', {}, mailbox),
    textElement('t:ResponseType', responseType),
    times,
  );
}

/** What MyResponseType says on a copy. */
export function myResponseType({ isReceived, myResponse }: CalendarContent): string {
  if (!isReceived) return 'Organizer';
  return myResponse === 'needsAction' ? 'NoResponseReceived' : responseTypes[myResponse];
}
