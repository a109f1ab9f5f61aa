import { graph } from '@kalends/graph';
import type { GraphProvider } from '@kalends/graph';
import { demoEntraClient, manualClock, startGraphEmulator } from '@kalends/testing';
import type { GraphEmulator } from '@kalends/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadRoomAgenda } from '../src/load-room-agenda.ts';
import { sampleDay } from '../src/sample-day.ts';
import { controllerView, doorView, screenView } from '../src/room-views.ts';

const company = sampleDay('2026-11-16');
const timeZone = 'Europe/Berlin';
const room = { name: 'Mole Room', timeZone };
let emulator: GraphEmulator;
let provider: GraphProvider;

beforeEach(async () => {
  const clock = manualClock('2026-11-16T08:00:00Z');
  emulator = await startGraphEmulator({ clock, company });
  provider = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: emulator.tenantId,
    authority: emulator.authority,
    graphBaseUrl: emulator.graphBaseUrl,
    allowInsecureLoopback: true,
    runtime: { clock },
  });
});
afterEach(() => emulator.close());

async function agendaAt(instant: string): ReturnType<typeof loadRoomAgenda> {
  const credential = await provider.signIn.application({ mailbox: 'mole@tidewater.example' });
  await using connection = provider.connect({ credential });
  return await loadRoomAgenda({ connection, nowMs: Date.parse(instant), timeZone });
}

test.each([
  [
    'before the first meeting',
    '2026-11-16T05:00:00Z',
    {
      screen: ['Mole Room', 'No meeting', 'Next  09:30-10:30  Firmware release call (Marta Lindqvist)'],
      door: 'Mole Room: FREE until 09:30',
      controller: [
        '09:30-10:30  Firmware release call (Marta Lindqvist)',
        '[ Join ] https://tidewater.zoom.us/j/91234567890',
      ],
    },
  ],
  [
    'in a meeting',
    '2026-11-16T09:00:00Z',
    {
      screen: ['Mole Room', 'Now   09:30-10:30  Firmware release call (Marta Lindqvist)', 'Next  11:00-12:00  Private'],
      door: 'Mole Room: TAKEN until 10:30',
      controller: [
        '09:30-10:30  Firmware release call (Marta Lindqvist)',
        '[ Join ] https://tidewater.zoom.us/j/91234567890',
      ],
    },
  ],
  [
    'in the last one, which has no link',
    '2026-11-16T13:30:00Z',
    {
      screen: ['Mole Room', 'Now   14:00-15:00  Tide tables working group (Priya Raman)', 'Nothing else today'],
      door: 'Mole Room: TAKEN until 15:00',
      controller: ['14:00-15:00  Tide tables working group (Priya Raman)', '[ no link ]'],
    },
  ],
])('shows on three devices what goes on %s', async (_when, instant, expected) => {
  const agenda = await agendaAt(instant);
  expect({
    screen: screenView(room, agenda),
    door: doorView(room, agenda)[0],
    controller: controllerView(room, agenda),
  }).toEqual(expected);
});

test('shows the day of the room and no other: what comes tomorrow is not next', async () => {
  const agenda = await agendaAt('2026-11-15T22:30:00Z');
  expect(screenView(room, agenda)).toEqual(['Mole Room', 'No meeting', 'Nothing else today']);
  const night = await agendaAt('2026-11-15T23:30:00Z');
  expect(screenView(room, night)[2]).toBe('Next  09:30-10:30  Firmware release call (Marta Lindqvist)');
});

test('nobody’s account is involved: rooms go on when all users are gone', async () => {
  const before = await agendaAt('2026-11-16T05:00:00Z');
  for (const { id } of company.people) emulator.revokeSessions(id);
  expect(await agendaAt('2026-11-16T05:00:00Z')).toEqual(before);
  const grants = new Set(emulator.tokenRequests.map(({ grantType }) => grantType));
  expect([...grants]).toEqual(['client_credentials']);
});

const entry = {
  eventId: 'e',
  title: 'Review',
  organizer: 'Ada',
  start: '2026-11-16T08:00:00Z',
  end: '2026-11-16T09:00:00Z',
  isAllDay: false,
};

test('a meeting without a link is shown and cannot be joined; a passcode is not shown', () => {
  expect(controllerView(room, { current: entry, upcoming: [] })).toEqual(['09:00-10:00  Review (Ada)', '[ no link ]']);
  const joinUrl = 'https://zoom.us/j/1?pwd=canary';
  expect(controllerView(room, { next: { ...entry, joinUrl }, upcoming: [] })).toEqual([
    '09:00-10:00  Review (Ada)',
    '[ Join ] https://zoom.us/j/1',
  ]);
});

test('a whole day has no times', () => {
  const day = { ...entry, start: '2026-11-15T23:00:00Z', end: '2026-11-16T23:00:00Z', isAllDay: true };
  const agenda = { current: day, upcoming: [] };
  expect(screenView(room, agenda)[1]).toBe('Now   all day      Review (Ada)');
  expect(doorView(room, agenda)).toEqual(['Mole Room: TAKEN all day']);
});

test('an empty day', () => {
  const agenda = { upcoming: [] };
  expect(screenView(room, agenda)).toEqual(['Mole Room', 'No meeting', 'Nothing else today']);
  expect(doorView(room, agenda)).toEqual(['Mole Room: FREE']);
  expect(controllerView(room, agenda)).toEqual(['Nothing to join']);
});

test('a private meeting takes the room and tells nothing', () => {
  const { title: _title, organizer: _organizer, ...hidden } = entry;
  expect(doorView(room, { current: hidden, upcoming: [] })).toEqual(['Mole Room: TAKEN until 10:00']);
  expect(screenView(room, { current: hidden, upcoming: [] })[1]).toBe('Now   09:00-10:00  Private');
});
