import type { CalendarEvent } from '@kalends/core';
import { extractMeetingLink } from '../links/extract-meeting-link.ts';
import type { SanitizedAttribute, SanitizerPolicy, TextAttribute } from '../policy/sanitizer-policy.ts';
import { maskText } from '../text/mask-text.ts';
import { hasRoom, participantsOf, recipientAddressesOf, roomsOf } from './people.ts';
import type {
  SanitizedAttachment,
  SanitizedAttributes,
  SanitizedBody,
  SanitizedControlFields,
  SanitizedEvent,
} from './sanitized-event.ts';
import { plainString, timeOf } from './time.ts';

/** Options of {@link sanitizeEvent}. @public */
export interface SanitizeEventOptions<Policy extends SanitizerPolicy, Capture extends boolean> {
  readonly policy: Policy;
  /** The account's event capture switch. Default false: attributes that depend on it are dropped. */
  readonly eventCapture?: Capture;
  /** Hosts of meeting services of your own, see `ExtractMeetingLinkOptions`. Default none. */
  readonly additionalHosts?: readonly string[];
}

type Draft = { -readonly [Key in SanitizedAttribute]?: SanitizedAttributes[Key] };

/**
 * Makes a new event that holds what the policy keeps and nothing else. Every member is written one by one; no object of the
 * input is part of the output, so what this version does not know cannot get through. The meeting URL and the room flag are
 * found first, from attributes the policy may drop.
 *
 * @throws CalendarError `invalidArgument` when an additional host is not a host name.
 * @public
 */
export function sanitizeEvent<const Policy extends SanitizerPolicy, Capture extends boolean = false>(
  event: CalendarEvent,
  options: SanitizeEventOptions<Policy, Capture>,
): SanitizedEvent<Policy, Capture> {
  const { policy } = options;
  const capture = options.eventCapture === true;
  const keeps = (attribute: SanitizedAttribute): boolean => {
    const retention = policy.attributes[attribute];
    return retention === 'kept' || (retention === 'eventCapture' && capture);
  };
  const draft: Draft = {};

  if (keeps('meetingUrl')) {
    const link = extractMeetingLink(event, { additionalHosts: options.additionalHosts ?? [] });
    if (link !== undefined) draft.meetingUrl = link.url;
  }
  if (keeps('hasRoom')) draft.hasRoom = hasRoom(event);

  if (keeps('title')) setText(draft, 'title', event.title, policy);
  if (keeps('participants')) draft.participants = participantsOf(event);
  if (keeps('description')) setText(draft, 'description', event.description, policy);
  if (keeps('senderAddress')) setSender(draft, event.organizer?.address);
  if (keeps('recipientAddresses')) draft.recipientAddresses = recipientAddressesOf(event);
  if (keeps('attachments') && event.attachments !== undefined) draft.attachments = attachmentsOf(event.attachments);
  if (keeps('body') && event.body !== undefined) setBody(draft, event.body);
  if (keeps('time')) draft.time = timeOf(event.time);
  if (keeps('locations')) draft.locations = locationsOf(event, policy);
  if (keeps('rooms')) draft.rooms = roomsOf(event);

  const control: SanitizedControlFields = { id: plainString(event.id), kind: kindOf(event), status: statusOf(event) };
  // The draft has the members that the same policy and switch give the type: each was set under its own keeps().
  return { ...control, ...draft } as unknown as SanitizedEvent<Policy, Capture>;
}

// Every member of the input is read once: what was looked at is what is written, even when a getter answers differently.

function setSender(draft: Draft, address: unknown): void {
  if (typeof address === 'string') draft.senderAddress = address;
}

function setBody(draft: Draft, { contentType, content }: SanitizedBody): void {
  if (typeof content === 'string') draft.body = { contentType: contentType === 'html' ? 'html' : 'text', content };
}

function setText(draft: Draft, attribute: 'title' | 'description', text: unknown, policy: SanitizerPolicy): void {
  if (typeof text === 'string') draft[attribute] = masked(text, attribute, policy);
}

function masked(text: string, attribute: TextAttribute, policy: SanitizerPolicy): string {
  return maskText(text, {
    addresses: policy.maskAddressesIn.includes(attribute),
    passcodes: policy.maskPasscodesIn.includes(attribute),
  });
}

function locationsOf(event: CalendarEvent, policy: SanitizerPolicy): readonly string[] {
  const names: string[] = [];
  for (const { name } of event.locations)
    if (typeof name === 'string' && name.trim() !== '') names.push(masked(name, 'locations', policy));
  return names;
}

function attachmentsOf(attachments: readonly SanitizedAttachment[]): readonly SanitizedAttachment[] {
  return attachments.map(({ name, contentType, sizeBytes, url }) => ({
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof contentType === 'string' ? { contentType } : {}),
    ...(typeof sizeBytes === 'number' ? { sizeBytes } : {}),
    ...(typeof url === 'string' ? { url } : {}),
  }));
}

function kindOf(event: CalendarEvent): SanitizedControlFields['kind'] {
  return event.kind === 'master' || event.kind === 'occurrence' || event.kind === 'exception' ? event.kind : 'single';
}

function statusOf(event: CalendarEvent): SanitizedControlFields['status'] {
  return event.status === 'cancelled' || event.status === 'tentative' ? event.status : 'confirmed';
}
