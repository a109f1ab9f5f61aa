import type { CalendarStore, StoredEvent } from './calendar-store.ts';
import type { GoogleEventChange, GoogleEventResource } from './event-resource.ts';
import { candidateResource, generatedInstance } from './instances.ts';

/** What the service fills in by itself when an event is stored. */
export interface EventDefaults {
  readonly id: () => string;
  /** Owner of the calendar. */
  readonly owner: { readonly email: string };
  /** Organizer of new events: the owner, or the calendar itself when it is not the owner's primary one. */
  readonly organizer: { readonly email: string; readonly displayName?: string };
  readonly created: string;
}

/** Fields that follow the master on exceptions that did not change them. */
const sharedFields = [
  'summary',
  'description',
  'location',
  'attendees',
  'colorId',
  'transparency',
  'visibility',
  'status',
  'conferenceData',
  'hangoutLink',
  'reminders',
] as const;

/**
 * Creates an event or changes the one that has `change.id`: fields given replace, `undefined` removes. An instance id
 * creates the exception of that slot.
 *
 * @throws RangeError when the result is no event: no start, an end before the start, a rule that can't be read.
 */
export function changeEvent(calendar: CalendarStore, change: GoogleEventChange, defaults: EventDefaults): StoredEvent {
  const id = change.id ?? defaults.id();
  const previous = calendar.events.get(id);
  const base = previous?.resource ?? slotResource(calendar, id) ?? newResource(calendar, id, defaults);
  const stored = calendar.put(id, { ...base, ...change });
  if (previous?.resource.recurrence !== undefined) carryToExceptions(calendar, previous, stored);
  return stored;
}

/** Deletes an event: a series with its exceptions, or a single instance, which stays as a cancelled exception. */
export function removeEvent(calendar: CalendarStore, id: string): StoredEvent | undefined {
  const resource = calendar.events.get(id)?.resource ?? slotResource(calendar, id);
  if (resource === undefined) return undefined;
  for (const exception of calendar.exceptionsOf(id)) calendar.put(exception.id, cancelled(exception.resource));
  return calendar.put(id, cancelled(resource));
}

/** The resource with status `cancelled`. */
export function cancelled(resource: GoogleEventResource): GoogleEventResource {
  return { ...resource, status: 'cancelled' };
}

/** Link to the event in the vendor's web page; `eid` is the base64 of event and calendar id. */
export function htmlLink(eventId: string, calendarId: string): string {
  const eid = Buffer.from(`${eventId} ${calendarId.replace(/@gmail\.com$/, '@m')}`).toString('base64url');
  return `https://www.google.com/calendar/event?eid=${eid}`;
}

function slotResource(calendar: CalendarStore, id: string): GoogleEventResource | undefined {
  const found = calendar.findSlot(id);
  if (found === undefined) return undefined;
  return candidateResource(calendar, generatedInstance(calendar, found.master, found.slot));
}

function newResource(calendar: CalendarStore, id: string, defaults: EventDefaults): GoogleEventResource {
  return {
    kind: 'calendar#event',
    iCalUID: `${id}@google.com`,
    status: 'confirmed',
    htmlLink: htmlLink(id, calendar.id),
    created: defaults.created,
    creator: { email: defaults.owner.email, self: true },
    organizer: { ...defaults.organizer, self: true },
    sequence: 0,
    reminders: { useDefault: true },
    eventType: 'default',
  };
}

function carryToExceptions(calendar: CalendarStore, before: StoredEvent, after: StoredEvent): void {
  for (const exception of calendar.exceptionsOf(after.id)) {
    const { resource } = exception;
    if (calendar.findSlot(exception.id) === undefined) {
      calendar.put(exception.id, cancelled(resource), { isDropped: true });
      continue;
    }
    if (resource.status === 'cancelled') continue;
    const followed = sharedFields.filter(
      (field) => same(resource[field], before.resource[field]) && !same(before.resource[field], after.resource[field]),
    );
    if (followed.length === 0) continue;
    const carried = Object.fromEntries(followed.map((field) => [field, after.resource[field]]));
    calendar.put(exception.id, { ...resource, ...carried });
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
