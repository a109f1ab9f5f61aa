import { ItemError } from '../soap/ews-errors.ts';
import type { Attendee } from '../store/calendar-content.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { fieldDetail, trimmedChild } from './read-values.ts';

/**
 * Reads a list of attendees. Who was on the meeting before keeps the answer and whether a request was sent.
 *
 * @throws ItemError `ErrorInvalidRecipients` for somebody without an address that mail could be sent to.
 */
export function readAttendees(
  node: XmlNode,
  role: Attendee['role'],
  known: readonly Attendee[],
  store: ExchangeStore,
): readonly Attendee[] {
  const read = new Map<string, Attendee>();
  for (const child of node.children) {
    const mailbox = childOf(child, 'Mailbox');
    const address = trimmedChild(mailbox, 'EmailAddress') ?? '';
    const routing = trimmedChild(mailbox, 'RoutingType') ?? 'SMTP';
    const account = store.findAccount(address.includes('@') ? address : '');
    if (routing.toUpperCase() !== 'SMTP' || !/^[^\s@<>]+@[^\s@<>]+$/.test(address)) {
      throw new ItemError('ErrorInvalidRecipients', 'At least one recipient is not valid.', fieldDetail(node));
    }
    const key = address.toLowerCase();
    const before = known.find((attendee) => attendee.address.toLowerCase() === key);
    // The directory knows better what somebody inside is called.
    const name = account?.name ?? (trimmedChild(mailbox, 'Name') || before?.name) ?? address;
    read.set(key, {
      response: 'needsAction',
      respondedAt: undefined,
      proposal: undefined,
      wasInvited: false,
      ...before,
      name: name === '' ? address : name,
      address: account?.address ?? address,
      role,
      account,
    });
  }
  return [...read.values()];
}

/** The attendees of a meeting after one of its lists was replaced. Nobody stands on two lists. */
export function withAttendees(
  all: readonly Attendee[],
  role: Attendee['role'],
  list: readonly Attendee[],
): readonly Attendee[] {
  const listed = new Set(list.map(({ address }) => address.toLowerCase()));
  return [...all.filter((attendee) => attendee.role !== role && !listed.has(attendee.address.toLowerCase())), ...list];
}
