import type { EventWriteCapabilities, NewEvent, WritableEventField } from '@kalends/core';
import { timed } from './writing-times.ts';

/** One value for every field that is no matter of time, recurrence or conferences. */
const everything: Omit<NewEvent, 'time' | 'color' | 'body'> = {
  title: 'Everything at once',
  locations: [{ name: 'Quay 7' }],
  categories: ['Travel'],
  reminderMinutes: 45,
  busyStatus: 'free',
  privacy: 'private',
  allowsNewTimeProposals: false,
  properties: { 'Ticket-Id': 'T-1', note_2: 'a "b" <c>' },
};

/** An event with everything that a service can keep; nobody is invited. */
export function fullEvent(writes: EventWriteCapabilities): NewEvent {
  const [color] = writes.colors;
  const fields: NewEvent = {
    ...everything,
    time: timed('2026-07-07', '14:00', '15:30'),
    body: { contentType: writes.bodyContentTypes[0] ?? 'text', content: 'First line\nSecond line' },
    ...(color === undefined ? {} : { color }),
    ...(writes.busyStatuses.includes('tentative') ? { busyStatus: 'tentative' as const } : {}),
  };
  const kept = Object.entries(fields).filter(
    ([name]) => !writes.unwritableFields.some((field: WritableEventField) => field === name),
  );
  // Only optional fields can be unwritable, so what is left is an event.
  return Object.fromEntries(kept) as unknown as NewEvent;
}

/** A value to try each field with that may have no place. */
export const sampleFields: Readonly<Omit<Required<NewEvent>, 'time'>> = {
  title: 'Refused',
  body: { contentType: 'text', content: 'Refused' },
  locations: [{ name: 'Nowhere' }],
  categories: ['Refused'],
  color: '#a4bdfc',
  reminderMinutes: 7,
  conference: { kind: 'link', url: 'https://meet.example/refused' },
  busyStatus: 'free',
  privacy: 'private',
  allowsNewTimeProposals: false,
  recurrence: {
    rules: [{ frequency: 'daily', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end: { kind: 'count', count: 2 } }],
    excludedRules: [],
    additional: [],
    excluded: [],
  },
  attendees: [{ address: 'ben@tidewater.example' }],
  properties: { refused: 'yes' },
};
