import { describe, expect, test } from 'vitest';
import type { CreateEventOptions } from '../provider/event-writes.ts';
import {
  addAttachmentOptionsSchema,
  addAttendeesOptionsSchema,
  createEventOptionsSchema,
  deleteEventOptionsSchema,
  respondOptionsSchema,
  updateEventOptionsSchema,
} from './write-options-schemas.ts';
import { freeBusyOptionsSchema, updateContactOptionsSchema } from './directory-options-schemas.ts';
import { parseOptions } from './options-schemas.ts';

const wall = (dateTime: string, timeZone = 'Europe/Berlin', instant?: string) => ({
  dateTime,
  timeZone,
  ...(instant === undefined ? {} : { instant }),
});
const time = { kind: 'timed', start: wall('2026-11-16T09:00:00'), end: wall('2026-11-16T10:00:00') } as const;
const weekly = {
  rules: [{ frequency: 'weekly', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end: { kind: 'never' } }],
  excludedRules: [],
  additional: [],
  excluded: [],
} as const;
const create: CreateEventOptions = {
  event: {
    time,
    title: 'Zażółć 👩‍🚀 \u202Eright to left\u202C & <b>',
    body: { contentType: 'text', content: 'line\nline\ttab' },
    recurrence: weekly,
    attendees: [{ address: 'ben@tidewater.example', kind: 'resource', role: 'optional' }],
    conference: { kind: 'create', service: 'teams' },
    properties: { booking_1: 'x' },
    reminderMinutes: 0,
  },
  notify: 'everyone',
  idempotencyKey: 'k',
};
const event = (parts: object): object => ({ ...create, event: { ...create.event, ...parts } });

describe('events.create', () => {
  test('takes what the interface describes', () => {
    expect(parseOptions(createEventOptionsSchema, create, 'events.create')).toEqual(create);
  });

  test.each([
    ['notify', { event: create.event }],
    ['event.time', event({ time: { ...time, end: wall('2026-11-16T08:59:59') } })],
    [
      'event.time.start.timeZone',
      event({ time: { ...time, start: wall('2026-11-16T09:00:00', 'W. Europe Standard Time') } }),
    ],
    ['event.time.start.dateTime', event({ time: { ...time, start: wall('2026-02-30T09:00:00') } })],
    ['event.time.start.dateTime', event({ time: { ...time, start: wall('2026-11-16T24:00:00') } })],
    [
      'event.time.start',
      event({ time: { ...time, start: wall('2026-11-16T09:00:00', 'Europe/Berlin', '2026-11-16T09:00:00Z') } }),
    ],
    ['event.time', event({ time: { kind: 'allDay', startDate: '2026-11-16', endDate: '2026-11-16' } })],
    ['event.title', event({ title: 'half \ud83d' })],
    ['event.title', event({ title: 'x'.repeat(65_537) })],
    ['event.title', event({ title: null })],
    ['event.attendees.0.address', event({ attendees: [{ address: 'Ben <ben@tidewater.example>' }] })],
    ['event.attendees', event({ attendees: [{ address: 'b@t.example' }, { address: 'B@T.example' }] })],
    ['event.recurrence', event({ recurrence: { ...weekly, rules: [] } })],
    ['event.recurrence', event({ recurrence: { ...weekly, excluded: ['2026-11-23'] } })],
    [
      'event.recurrence',
      event({
        time: { kind: 'allDay', startDate: '2026-11-16', endDate: '2026-11-17' },
        recurrence: { ...weekly, additional: ['2026-11-18T08:00:00Z'] },
      }),
    ],
    ['event.recurrence.excluded.0', event({ recurrence: { ...weekly, excluded: ['2026-13-23T08:00:00Z'] } })],
    [
      'event.recurrence.rules.0.end.instant',
      event({
        recurrence: {
          ...weekly,
          rules: [{ ...weekly.rules[0], end: { kind: 'untilInstant', instant: '2026-02-30T08:00:00Z' } }],
        },
      }),
    ],
    [
      'event.time.start.instant',
      event({ time: { ...time, start: wall('2026-11-16T09:00:00', 'Europe/Berlin', '2026-11-16T25:00:00Z') } }),
    ],
    ['event.conference.url', event({ conference: { kind: 'link', url: 'javascript:alert(1)' } })],
    ['event.properties.a b', event({ properties: { 'a b': 'x' } })],
    [
      'event.properties',
      event({ properties: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`p${n}`, ''])) }),
    ],
    ['event.reminderMinutes', event({ reminderMinutes: -1 })],
    ['event', event({ iCalUid: 'u' })],
    ['idempotencyKey', { ...create, idempotencyKey: '' }],
  ])('names %s when it is wrong', (path, options) => {
    expect(() => parseOptions(createEventOptionsSchema, options, 'events.create')).toThrow(
      expect.objectContaining({
        code: 'invalidArgument',
        message: expect.stringContaining(`events.create: ${path}: `),
      }),
    );
  });

  test('takes both readings of an hour that clocks repeat', () => {
    const night = (instant: string) => wall('2026-10-25T02:30:00', 'Europe/Berlin', instant);
    const both = { kind: 'timed', start: night('2026-10-25T00:30:00Z'), end: night('2026-10-25T01:30:00Z') };
    expect(() => parseOptions(createEventOptionsSchema, event({ time: both }), 'events.create')).not.toThrow();
    const backwards = { kind: 'timed', start: both.end, end: both.start };
    expect(() => parseOptions(createEventOptionsSchema, event({ time: backwards }), 'events.create')).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  });
});

