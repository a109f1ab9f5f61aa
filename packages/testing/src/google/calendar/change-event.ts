import type { CalendarStore, StoredEvent } from './calendar-store.ts';
import type { GoogleEventChange, GoogleEventResource } from './event-resource.ts';
import { carryToExceptions } from './carry-to-exceptions.ts';
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

/**
 * Creates an event or changes the one that has `change.id`: fields given replace, `undefined` removes. An instance id
 * creates the exception of that slot.
 *
 * @throws RangeError when the result is no event: no start, an end before the start, a rule that can't be read.
 */
export function changeEvent(calendar: CalendarStore, change: GoogleEventChange, defaults: EventDefaults): StoredEvent {
  const id = change.id ?? defaults.id();
  const previous = calendar.events.get(id);
  const base = resourceAt(calendar, id) ?? newResource(calendar, id, defaults);
  const stored = calendar.put(id, { ...base, ...change });
  if (previous?.resource.recurrence !== undefined) carryToExceptions(calendar, previous, stored);
  return stored;
}

/** Deletes an event: a series with its exceptions, or a single instance, which stays as a cancelled exception. */
export function removeEvent(calendar: CalendarStore, id: string): StoredEvent | undefined {
  const resource = resourceAt(calendar, id);
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

/** What a calendar has under an id: a stored event, or the instance that a series gives. */
export function resourceAt(calendar: CalendarStore, id: string): GoogleEventResource | undefined {
  const stored = calendar.events.get(id);
  if (stored !== undefined && !stored.isDropped) return stored.resource;
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
