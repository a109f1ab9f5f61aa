import { CalendarError } from '@kalends/core';
import { locationsToWire } from '../mapping/content-input.ts';
import { mapLocations } from '../mapping/location-mapping.ts';
import { mapProperties, propertiesToWire } from '../mapping/property-mapping.ts';
import { timesToWire } from '../mapping/time-input.ts';
import { mapTime } from '../mapping/time-mapping.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire, InviteeWire, TimesWriteWire } from '../wire/event-write-wire.ts';
import { canonicalJson } from './write-key.ts';

/** Everything an occurrence says, its time and the caller's own data included. */
export function copyOfOccurrence(event: EventWire): EventWriteWire {
  return {
    ...copyToWire(event),
    ...timesOf(event),
    singleValueExtendedProperties: [propertiesToWire(mapProperties(event.singleValueExtendedProperties))],
  };
}

/** What a copy says otherwise than another one. A time is said as a whole. */
export function differences(wanted: EventWriteWire, there: EventWriteWire): EventWriteWire {
  const known = new Map<string, unknown>(Object.entries(there));
  const different = Object.entries(wanted).filter(
    ([name, value]) => canonicalJson(value) !== canonicalJson(known.get(name)),
  );
  const { start, end, isAllDay } = wanted;
  const isMoved = different.some(([name]) => name === 'start' || name === 'end' || name === 'isAllDay');
  const times = isMoved ? Object.entries({ start, end, isAllDay }) : [];
  return Object.fromEntries([...different, ...times]);
}

/** In the zones the event was made in, or, where they have no name that can be written, as the answer says it. */
function timesOf(event: EventWire): TimesWriteWire {
  try {
    return timesToWire(mapTime(event));
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'unsupported') throw error;
    const asSaid = ({ dateTime, timeZone }: EventWire['start']): TimesWriteWire['start'] => ({
      dateTime,
      timeZone: timeZone || 'UTC',
    });
    return { start: asSaid(event.start), end: asSaid(event.end), isAllDay: event.isAllDay === true };
  }
}

/** Everything an event says that another one can say too, apart from its times, its rule and its online meeting. */
export function copyToWire(event: EventWire): EventWriteWire {
  const isReminderOn = event.isReminderOn === true;
  return {
    subject: event.subject ?? '',
    body: { contentType: 'html', content: event.body?.content ?? '' },
    ...locationsToWire(mapLocations(event)),
    categories: event.categories ?? [],
    isReminderOn,
    ...(isReminderOn && typeof event.reminderMinutesBeforeStart === 'number'
      ? { reminderMinutesBeforeStart: event.reminderMinutesBeforeStart }
      : {}),
    ...(event.showAs ? { showAs: event.showAs } : {}),
    ...(event.sensitivity ? { sensitivity: event.sensitivity } : {}),
    ...(event.importance ? { importance: event.importance } : {}),
    ...(typeof event.allowNewTimeProposals === 'boolean' ? { allowNewTimeProposals: event.allowNewTimeProposals } : {}),
    ...(typeof event.responseRequested === 'boolean' ? { responseRequested: event.responseRequested } : {}),
    ...(typeof event.hideAttendees === 'boolean' ? { hideAttendees: event.hideAttendees } : {}),
    attendees: inviteesOf(event),
  };
}

/** Everybody invited, as they are written again; their answers stay with the service. */
export function inviteesOf(event: EventWire): readonly InviteeWire[] {
  return (event.attendees ?? []).map(({ type, emailAddress }) => ({
    type: type ?? 'required',
    emailAddress: {
      ...(emailAddress?.address ? { address: emailAddress.address } : {}),
      ...(emailAddress?.name ? { name: emailAddress.name } : {}),
    },
  }));
}
