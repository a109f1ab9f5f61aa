import type { GoogleState } from '../../google-state.ts';
import type { CalendarStore, StoredEvent } from '../calendar-store.ts';
import { cancelled, htmlLink, resourceAt } from '../change-event.ts';
import { omitDefaults } from '../event-resource.ts';
import type { EventAttendee, EventPerson, GoogleEventResource } from '../event-resource.ts';
import { findAttendee, sameAddress, seenFrom } from '../write/attendees.ts';

/** Events before a change, by id: a series with its exceptions. */
export type Snapshot = ReadonlyMap<string, StoredEvent>;

/** What a calendar has of an event and its exceptions at this moment. */
export function snapshot(calendar: CalendarStore, id: string): Snapshot {
  const stored = calendar.events.get(id);
  const all = [...(stored === undefined ? [] : [stored]), ...calendar.exceptionsOf(id)];
  return new Map(all.map((event) => [event.id, event]));
}

/** Whether this copy is the organizer's, so that what is written to it goes out to the others. */
export function isOrganizers({ organizer, privateCopy }: GoogleEventResource): boolean {
  return organizer?.self === true && privateCopy !== true;
}

/** The organizer's calendar, when the emulator has it and the event is in it. */
export function homeOf(state: GoogleState, id: string, resource: GoogleEventResource): CalendarStore | undefined {
  if (resource.privateCopy === true) return undefined;
  const home = state.calendars.get((resource.organizer?.email ?? '').toLowerCase());
  const original = home === undefined ? undefined : resourceAt(home, id);
  return original !== undefined && isOrganizers(original) ? home : undefined;
}

/** Where invitations to an address land; undefined for people outside and people without the Calendar service. */
export function inbox(state: GoogleState, address: string): CalendarStore | undefined {
  const calendar = state.calendars.get(address.toLowerCase());
  return calendar?.isSwitchedOff === true ? undefined : calendar;
}

/** Brings every guest's calendar up to what changed in the organizer's since `before`. */
export function spread(state: GoogleState, home: CalendarStore, id: string, before: Snapshot): void {
  const ids = new Set([id, ...before.keys(), ...home.exceptionsOf(id).map((exception) => exception.id)]);
  for (const each of ids) {
    const now = home.events.get(each);
    if (now === undefined || now === before.get(each)) continue;
    const was = before.get(each) ?? before.get(now.resource.recurringEventId ?? '');
    for (const address of addresses(now.resource.attendees, was?.resource.attendees)) {
      const calendar = inbox(state, address);
      if (calendar !== undefined && calendar !== home) bringCopy(state, calendar, now);
    }
  }
  // Who joins a series is told of its exceptions as well, also of those that nothing else happened to.
  const was = before.get(id)?.resource;
  const known = was?.status === 'cancelled' ? [] : was?.attendees;
  for (const { email } of home.events.get(id)?.resource.attendees ?? []) {
    const calendar = inbox(state, email);
    if (calendar === undefined || calendar === home || findAttendee(known, email) !== undefined) continue;
    for (const exception of home.exceptionsOf(id)) bringCopy(state, calendar, exception);
  }
}

/** What a guest's calendar says about an event that its organizer's calendar has as `resource`. */
export function copyFor(
  state: GoogleState,
  calendar: CalendarStore,
  id: string,
  resource: GoogleEventResource,
  own: GoogleEventResource | undefined,
): GoogleEventResource {
  const { source: _, colorId: __, extendedProperties, organizer, creator, ...shared } = resource;
  const properties = {
    ...(own?.extendedProperties?.private === undefined ? {} : { private: own.extendedProperties.private }),
    ...(extendedProperties?.shared === undefined ? {} : { shared: extendedProperties.shared }),
  };
  const organizerName = organizer?.displayName ?? state.accountByAddress(organizer?.email ?? '')?.name;
  return omitDefaults({
    ...shared,
    htmlLink: htmlLink(id, calendar.id),
    creator: personSeenFrom(calendar, creator),
    organizer: personSeenFrom(
      calendar,
      organizer === undefined || organizerName === undefined ? organizer : { ...organizer, displayName: organizerName },
    ),
    attendees: shared.attendees === undefined ? undefined : seenFrom(calendar.id, shared.attendees),
    // Each copy's own: at first an invitation brings what the organizer chose, later changes stay at home.
    transparency: own === undefined ? shared.transparency : own.transparency,
    visibility: own === undefined ? shared.visibility : own.visibility,
    colorId: own?.colorId,
    reminders: own?.reminders ?? defaultReminders(resource),
    extendedProperties: Object.keys(properties).length === 0 ? undefined : properties,
    eventType: 'default',
  });
}

/** A person as a calendar's copy shows them. */
export function personSeenFrom(calendar: CalendarStore, person: EventPerson | undefined): EventPerson | undefined {
  if (person === undefined) return undefined;
  const { self: _, ...rest } = person;
  return sameAddress(rest.email, calendar.id) ? { ...rest, self: true } : rest;
}

function bringCopy(state: GoogleState, calendar: CalendarStore, now: StoredEvent): void {
  const existing = calendar.events.get(now.id);
  const isLive = existing !== undefined && existing.resource.status !== 'cancelled';
  // An import, or an event of this calendar that happens to have the same id.
  if (isLive && (existing.resource.privateCopy === true || existing.resource.organizer?.self === true)) return;
  if (now.isDropped) {
    if (existing !== undefined) calendar.put(now.id, cancelled(existing.resource), { isDropped: true });
    return;
  }
  const isInvited = findAttendee(now.resource.attendees, calendar.id) !== undefined;
  if (now.resource.status === 'cancelled' || !isInvited) {
    // Also an instance that the guest has by the rule of the series alone.
    const base = existing === undefined ? resourceAt(calendar, now.id) : isLive ? existing.resource : undefined;
    if (base !== undefined) calendar.put(now.id, cancelled(base), { isBare: true });
    return;
  }
  // Who removed the event from the own calendar does not get it back.
  if (existing !== undefined && !isLive && !existing.isBare && !existing.isDropped) return;
  const own = isLive ? existing.resource : seriesCopy(calendar, now.resource);
  const copy = copyFor(state, calendar, now.id, now.resource, own);
  if (existing === undefined || !isSame(existing.resource, copy)) calendar.put(now.id, copy);
}

/** Whether a copy says what it said before: then nothing happened to it. */
function isSame(one: GoogleEventResource, other: GoogleEventResource): boolean {
  const text = (resource: GoogleEventResource): string =>
    JSON.stringify(
      Object.entries({ ...resource, etag: '', updated: '' }).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  return text(one) === text(other);
}

/** What a new exception takes over from the guest's copy of the series. */
function seriesCopy(
  calendar: CalendarStore,
  { recurringEventId }: GoogleEventResource,
): GoogleEventResource | undefined {
  return recurringEventId === undefined ? undefined : calendar.events.get(recurringEventId)?.resource;
}

function defaultReminders({ start }: GoogleEventResource): NonNullable<GoogleEventResource['reminders']> {
  return start?.date === undefined
    ? { useDefault: true }
    : { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] };
}

function addresses(...lists: readonly (readonly EventAttendee[] | undefined)[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => (list ?? []).map(({ email }) => email.toLowerCase())));
}
