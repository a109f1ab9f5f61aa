import { formatInstant } from '../time/instants.ts';
import type { InstantFormat } from '../time/instants.ts';
import type { Account } from '../store/account.ts';
import type { AttendeeFacts, StoredItem } from '../store/stored-item.ts';
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
  role: AttendeeFacts['role'],
  item: StoredItem,
  format: InstantFormat,
): string {
  const { facts, invitation } = item;
  const isOrganizerCopy = invitation === undefined;
  const people = facts.attendees
    .filter((attendee) => attendee.role === role)
    .map((attendee) => {
      const answered = isOrganizerCopy && attendee.response !== 'needsAction';
      return attendeeElement(
        mailboxElements(attendee.name, attendee.address, attendee.account === undefined ? 'OneOff' : 'Mailbox'),
        isOrganizerCopy ? responseTypes[attendee.response] : 'Unknown',
        answered ? formatInstant(facts.modifiedAt, format) : undefined,
      );
    });
  if (!isOrganizerCopy && role === 'required') {
    const { organizer } = facts;
    people.unshift(
      attendeeElement(mailboxElements(organizer.name, organizer.address, 'Mailbox'), 'Unknown', undefined),
    );
  }
  return people.length === 0 ? '' : element(name, {}, ...people);
}

function attendeeElement(mailbox: string, responseType: string, respondedAt: string | undefined): string {
  return element(
    't:Attendee',
    {},
    element('t:Mailbox', {}, mailbox),
    textElement('t:ResponseType', responseType),
    textElement('t:LastResponseTime', respondedAt),
  );
}

/** What MyResponseType says on a copy. */
export function myResponseType(item: StoredItem): string {
  if (item.invitation === undefined) return 'Organizer';
  return item.invitation.response === 'needsAction' ? 'NoResponseReceived' : responseTypes[item.invitation.response];
}
