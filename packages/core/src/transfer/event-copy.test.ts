import { describe, expect, test } from 'vitest';
import type { CalendarEvent, SingleEvent } from '../model/event.ts';
import type { EventWriteCapabilities } from '../provider/event-write-capabilities.ts';
import { sampleEvent } from '../provider/__fixtures__/sample-event.ts';
import { noEventWrites } from '../provider/unsupported-groups.ts';
import { newEventSchema } from '../schemas/event-input-schemas.ts';
import { eventCopy } from './event-copy.ts';

/** A service that can keep everything. */
const everything: EventWriteCapabilities = {
  ...noEventWrites,
  busyStatuses: ['busy', 'free', 'tentative', 'outOfOffice', 'workingElsewhere'],
  privacies: ['default', 'public', 'private', 'confidential'],
  bodyContentTypes: ['text', 'html'],
  colors: ['#a4bdfc'],
  maxLocations: 100,
  locationAddresses: true,
  recurrence: 'rfc5545',
  timeZones: 'iana',
  repeatedHours: true,
  conference: { create: [], link: 'conference' },
};

function copyOf(
  event: CalendarEvent,
  writes: Partial<EventWriteCapabilities> = {},
  attendees: 'invite' | 'leave' = 'leave',
): ReturnType<typeof eventCopy> {
  const events = { list: true, get: true, recurrenceIdOnExceptions: 'always', absentFields: [] } as const;
  return eventCopy({ event, target: { events: { ...events, writes: { ...everything, ...writes } } }, attendees });
}

const full = sampleEvent({
  title: 'Release & <review>',
  body: { contentType: 'html', content: '<p>a &lt; b</p>' },
  locations: [{ name: 'Harbour', address: 'harbour@tidewater.example' }, { name: 'Pier' }],
  categories: ['Blue'],
  color: '#a4bdfc',
  reminderMinutes: 10,
  conference: { url: 'https://zoom.us/j/1', service: 'zoom' },
  busyStatus: 'outOfOffice',
  privacy: 'confidential',
  allowsNewTimeProposals: false,
  properties: { booking: '42' },
});

test('a service that keeps everything loses nothing', () => {
  const { event, losses } = copyOf(full);
  expect(losses).toEqual([]);
  expect(event).toEqual({
    title: full.title,
    body: full.body,
    locations: full.locations,
    categories: ['Blue'],
    color: '#a4bdfc',
    reminderMinutes: 10,
    conference: { kind: 'link', url: 'https://zoom.us/j/1' },
    busyStatus: 'outOfOffice',
    privacy: 'confidential',
    allowsNewTimeProposals: false,
    properties: { booking: '42' },
    time: full.time,
  });
  expect(newEventSchema.parse(event)).toEqual(event);
});

test.each<[string, Partial<EventWriteCapabilities>, object, string[]]>([
  [
    'text bodies',
    { bodyContentTypes: ['text'] },
    { body: { contentType: 'text', content: 'a < b' } },
    ['body.contentType'],
  ],
  ['no bodies', { unwritableFields: ['body'] }, {}, ['body']],
  ['one location', { maxLocations: 1 }, { locations: [full.locations[0]] }, ['locations']],
  [
    'locations without addresses',
    { locationAddresses: false },
    { locations: [{ name: 'Harbour' }, { name: 'Pier' }] },
    ['locations.address'],
  ],
  ['no categories', { unwritableFields: ['categories'] }, {}, ['categories']],
  ['other colours', { colors: [] }, {}, ['color']],
  ['links in the text', { conference: { create: [], link: 'text' } }, {}, ['conference']],
  ['busy and free', { busyStatuses: ['busy', 'free'] }, { busyStatus: 'busy' }, ['busyStatus']],
  ['private at most', { privacies: ['default', 'private'] }, { privacy: 'private' }, ['privacy']],
  ['no proposals', { unwritableFields: ['allowsNewTimeProposals'] }, {}, ['allowsNewTimeProposals']],
  ['no properties', { unwritableFields: ['properties'] }, {}, ['properties']],
])('a service with %s', (_what, writes, expected, losses) => {
  const copy = copyOf(full, writes);
  expect(copy.losses.map(({ field }) => field)).toEqual(losses);
  expect(copy.event).toMatchObject(expected);
});

