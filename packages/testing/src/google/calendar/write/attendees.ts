import { invalid, required } from '../../api/api-error.ts';
import type { EventAttendee } from '../event-resource.ts';
import type { SentAttendee } from './event-body.ts';

/** Somebody inside, whose calendar the emulator has. */
export interface InsideGuest {
  readonly name: string;
  readonly isResource: boolean;
}

/** What a list of guests is made with. */
export interface AttendeeOptions {
  /** Address of the organizer, which is the id of the calendar that is written to. */
  readonly organizer: string;
  readonly findInside: (address: string) => InsideGuest | undefined;
}

/**
 * The guests of an event after its organizer wrote a list: it replaces the one before. Nobody answers for a guest inside:
 * their answers are taken from the list before, whatever was sent.
 *
 * @throws ApiError 400 for guests without a proper address.
 */
export function nextAttendees(
  stored: readonly EventAttendee[] = [],
  sent: readonly SentAttendee[],
  options: AttendeeOptions,
): readonly EventAttendee[] | undefined {
  const byAddress = new Map<string, EventAttendee>();
  for (const guest of sent) {
    const email = checkedAddress(guest);
    const key = email.toLowerCase();
    if (!byAddress.has(key)) byAddress.set(key, nextAttendee(email, findAttendee(stored, email), guest, options));
  }
  return byAddress.size === 0 ? undefined : [...byAddress.values()];
}

/**
 * The guests after somebody sent only an own entry, marked with `attendeesOmitted`: everybody else stays as they are.
 */
export function withOwnAnswer(
  stored: readonly EventAttendee[] = [],
  sent: readonly SentAttendee[],
  own: string,
): readonly EventAttendee[] {
  const mine = sent.find(({ email }) => sameAddress(email ?? '', own));
  return mine === undefined
    ? stored
    : stored.map((guest) => (sameAddress(guest.email, own) ? answered(guest, mine) : guest));
}

/** An entry with the answer that was sent for it. */
export function answered(guest: EventAttendee, sent: SentAttendee): EventAttendee {
  const { comment: oldComment, additionalGuests: oldGuests, ...rest } = guest;
  const comment = sent.comment === undefined ? oldComment : sent.comment;
  const additionalGuests = sent.additionalGuests === undefined ? oldGuests : sent.additionalGuests;
  return {
    ...rest,
    ...(comment ? { comment } : {}),
    ...(additionalGuests ? { additionalGuests } : {}),
    responseStatus: sent.responseStatus ?? guest.responseStatus,
  };
}

/** Everybody as one calendar's copy shows them: `self` stands at the owner of the calendar. */
export function seenFrom(calendarId: string, attendees: readonly EventAttendee[]): readonly EventAttendee[] {
  return attendees.map((attendee) => {
    const { self: _, ...guest } = attendee;
    return sameAddress(guest.email, calendarId) ? { ...guest, self: true as const } : guest;
  });
}

/** The entry of an address. */
export function findAttendee(
  attendees: readonly EventAttendee[] | undefined,
  address: string,
): EventAttendee | undefined {
  return attendees?.find(({ email }) => sameAddress(email, address));
}

/** Addresses are compared without regard to case. */
export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function nextAttendee(
  email: string,
  known: EventAttendee | undefined,
  sent: SentAttendee,
  { organizer, findInside }: AttendeeOptions,
): EventAttendee {
  const inside = findInside(email);
  const isOrganizer = sameAddress(email, organizer);
  const displayName = inside?.name ?? sent.displayName;
  // Can only be said when the guest is added.
  const isResource =
    known === undefined ? sent.resource === true || inside?.isResource === true : known.resource === true;
  const base: EventAttendee = {
    email: known?.email ?? email,
    ...(displayName ? { displayName } : {}),
    ...(isOrganizer ? { organizer: true as const, self: true as const } : {}),
    ...(isResource ? { resource: true as const } : {}),
    ...(sent.optional === true ? { optional: true as const } : {}),
    responseStatus: 'needsAction',
  };
  if (inside === undefined || isOrganizer) {
    return answered(
      { ...base, responseStatus: isOrganizer ? (known?.responseStatus ?? 'needsAction') : 'needsAction' },
      sent,
    );
  }
  const { comment, additionalGuests, responseStatus = 'needsAction' } = known ?? {};
  return {
    ...base,
    ...(comment === undefined ? {} : { comment }),
    ...(additionalGuests === undefined ? {} : { additionalGuests }),
    responseStatus,
  };
}

function checkedAddress({ email }: SentAttendee): string {
  if (typeof email !== 'string' || email === '') throw required('Missing attendee email.');
  if (!/^[^@\s<>,;"]+@[^@\s<>,;"]+$/.test(email)) throw invalid('Invalid attendee email.');
  return email;
}
