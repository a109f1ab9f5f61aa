import type { CalendarStore, StoredEvent } from './calendar-store.ts';
import type { EventAttendee, GoogleEventResource } from './event-resource.ts';

/** Fields that follow the master on exceptions that did not change them. */
const sharedFields = [
  'summary',
  'description',
  'location',
  'colorId',
  'transparency',
  'visibility',
  'status',
  'conferenceData',
  'hangoutLink',
  'reminders',
  'organizer',
  'guestsCanInviteOthers',
  'guestsCanModify',
  'guestsCanSeeOtherGuests',
  'extendedProperties',
  'attachments',
] as const satisfies readonly (keyof GoogleEventResource)[];

/**
 * Lets the exceptions of a series follow a change of its master. An exception keeps what it says differently; one whose slot
 * the change took away is dropped: gone, and seen as cancelled in deltas only.
 */
export function carryToExceptions(calendar: CalendarStore, before: StoredEvent, after: StoredEvent): void {
  for (const exception of calendar.exceptionsOf(after.id)) {
    const { resource } = exception;
    if (calendar.findSlot(exception.id) === undefined) {
      calendar.put(exception.id, { ...resource, status: 'cancelled' }, { isDropped: true });
      continue;
    }
    if (resource.status === 'cancelled') continue;
    const followed = sharedFields.filter(
      (field) => same(resource[field], before.resource[field]) && !same(before.resource[field], after.resource[field]),
    );
    const attendees = followingAttendees(resource.attendees, before.resource.attendees, after.resource.attendees);
    if (followed.length === 0 && same(attendees, resource.attendees)) continue;
    const carried = Object.fromEntries(followed.map((field) => [field, after.resource[field]]));
    calendar.put(exception.id, { ...resource, ...carried, attendees });
  }
}

/** Guests who join or leave the series join and leave each occurrence; what somebody said about one occurrence stays. */
function followingAttendees(
  own: readonly EventAttendee[] = [],
  before: readonly EventAttendee[] = [],
  after: readonly EventAttendee[] = [],
): readonly EventAttendee[] | undefined {
  const find = (list: readonly EventAttendee[], { email }: EventAttendee): EventAttendee | undefined =>
    list.find((other) => other.email === email);
  const kept = own.flatMap((attendee) => {
    const was = find(before, attendee);
    const is = find(after, attendee);
    if (was !== undefined && is === undefined) return [];
    return [is !== undefined && same(attendee, was) ? is : attendee];
  });
  const joined = after.filter((attendee) => find(before, attendee) === undefined && find(own, attendee) === undefined);
  const list = [...kept, ...joined];
  return list.length === 0 ? undefined : list;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
