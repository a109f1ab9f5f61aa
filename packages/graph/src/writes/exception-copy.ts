import { locationsToWire } from '../mapping/content-input.ts';
import { mapLocations } from '../mapping/location-mapping.ts';
import { timesToWire } from '../mapping/time-input.ts';
import { mapTime } from '../mapping/time-mapping.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire, InviteeWire } from '../wire/event-write-wire.ts';

/** What a changed occurrence has for itself, to be written to the occurrence as its rule has it. */
export function exceptionToWire(exception: EventWire, regular: EventWire): EventWriteWire {
  const differs = (read: (event: EventWire) => unknown): boolean =>
    JSON.stringify(read(exception)) !== JSON.stringify(read(regular));
  const whole = copyToWire(exception);
  const names: (keyof EventWriteWire)[] = [];
  if (differs((event) => event.subject ?? '')) names.push('subject');
  if (differs((event) => event.body?.content ?? '')) names.push('body');
  if (differs(mapLocations)) names.push('location', 'locations');
  if (differs((event) => event.categories ?? [])) names.push('categories');
  if (differs((event) => event.showAs)) names.push('showAs');
  if (differs((event) => event.sensitivity)) names.push('sensitivity');
  if (differs((event) => event.importance)) names.push('importance');
  if (differs((event) => [event.isReminderOn, event.reminderMinutesBeforeStart]))
    names.push('isReminderOn', 'reminderMinutesBeforeStart');
  if (differs((event) => inviteesOf(event))) names.push('attendees');
  const kept = Object.entries(whole).filter(([name]) => names.some((wanted) => wanted === name));
  return {
    ...Object.fromEntries(kept),
    ...(differs(mapTime) ? timesToWire(mapTime(exception)) : {}),
  };
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
      address: emailAddress?.address ?? '',
      ...(emailAddress?.name ? { name: emailAddress.name } : {}),
    },
  }));
}
