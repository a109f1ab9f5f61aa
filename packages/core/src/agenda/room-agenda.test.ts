import { expect, test } from 'vitest';
import { sampleEvent } from '../provider/__fixtures__/sample-event.ts';
import type { SingleEvent } from '../model/event.ts';
import { roomAgenda } from './room-agenda.ts';

const timeZone = 'Europe/Berlin';
const at = (from: string, to: string): SingleEvent['time'] => {
  const zoned = (clock: string) => ({
    dateTime: `2026-11-16T${clock}:00`,
    timeZone,
    instant: `2026-11-16T${String(Number(clock.slice(0, 2)) - 1).padStart(2, '0')}${clock.slice(2)}:00Z`,
  });
  return { kind: 'timed', start: zoned(from), end: zoned(to) };
};
const events = [
  sampleEvent({ id: 'late', title: 'No link', time: at('15:00', '16:00') }),
  sampleEvent({
    id: 'now',
    title: 'Standup',
    time: at('09:00', '10:00'),
    organizer: { name: 'Ada', address: 'ada@tidewater.example', isSelf: false, participationStatus: 'accepted' },
    conference: { url: 'https://zoom.us/j/1', service: 'zoom' },
  }),
  sampleEvent({ id: 'hidden', title: 'Pay', privacy: 'private', time: at('11:00', '12:00') }),
  sampleEvent({ id: 'off', title: 'Off', status: 'cancelled', time: at('09:15', '09:45') }),
  sampleEvent({ id: 'no', title: 'No', participationStatus: 'declined', time: at('09:15', '09:45') }),
];
const agendaAt = (instant: string) => roomAgenda({ events, nowMs: Date.parse(instant), timeZone });

const standup = {
  eventId: 'now',
  title: 'Standup',
  organizer: 'Ada',
  start: '2026-11-16T08:00:00Z',
  end: '2026-11-16T09:00:00Z',
  isAllDay: false,
  joinUrl: 'https://zoom.us/j/1',
};
const hidden = { eventId: 'hidden', start: '2026-11-16T10:00:00Z', end: '2026-11-16T11:00:00Z', isAllDay: false };
const late = {
  eventId: 'late',
  title: 'No link',
  start: '2026-11-16T14:00:00Z',
  end: '2026-11-16T15:00:00Z',
  isAllDay: false,
};

test.each([
  [
    'before the first meeting',
    '2026-11-16T07:00:00Z',
    { next: standup, upcoming: [standup, hidden, late], changesAt: '2026-11-16T08:00:00Z' },
  ],
  [
    'at its first moment',
    '2026-11-16T08:00:00Z',
    { current: standup, next: hidden, upcoming: [hidden, late], changesAt: '2026-11-16T09:00:00Z' },
  ],
  ['at its end', '2026-11-16T09:00:00Z', { next: hidden, upcoming: [hidden, late], changesAt: '2026-11-16T10:00:00Z' }],
  [
    'in a meeting without a link',
    '2026-11-16T14:30:00Z',
    { current: late, upcoming: [], changesAt: '2026-11-16T15:00:00Z' },
  ],
  ['after the last', '2026-11-16T15:00:00Z', { upcoming: [] }],
])('%s', (_when, instant, expected) => {
  expect(agendaAt(instant)).toEqual(expected);
});

test('a whole day lies where the room is', () => {
  const day = sampleEvent({ id: 'day', time: { kind: 'allDay', startDate: '2026-11-16', endDate: '2026-11-17' } });
  const nowMs = Date.parse('2026-11-15T23:30:00Z');
  expect(roomAgenda({ events: [day], nowMs, timeZone }).current).toMatchObject({ eventId: 'day', isAllDay: true });
  expect(roomAgenda({ events: [day], nowMs, timeZone: 'America/New_York' }).current).toBeUndefined();
});

test('of two meetings at once the one that began last is under way', () => {
  const second = sampleEvent({ id: 'second', time: at('09:30', '11:00') });
  const agenda = roomAgenda({ events: [second, ...events], nowMs: Date.parse('2026-11-16T08:45:00Z'), timeZone });
  expect(agenda.current?.eventId).toBe('second');
});

test.each([{ privacy: 'private' }, { privacy: 'confidential' }, { isContentHidden: true }] as const)(
  'tells neither title nor organizer of %j',
  (parts) => {
    const organizer = { name: 'Ada', isSelf: false, participationStatus: 'accepted' } as const;
    const secret = sampleEvent({ title: 'Pay', organizer, time: at('09:00', '10:00'), ...parts });
    const nowMs = Date.parse('2026-11-16T08:30:00Z');
    expect(JSON.stringify(roomAgenda({ events: [secret], nowMs, timeZone }))).not.toMatch(/Pay|Ada/);
  },
);

test('links can be looked for elsewhere', () => {
  const joinUrlOf = (event: { id: string }): string => `https://join.example/${event.id}`;
  const agenda = roomAgenda({ events, nowMs: Date.parse('2026-11-16T14:30:00Z'), timeZone, joinUrlOf });
  expect(agenda.current?.joinUrl).toBe('https://join.example/late');
});

test('refuses a zone that is none', () => {
  expect(() => roomAgenda({ events, nowMs: 0, timeZone: 'Mars/Olympus' })).toThrow(
    expect.objectContaining({ code: 'invalidArgument' }),
  );
});