test.each<[string, Partial<SingleEvent>, object, string]>([
  ['a reminder years ahead', { reminderMinutes: 525_600 }, {}, 'reminderMinutes'],
  ['a reminder after the start', { reminderMinutes: -5 }, {}, 'reminderMinutes'],
  ['a title with half a character', { title: 'half \ud83d' }, {}, 'title'],
  ['an endless body', { body: { contentType: 'text', content: 'x'.repeat(1_048_577) } }, {}, 'body'],
  ['a category without a name', { categories: ['', 'Blue'] }, { categories: ['Blue'] }, 'categories'],
  [
    'a hundred and one categories',
    { categories: Array.from({ length: 101 }, (_, index) => `c${index}`) },
    { categories: Array.from({ length: 100 }, (_, index) => `c${index}`) },
    'categories',
  ],
  [
    'a property of another program',
    { properties: { 'a b': 'x', ours: 'y' } },
    { properties: { ours: 'y' } },
    'properties',
  ],
  [
    'a link that is none',
    { conference: { url: `https://x.example/${'y'.repeat(2_048)}`, service: 'other' } },
    {},
    'conference',
  ],
  [
    'the address of a place in another form',
    { locations: [{ name: 'Pier', address: '/o=Tidewater/cn=pier' }] },
    { locations: [{ name: 'Pier' }] },
    'locations.address',
  ],
])('%s cannot be written anywhere, and is named', (_what, parts, expected, field) => {
  const { event, losses } = copyOf(sampleEvent(parts));
  expect(losses).toEqual([{ field, reason: 'noPlace' }]);
  expect(event).toEqual({ busyStatus: 'busy', privacy: 'default', time: sampleEvent().time, ...expected });
  expect(() => newEventSchema.parse(event)).not.toThrow();
});

test('a service that keeps no busy status or privacy is told none', () => {
  const copy = copyOf(full, { busyStatuses: [], privacies: [] });
  expect(copy.losses.map(({ field }) => field)).toEqual(['busyStatus', 'privacy']);
  expect(Object.keys(copy.event)).not.toContain('busyStatus');
  expect(Object.keys(copy.event)).not.toContain('privacy');
});

describe('time', () => {
  const at = (dateTime: string, timeZone: string, instant: string): Partial<SingleEvent> => {
    const start = { dateTime, timeZone, instant };
    return { time: { kind: 'timed', start, end: start } };
  };

  test.each([
    ['Europe/Berlin', []],
    ['Europe/Amsterdam', ['time.timeZone']],
  ])('%s at a service with Windows zones', (timeZone, losses) => {
    const copy = copyOf(sampleEvent(at('2026-11-16T09:00:00', timeZone, '2026-11-16T08:00:00Z')), {
      timeZones: 'windows',
    });
    expect(copy.losses.map(({ field }) => field)).toEqual(losses);
    expect(copy.event.time).toMatchObject({ start: { timeZone } });
  });

  test('the second 02:30 of a night is told in UTC where a service keeps no offsets', () => {
    const copy = copyOf(sampleEvent(at('2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T01:30:00Z')), {
      repeatedHours: false,
    });
    expect(copy.losses).toEqual([{ field: 'time.timeZone', reason: 'otherValue' }]);
    expect(copy.event.time).toMatchObject({ start: { dateTime: '2026-10-25T01:30:00', timeZone: 'UTC' } });
  });

  test('whole days are dates everywhere', () => {
    const time = { kind: 'allDay', startDate: '2026-11-16', endDate: '2026-11-17' } as const;
    expect(copyOf(sampleEvent({ time }), { timeZones: 'windows', repeatedHours: false })).toEqual({
      event: { busyStatus: 'busy', privacy: 'default', time },
      losses: [],
    });
  });
});

