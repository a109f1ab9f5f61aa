import { expect, test } from 'vitest';
import type { EventInstance, SingleEvent } from '../model/event.ts';
import { pagedList } from '../paging/pages.ts';
import type { ListEventsOptions } from '../provider/connection.ts';
import { fakeConnection } from '../provider/__fixtures__/fake-connection.ts';
import { sampleEvent } from '../provider/__fixtures__/sample-event.ts';
import { meetingList } from './meeting-list.ts';

const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-18T00:00:00Z' };
const allDay: SingleEvent['time'] = { kind: 'allDay', startDate: '2026-11-17', endDate: '2026-11-18' };
const occurrence: EventInstance = {
  ...sampleEvent({ id: 'standup', title: 'Standup' }),
  kind: 'occurrence',
  masterId: 'm',
  recurrenceId: '2026-11-16T08:00:00Z',
};
const noon: SingleEvent['time'] = {
  kind: 'timed',
  start: { dateTime: '2026-11-16T12:00:00', timeZone: 'Europe/Berlin', instant: '2026-11-16T11:00:00Z' },
  end: { dateTime: '2026-11-16T13:00:00', timeZone: 'Europe/Berlin', instant: '2026-11-16T12:00:00Z' },
};
const events: readonly EventInstance[] = [
  sampleEvent({ id: 'fair', title: 'Fair', time: allDay, conference: { url: 'https://zoom.us/j/1', service: 'zoom' } }),
  occurrence,
  sampleEvent({ id: 'off', status: 'cancelled' }),
  sampleEvent({ id: 'no', participationStatus: 'declined' }),
  sampleEvent({ id: 'lunch', time: noon }),
  sampleEvent({ id: 'untold', participationStatus: 'unknown' }),
];

function listing() {
  const asked: ListEventsOptions[] = [];
  const connection = fakeConnection({
    events: {
      list: (options) => {
        asked.push(options);
        return pagedList({ provider: 'fake', fetchPage: () => Promise.resolve({ items: events }) });
      },
    },
  });
  return { asked, connection };
}

test('shows when, what, whether it repeats and how to join, without those called off or declined', async () => {
  const { connection } = listing();
  expect(await meetingList({ connection, window, timeZone: 'Europe/Berlin' })).toEqual([
    { eventId: 'standup', title: 'Standup', time: occurrence.time, isRecurring: true },
    { eventId: 'untold', time: occurrence.time, isRecurring: false },
    { eventId: 'lunch', time: noon, isRecurring: false },
    { eventId: 'fair', title: 'Fair', time: allDay, isRecurring: false, joinUrl: 'https://zoom.us/j/1' },
  ]);
});

test('asks neither for attendees nor for descriptions', async () => {
  const { connection, asked } = listing();
  const { signal } = new AbortController();
  await meetingList({ connection, window, timeZone: 'UTC', calendarId: 'c', signal, joinUrlOf: () => undefined });
  expect(asked).toEqual([{ window, timeZone: 'UTC', calendarId: 'c', signal, omit: ['attendees', 'description'] }]);
});

test('finds links where it is told to look, and places whole days where the reader is', async () => {
  const { connection } = listing();
  const far = await meetingList({
    connection,
    window,
    timeZone: 'Pacific/Kiritimati',
    joinUrlOf: ({ id }) => `https://join.example/${id}`,
  });
  expect(far.map(({ joinUrl }) => joinUrl)).toEqual([
    'https://join.example/standup',
    'https://join.example/untold',
    'https://join.example/fair',
    'https://join.example/lunch',
  ]);
});
