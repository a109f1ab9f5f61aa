import type { SingleEvent } from '../../model/event.ts';

/** A plain hour of work in Berlin, with what a test says instead. */
export function sampleEvent(parts: Partial<SingleEvent> = {}): SingleEvent {
  return {
    kind: 'single',
    id: 'e1',
    calendarId: 'c1',
    status: 'confirmed',
    time: {
      kind: 'timed',
      start: { dateTime: '2026-11-16T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-11-16T08:00:00Z' },
      end: { dateTime: '2026-11-16T10:00:00', timeZone: 'Europe/Berlin', instant: '2026-11-16T09:00:00Z' },
    },
    isContentHidden: false,
    attendees: [],
    attendeesOmitted: false,
    participationStatus: 'accepted',
    locations: [],
    busyStatus: 'busy',
    privacy: 'default',
    purpose: 'default',
    categories: [],
    hasAttachments: false,
    ...parts,
  };
}
