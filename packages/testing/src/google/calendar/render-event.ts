import type { GoogleAccessRole } from './access-control-list.ts';
import { shownResource } from './event-access.ts';
import type { GoogleEventResource } from './event-resource.ts';
import type { CalendarStore } from './calendar-store.ts';
import { candidateResource } from './instances.ts';
import type { Candidate } from './instances.ts';
import { placeInTime, renderInstant } from './zoned-time.ts';
import type { EventDateTime } from './zoned-time.ts';

/** How events of an answer are written. */
export interface RenderOptions {
  readonly calendar: CalendarStore;
  /** Zone that times are rendered in; the event's own zone stays in `timeZone`. */
  readonly responseZone: string;
  /** What the reader may see of the calendar. */
  readonly access: GoogleAccessRole;
  readonly maxAttendees?: number | undefined;
  /** Whether cancelled events keep their details, where the copy has a right to them. */
  readonly showsDetailsOfCancelled: boolean;
}

/** An event as it goes over the wire. */
export function renderEvent(candidate: Candidate, options: RenderOptions): GoogleEventResource {
  const { stored, slot } = candidate;
  const { timeZone } = options.calendar;
  const resource = shownResource(candidateResource(options.calendar, candidate), options.access);
  const original =
    resource.originalStartTime === undefined
      ? {}
      : {
          originalStartTime: renderTime(
            resource.originalStartTime,
            slot?.startMs ?? placeInTime(resource.originalStartTime, timeZone),
            options,
          ),
        };
  if (resource.status === 'cancelled' && (stored.isBare || !options.showsDetailsOfCancelled)) {
    const { kind, etag, id, status, recurringEventId } = resource;
    return {
      kind: kind ?? 'calendar#event',
      ...(etag === undefined ? {} : { etag }),
      ...(id === undefined ? {} : { id }),
      status,
      ...(recurringEventId === undefined ? {} : { recurringEventId }),
      ...original,
    };
  }
  return {
    ...resource,
    kind: 'calendar#event',
    ...(resource.start === undefined ? {} : { start: renderTime(resource.start, candidate.startMs, options) }),
    ...(resource.end === undefined ? {} : { end: renderTime(resource.end, candidate.endMs, options) }),
    ...original,
    ...attendees(resource, options.maxAttendees),
  };
}

function renderTime(time: EventDateTime, ms: number, options: RenderOptions): EventDateTime {
  if (time.date !== undefined) return { date: time.date };
  return { dateTime: renderInstant(ms, options.responseZone), timeZone: time.timeZone ?? options.calendar.timeZone };
}

function attendees(
  { attendees: all, guestsCanSeeOtherGuests, organizer }: GoogleEventResource,
  max: number | undefined,
): Pick<GoogleEventResource, 'attendees' | 'attendeesOmitted'> {
  if (all === undefined) return {};
  // Who is not the organizer may be shown nobody but the organizer and oneself.
  const isHidden = guestsCanSeeOtherGuests === false && organizer?.self !== true;
  const shown = isHidden ? all.filter((attendee) => attendee.self === true || attendee.organizer === true) : all;
  if (max !== undefined && shown.length > max) {
    return { attendees: shown.filter((attendee) => attendee.self), attendeesOmitted: true };
  }
  return isHidden ? { attendees: shown } : {};
}
