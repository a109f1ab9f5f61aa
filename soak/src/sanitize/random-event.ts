import type { CalendarEvent } from '@kalends/core';
import type { SanitizedAttribute, SanitizerPolicy, TextAttribute } from '@kalends/sanitize';
import type { SeededRandom } from '../seeded-random.ts';
import type { CanaryCage } from './canaries.ts';

/** What an event is made with. */
interface Making {
  readonly random: SeededRandom;
  readonly cage: CanaryCage;
  readonly policy: SanitizerPolicy;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Makes an event of any kind, with a canary in every text, and with members that no version of the model knows in every
 * object. `policy` only decides what the canaries that a mask hides may do.
 */
export function randomEvent(making: Making): CalendarEvent {
  const { random, cage } = making;
  const kind = random.pick(['single', 'master', 'occurrence', 'exception'] as const);
  const event: Json = {
    kind,
    id: 'event-1',
    calendarId: cage.plant('calendarId'),
    iCalUid: cage.plant('iCalUid'),
    version: cage.plant('version'),
    status: random.pick(['confirmed', 'tentative', 'cancelled', 'unheard-of']),
    time: randomTime(making),
    ...sometimes(random, { title: randomText(making, 'title') }),
    ...sometimes(random, { description: randomText(making, 'description') }),
    ...sometimes(random, { body: randomBody(making) }),
    isContentHidden: random.chance(0.1),
    ...sometimes(random, {
      organizer: { ...randomPerson(making, 'organizer', 'participants', 'senderAddress'), isSelf: random.chance(0.5) },
    }),
    attendees: Array.from({ length: random.integer(0, 6) }, () => randomAttendee(making)),
    attendeesOmitted: random.chance(0.1),
    participationStatus: randomStatus(random),
    locations: Array.from({ length: random.integer(0, 4) }, () => randomLocation(making)),
    ...sometimes(random, {
      conference: { url: meetingLink(cage.plant('conference.url', 'meetingUrl')), service: 'zoom' },
    }),
    busyStatus: random.pick(['busy', 'free', 'unknown', cage.plant('busyStatus')]),
    privacy: random.pick(['default', 'private', cage.plant('privacy')]),
    purpose: random.pick(['default', 'workingLocation']),
    workingLocation: { kind: 'office', label: cage.plant('workingLocation.label') },
    categories: [cage.plant('categories')],
    hasAttachments: true,
    ...sometimes(random, { attachments: [randomAttachment(making)] }),
    reminderMinutes: 15,
    webUrl: `https://example.com/${cage.plant('webUrl')}`,
    createdAt: cage.plant('createdAt'),
    updatedAt: cage.plant('updatedAt'),
    ...placeInSeries(making, kind),
  };
  // The shape is that of an event; what is wrong in it is wrong on purpose, as from a caller without types.
  return withUnknownMembers(making, event) as CalendarEvent;
}

function placeInSeries({ cage }: Making, kind: CalendarEvent['kind']): Json {
  if (kind === 'single') return {};
  if (kind !== 'master') return { masterId: cage.plant('masterId'), recurrenceId: cage.plant('recurrenceId') };
  const rule = { frequency: 'weekly', interval: 1, end: { kind: 'untilDate', date: cage.plant('recurrence.until') } };
  return {
    recurrence: { rules: [rule], excludedRules: [], additional: [], excluded: [cage.plant('recurrence.excluded')] },
  };
}

function randomTime({ random, cage }: Making): Json {
  if (random.chance(0.3)) return { kind: 'allDay', startDate: '2026-03-02', endDate: '2026-03-03' };
  const at = (hour: string): Json => ({
    dateTime: `2026-03-02T${hour}:00:00`,
    timeZone: 'UTC',
    instant: `2026-03-02T${hour}:00:00Z`,
    ...sometimes(random, { unresolvedTimeZone: cage.plant('time.unresolvedTimeZone') }),
  });
  return { kind: 'timed', start: at('09'), end: at('10') };
}

/** A text with a plain word, and perhaps an address, a passcode and a link that the policy may mask. */
function randomText({ random, cage, policy }: Making, attribute: TextAttribute): string {
  const addressOwners = policy.maskAddressesIn.includes(attribute) ? [] : [attribute];
  const passcodeOwners = policy.maskPasscodesIn.includes(attribute) ? [] : [attribute];
  // The link of a meeting is found in descriptions and locations, and opens only with its passcode.
  const linkOwners: readonly SanitizedAttribute[] =
    attribute === 'title' ? passcodeOwners : [...passcodeOwners, 'meetingUrl'];
  const pieces = [
    `Word ${cage.plant(attribute, attribute)}.`,
    `Ask ${cage.plant(`address in ${attribute}`, ...addressOwners)}@example.com`,
    `mailto:${cage.plant(`mailto in ${attribute}`, ...addressOwners)}@mail.example.com`,
    `Passcode: ${cage.plant(`passcode in ${attribute}`, ...passcodeOwners)}`,
    meetingLink(cage.plant(`link in ${attribute}`, ...linkOwners)),
  ];
  return pieces.filter(() => random.chance(0.7)).join(random.pick([' ', '\n', '\r\n']));
}

function randomBody({ random, cage }: Making): Json {
  const link = meetingLink(cage.plant('link in body', 'body', 'meetingUrl'));
  const word = cage.plant('body', 'body');
  return random.chance(0.5)
    ? { contentType: 'html', content: `<p>${word}</p><!-- ${word} --><a href="${link}">Join</a>` }
    : { contentType: random.pick(['text', 'rtf']), content: `${word}\n${link}` };
}

function randomPerson(
  { random, cage }: Making,
  place: string,
  nameOwner: SanitizedAttribute,
  addressOwner: SanitizedAttribute,
): Json {
  // Many address books show the address where there is no name.
  const name = random.chance(0.3)
    ? `${cage.plant(`address as name of ${place}`)}@example.com`
    : cage.plant(`${place}.name`, nameOwner);
  return {
    ...sometimes(random, { name }),
    ...sometimes(random, { address: `${cage.plant(`${place}.address`, addressOwner)}@example.com` }),
    participationStatus: randomStatus(random),
  };
}

function randomAttendee(making: Making): Json {
  const { random, cage } = making;
  const kind = random.pick(['individual', 'group', 'resource', 'unknown']);
  return {
    ...randomPerson(making, kind, kind === 'resource' ? 'rooms' : 'participants', 'recipientAddresses'),
    kind,
    role: random.pick(['required', 'optional']),
    isSelf: false,
    comment: cage.plant('attendee.comment'),
  };
}

function randomLocation(making: Making): Json {
  const { random, cage } = making;
  if (random.chance(0.4)) return { name: randomText(making, 'locations') };
  return {
    name: `Floor ${cage.plant('location with an address', 'locations', 'rooms')}`,
    address: `${cage.plant('location.address')}@example.com`,
  };
}

function randomAttachment({ cage }: Making): Json {
  return {
    name: cage.plant('attachment.name', 'attachments'),
    contentType: cage.plant('attachment.contentType', 'attachments'),
    sizeBytes: 7,
    url: `https://files.example/${cage.plant('attachment.url', 'attachments')}`,
    content: cage.plant('attachment.content'),
  };
}

/** Adds members with new names, and with names that mean something elsewhere, to every object at every depth. */
function withUnknownMembers(making: Making, value: unknown): unknown {
  const { random, cage } = making;
  if (Array.isArray(value)) return value.map((item) => withUnknownMembers(making, item));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withUnknownMembers(making, member)]),
  );
  const name = random.pick(['raw', 'content', 'comment', 'token', 'label', 'url', 'address', 'extendedProperties']);
  const secret = cage.plant(`unknown member ${name}`);
  return {
    ...(random.chance(0.5) ? { [cage.plant('name of an unknown member')]: true } : {}),
    ...(name in copy || isReadFrom(copy, name)
      ? {}
      : { [name]: random.pick([secret, [secret], { deep: { er: secret } }]) }),
    ...copy,
  };
}

/** Left-out members of the model are no unknown ones: an attendee may have an address, an attachment a URL. */
function isReadFrom(object: Json, name: string): boolean {
  return (
    (name === 'address' && ('participationStatus' in object || 'name' in object)) ||
    (name === 'url' && 'sizeBytes' in object)
  );
}

function sometimes(random: SeededRandom, members: Json): Json {
  return random.chance(0.8) ? members : {};
}

function randomStatus(random: SeededRandom): string {
  return random.pick(['accepted', 'declined', 'tentative', 'needsAction', 'unknown', 'delegated']);
}

function meetingLink(passcode: string): string {
  return `https://us02web.zoom.us/j/81234567890?pwd=${passcode}`;
}
