import type { MailboxRequest } from '../graph-context.ts';
import { isAddressOf } from '../mail/invitee-copy.ts';
import type { EventContent, StoredAttendee } from '../mailbox.ts';
import { noTime } from '../mailbox.ts';
import { storedAttachment } from './attachments/attachment-input.ts';
import type { AttendeeInput, EventInput } from './event-input.ts';
import { eventPlace } from './event-place.ts';
import { noProperties } from './extended-properties.ts';
import { bodyAndMeeting } from './online-meeting.ts';

/** What the service fills in where a client says nothing (Graph docs, "event resource type"). */
export function defaultContent(): EventContent {
  return {
    subject: '',
    bodyHtml: '',
    bodyText: '',
    place: eventPlace(undefined, []),
    categories: [],
    reminderMinutes: 15,
    isReminderOn: true,
    importance: 'normal',
    sensitivity: 'normal',
    showAs: 'busy',
    isCancelled: false,
    responseRequested: true,
    allowNewTimeProposals: true,
    hideAttendees: false,
    responseStatus: { response: 'organizer', time: noTime },
    attendees: [],
    attachments: [],
    properties: noProperties,
    extensions: new Map(),
  };
}

/** The members of an event that a client's words change. */
export function contentOfInput(work: MailboxRequest, input: EventInput, before: EventContent): Partial<EventContent> {
  const { attendees, attachments } = input;
  const isMeetingChanged = input.body !== undefined || input.isOnlineMeeting === true;
  return {
    ...given('subject', input.subject),
    ...given('place', input.place),
    ...given('categories', input.categories),
    ...given('reminderMinutes', input.reminderMinutes),
    ...given('isReminderOn', input.isReminderOn),
    ...given('importance', input.importance),
    ...given('sensitivity', input.sensitivity),
    ...given('showAs', input.showAs),
    ...given('responseRequested', input.responseRequested),
    ...given('allowNewTimeProposals', input.allowNewTimeProposals),
    ...given('hideAttendees', input.hideAttendees),
    ...given('properties', input.properties),
    ...given('extensions', input.extensions),
    ...(attendees === undefined ? {} : { attendees: attendeesOfInput(work, attendees, before.attendees) }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map((file) => storedAttachment(work.context.versions, work.mailbox, file)) }),
    ...(isMeetingChanged ? bodyAndMeeting(work, input, before) : {}),
  };
}

/** The list replaces the one before; whoever stays keeps the answer. The owner of the mailbox is nobody's guest there. */
function attendeesOfInput(
  { mailbox, tenant }: MailboxRequest,
  input: readonly AttendeeInput[],
  before: readonly StoredAttendee[],
): readonly StoredAttendee[] {
  return input
    .filter(({ address }) => !isAddressOf(mailbox, address))
    .map(({ type, address, name }) => {
      const known = before.find((other) => other.address.toLowerCase() === address.toLowerCase());
      const found = name === '' ? (tenant.directory.find(address)?.displayName ?? address) : name;
      if (known !== undefined) return { ...known, type, name: found };
      return { type, address, name: found, status: { response: 'none', time: noTime } };
    });
}

function given<Name extends keyof EventContent>(
  name: Name,
  value: EventContent[Name] | undefined,
): Partial<EventContent> {
  return value === undefined ? {} : { [name]: value };
}