describe('a call about one event', () => {
  const byId = { eventId: 'e', notify: 'nobody' } as const;
  const byRecurrence = { masterId: 'm', recurrenceId: '2026-11-16T08:00:00Z', notify: 'nobody' } as const;

  test.each([
    [byId],
    [byRecurrence],
    [{ ...byRecurrence, recurrenceId: '2026-11-16', scope: 'following', ifVersion: 'v', calendarId: 'c' }],
  ])('names it one way: %j', (options) => {
    expect(parseOptions(deleteEventOptionsSchema, options, 'events.delete')).toEqual(options);
  });

  test.each([
    ['eventId', { notify: 'nobody' }],
    ['masterId', { recurrenceId: '2026-11-16', notify: 'nobody' }],
    ['recurrenceId', { ...byRecurrence, recurrenceId: '2026-11-16T09:00:00+01:00' }],
    ['recurrenceId', { ...byRecurrence, recurrenceId: '2026-02-30T09:00:00Z' }],
    ['recurrenceId', { ...byRecurrence, recurrenceId: '2026-11-16T24:00:00Z' }],
    ['its options', { ...byId, ...byRecurrence }],
    ['scope', { ...byId, scope: 'some' }],
    ['its options', { ...byId, canary: 1 }],
    ['notify', { eventId: 'e' }],
  ])('names %s when it is wrong', (path, options) => {
    expect(() => parseOptions(deleteEventOptionsSchema, options, 'events.delete')).toThrow(
      expect.objectContaining({
        code: 'invalidArgument',
        message: expect.stringContaining(`events.delete: ${path}: `),
      }),
    );
  });

  test('a patch clears what can be empty and nothing else', () => {
    const patch = { title: null, body: null, locations: null, recurrence: null, properties: { a: null, b: 'x' } };
    expect(parseOptions(updateEventOptionsSchema, { ...byId, patch }, 'events.update')).toEqual({ ...byId, patch });
    for (const wrong of [{ time: null }, { busyStatus: null }, { privacy: null }, { attendees: [] }]) {
      expect(() => parseOptions(updateEventOptionsSchema, { ...byId, patch: wrong }, 'events.update')).toThrow(
        expect.objectContaining({ code: 'invalidArgument' }),
      );
    }
  });

  test('no property gets lost for its name', () => {
    const properties: unknown = JSON.parse('{"__proto__":"a","b":"c"}');
    const refused = expect.objectContaining({
      message: expect.stringContaining('a property cannot be named __proto__'),
    });
    expect(() => parseOptions(createEventOptionsSchema, event({ properties }), 'events.create')).toThrow(refused);
    const update = { ...byId, patch: { properties } };
    expect(() => parseOptions(updateEventOptionsSchema, update, 'events.update')).toThrow(refused);
  });

  test('another time is not proposed with a yes', () => {
    const answer = { eventId: 'e', notifyOrganizer: true, proposedTime: time };
    const parse = (response: string) => () =>
      parseOptions(respondOptionsSchema, { ...answer, response }, 'events.respond');
    expect(parse('tentative')).not.toThrow();
    expect(parse('accepted')).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  test('the same address is not added twice', () => {
    const attendees = [{ address: 'a@t.example' }, { address: 'A@t.example' }];
    expect(() => parseOptions(addAttendeesOptionsSchema, { ...byId, attendees }, 'events.addAttendees')).toThrow(
      expect.objectContaining({ message: expect.stringContaining('attendees: ') }),
    );
  });

  test('a file of 3 MiB is the largest', () => {
    const parse = (bytes: number) => (): unknown => {
      const contentBase64 = Buffer.alloc(bytes).toString('base64');
      const attachment = { name: 'a.txt', contentType: 'text/plain', contentBase64 };
      return parseOptions(addAttachmentOptionsSchema, { eventId: 'e', attachment }, 'events.attachments.add');
    };
    expect(parse(3 * 1_048_576)).not.toThrow();
    expect(parse(3 * 1_048_576 + 1)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});

test('free/busy is asked for a year at most', () => {
  const ask = (end: string) => () =>
    parseOptions(
      freeBusyOptionsSchema,
      { mailboxes: ['a@t.example'], window: { start: '2026-01-01T00:00:00Z', end } },
      'freeBusy.query',
    );
  expect(ask('2027-01-02T00:00:00Z')).not.toThrow();
  expect(ask('2027-01-02T00:00:01Z')).toThrow(expect.objectContaining({ message: expect.stringContaining('window') }));
});

test('a contact holds no half characters', () => {
  for (const patch of [{ displayName: 'half \ud83d' }, { phoneNumbers: ['\udc69'] }]) {
    expect(() => parseOptions(updateContactOptionsSchema, { contactId: 'c', patch }, 'contacts.update')).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  }
});

test.each(['text/plain\r\n; x', 'text/plain; a\u0000b', 'text'])('%j is no MIME type', (contentType) => {
  const attachment = { name: 'a.txt', contentType, contentBase64: '' };
  expect(() =>
    parseOptions(addAttachmentOptionsSchema, { eventId: 'e', attachment }, 'events.attachments.add'),
  ).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
});

test('a contact is changed in part', () => {
  const options = { contactId: 'c', patch: { jobTitle: null, addresses: ['a@t.example'] }, ifVersion: 'v' };
  expect(parseOptions(updateContactOptionsSchema, options, 'contacts.update')).toEqual(options);
});