describe('series', () => {
  const rule = {
    frequency: 'monthly',
    interval: 1,
    skip: 'omit',
    firstDayOfWeek: 'mo',
    end: { kind: 'never' },
  } as const;
  const master = (byMonthDay: number[]): CalendarEvent => ({
    ...sampleEvent(),
    kind: 'master',
    recurrence: { rules: [{ ...rule, byMonthDay }], excludedRules: [], additional: [], excluded: [] },
  });

  test('a rule comes along where it can be said', () => {
    const copy = copyOf(master([16]), { recurrence: 'outlook' });
    expect(copy.losses).toEqual([]);
    expect(copy.event.recurrence?.rules).toEqual([{ ...rule, byMonthDay: [16] }]);
  });

  test('a rule that cannot be said is refused', () => {
    expect(() => copyOf(master([16, 20]), { recurrence: 'outlook' })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
    expect(copyOf(master([16, 20])).losses).toEqual([]);
  });

  test('a rule is refused that iCalendar has no words for', () => {
    const series = master([31]);
    if (series.kind !== 'master') throw new Error('a series');
    const moved = [{ ...rule, skip: 'backward', byMonthDay: [31], bySetPosition: [1] }] as const;
    const recurrence = { ...series.recurrence, rules: moved };
    expect(() => copyOf({ ...series, recurrence })).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });

  test('a series on a clock that is not known is refused: in UTC it would move when clocks change', () => {
    const { time } = sampleEvent();
    if (time.kind !== 'timed') throw new Error('on the clock');
    const start = { ...time.start, dateTime: '2026-11-16T08:00:00', timeZone: 'UTC', unresolvedTimeZone: 'Customized' };
    for (const recurrence of ['rfc5545', 'outlook'] as const) {
      expect(() => copyOf({ ...master([16]), time: { ...time, start } }, { recurrence })).toThrow(
        expect.objectContaining({ code: 'unsupported' }),
      );
    }
  });

  test('an occurrence becomes an event of its own', () => {
    const occurrence = {
      ...sampleEvent(),
      kind: 'occurrence',
      masterId: 'm',
      recurrenceId: '2026-11-16T08:00:00Z',
    } as const;
    expect(copyOf(occurrence)).toMatchObject({ losses: [{ field: 'recurrence', reason: 'notAsked' }] });
    expect(copyOf(occurrence).event).not.toHaveProperty('recurrence');
  });
});

describe('people', () => {
  const meeting = sampleEvent({
    organizer: { address: 'ben@tidewater.example', isSelf: false, participationStatus: 'accepted' },
    attendees: [
      {
        address: 'chitra@tidewater.example',
        name: 'Chitra',
        kind: 'group',
        role: 'optional',
        participationStatus: 'declined',
        isSelf: false,
      },
      { name: 'Somebody', kind: 'individual', role: 'required', participationStatus: 'unknown', isSelf: false },
    ],
  });

  test('stay behind unless they are to be invited', () => {
    expect(copyOf(meeting)).toEqual({
      event: { busyStatus: 'busy', privacy: 'default', time: meeting.time },
      losses: [
        { field: 'attendees', reason: 'notAsked' },
        { field: 'organizer', reason: 'anotherOwner' },
      ],
    });
  });

  test('are invited anew, without their answers', () => {
    const copy = copyOf(meeting, {}, 'invite');
    expect(copy.event.attendees).toEqual([
      { address: 'chitra@tidewater.example', name: 'Chitra', kind: 'individual', role: 'optional' },
    ]);
    expect(copy.losses.map(({ field }) => field)).toEqual(['attendees', 'attendees.participationStatus', 'organizer']);
  });
});

describe('people who are invited', () => {
  const attendee = (address: string, parts: object = {}) =>
    ({
      address,
      kind: 'individual',
      role: 'required',
      participationStatus: 'needsAction',
      isSelf: false,
      ...parts,
    }) as const;

  test('are not whoever makes the copy: nobody invites themselves', () => {
    const meeting = sampleEvent({
      organizer: { address: 'ben@tidewater.example', isSelf: false, participationStatus: 'accepted' },
      attendees: [attendee('ada@tidewater.example', { isSelf: true }), attendee('chitra@tidewater.example')],
    });
    const copy = copyOf(meeting, {}, 'invite');
    expect(copy.event.attendees?.map(({ address }) => address)).toEqual(['chitra@tidewater.example']);
    expect(copy.losses).toEqual([
      { field: 'attendees', reason: 'anotherOwner' },
      { field: 'organizer', reason: 'anotherOwner' },
    ]);
  });

  test('have an address, and a service that takes them', () => {
    const meeting = sampleEvent({ attendees: [attendee('/o=Tidewater/cn=ben'), attendee('chitra@tidewater.example')] });
    const copy = copyOf(meeting, {}, 'invite');
    expect(copy.event.attendees?.map(({ address }) => address)).toEqual(['chitra@tidewater.example']);
    expect(copy.losses).toEqual([{ field: 'attendees', reason: 'noPlace' }]);
    const none = copyOf(meeting, { unwritableFields: ['attendees'] }, 'invite');
    expect(none.event).not.toHaveProperty('attendees');
    expect(none.losses).toEqual([{ field: 'attendees', reason: 'noPlace' }]);
  });
});

test('what no service keeps for another is named', () => {
  const event = sampleEvent({
    description: 'a preview',
    status: 'tentative',
    hasAttachments: true,
    isContentHidden: true,
    purpose: 'focusTime',
    workingLocation: { kind: 'home' },
    busyStatus: 'unknown',
  });
  expect(copyOf(event).losses.map(({ field }) => field)).toEqual([
    'attachments',
    'body',
    'busyStatus',
    'isContentHidden',
    'purpose',
    'status',
    'workingLocation',
  ]);
});
