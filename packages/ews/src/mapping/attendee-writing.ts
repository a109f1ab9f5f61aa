import type { NewAttendee } from '@kalends/core';
import { contentXml } from '../soap/escape-xml.ts';
import type { WireItem, WireMailbox } from '../wire/calendar-item-shape.ts';
import { clearElement, setElement } from './property-writes.ts';
import type { PropertyWrite } from './property-writes.ts';
import { addressOf } from './participant-mapping.ts';

const lists = ['RequiredAttendees', 'OptionalAttendees', 'Resources'] as const;
type AttendeeList = (typeof lists)[number];

/** The lists of a new item's attendees. */
export function newAttendeeWrites(attendees: readonly NewAttendee[]): readonly PropertyWrite[] {
  return lists.flatMap((list) => {
    const members = attendees.filter((attendee) => listOf(attendee) === list);
    return members.length === 0 ? [] : [setElement(list, members.map(newAttendeeXml).join(''))];
  });
}

/** The changes that add those who are not invited yet; nothing when everybody is. The others on the list are not sent back. */
export function addedAttendeeWrites(item: WireItem, attendees: readonly NewAttendee[]): readonly PropertyWrite[] {
  const invited = new Set(addressesOf(item));
  const added = attendees.filter(({ address }) => !invited.has(address.toLowerCase()));
  return newAttendeeWrites(added).map((write) => ({ ...write, isAppended: true }));
}

/** The changes that take people off the lists they are on; nothing when they are on none. */
export function removedAttendeeWrites(item: WireItem, addresses: readonly string[]): readonly PropertyWrite[] {
  const removed = new Set(addresses.map((address) => address.toLowerCase()));
  return lists.flatMap((list) => {
    const members = item[list]?.Attendee ?? [];
    const kept = members.filter(({ Mailbox }) => !removed.has(addressOf(Mailbox)?.toLowerCase() ?? ''));
    if (kept.length === members.length) return [];
    if (kept.length === 0) return [clearElement(list)];
    return [setElement(list, kept.map(({ Mailbox }) => attendeeXml(Mailbox ?? {})).join(''))];
  });
}

/** The attendees of an item, to be invited to another one. Whoever has no mail address cannot be. */
export function attendeesToInvite(item: WireItem): readonly NewAttendee[] {
  const invited = new Map<string, NewAttendee>();
  for (const list of lists) {
    for (const { Mailbox, ResponseType } of item[list]?.Attendee ?? []) {
      const address = addressOf(Mailbox);
      if (address === undefined || ResponseType === 'Organizer' || invited.has(address.toLowerCase())) continue;
      invited.set(address.toLowerCase(), {
        address,
        ...(Mailbox?.Name === undefined ? {} : { name: Mailbox.Name }),
        kind: list === 'Resources' ? 'resource' : 'individual',
        role: list === 'OptionalAttendees' ? 'optional' : 'required',
      });
    }
  }
  return [...invited.values()];
}

/** Addresses of everybody who is invited, in lower case. */
export function addressesOf(item: WireItem): readonly string[] {
  return lists
    .flatMap((list) => item[list]?.Attendee ?? [])
    .flatMap(({ Mailbox }) => addressOf(Mailbox)?.toLowerCase() ?? []);
}

function listOf({ kind, role }: NewAttendee): AttendeeList {
  if (kind === 'resource') return 'Resources';
  return role === 'optional' ? 'OptionalAttendees' : 'RequiredAttendees';
}

function newAttendeeXml({ address, name }: NewAttendee): string {
  return attendeeXml({ EmailAddress: address, ...(name === undefined || name === '' ? {} : { Name: name }) });
}

function attendeeXml({ Name, EmailAddress, RoutingType }: WireMailbox): string {
  const text = (element: string, value: string | undefined): string =>
    value === undefined ? '' : `<t:${element}>${contentXml(value, 'attendees')}</t:${element}>`;
  const mailbox = text('Name', Name) + text('EmailAddress', EmailAddress) + text('RoutingType', RoutingType);
  return `<t:Attendee><t:Mailbox>${mailbox}</t:Mailbox></t:Attendee>`;
}
