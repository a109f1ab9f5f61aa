import { calendarEventSchema } from '@kalends/core/schemas';
import type { CalendarEvent, EventTime } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import { wireEvent } from '../../test/support/graph-answers.ts';
import { eventParts } from '../events/event-parts.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import { mapInstance } from './event-mapping.ts';
import type { EventSurroundings } from './event-mapping.ts';

const around: EventSurroundings = {
  calendarId: 'cal',
  selfAddress: 'Ada@Tidewater.example',
  holder: { isSelf: true, address: 'Ada@Tidewater.example' },
  hidesPrivateItems: false,
  parts: eventParts(),
};

/** Maps a documented event with changes, and checks that the result is one of the model. */
function map(overrides: Readonly<Record<string, unknown>>, changes: Partial<EventSurroundings> = {}): CalendarEvent {
  const event = mapInstance(eventWireSchema.parse(wireEvent(overrides)), { ...around, ...changes });
  expect(calendarEventSchema.parse(event)).toEqual(event);
  return event;
}

function timed(start: string, zone: string, overrides: Readonly<Record<string, unknown>> = {}): EventTime {
  return map({ start: { dateTime: start, timeZone: zone }, end: { dateTime: start, timeZone: zone }, ...overrides })
    .time;
}

describe('time', () => {
  it('shows UTC answers in the zone the event was made in', () => {
    expect(map({}).time).toEqual({
      kind: 'timed',
      start: { dateTime: '2026-11-16T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-11-16T08:00:00Z' },
      end: { dateTime: '2026-11-16T10:00:00', timeZone: 'Europe/Berlin', instant: '2026-11-16T09:00:00Z' },
    });
  });

  test.each([
    ['UTC', '2026-08-03T07:00:00.0000000', '2026-08-03T07:00:00Z'],
    ['Europe/Amsterdam', '2026-08-03T09:00:00.0000000', '2026-08-03T07:00:00Z'],
    ['W. Europe Standard Time', '2026-08-03T09:00:00.0000000', '2026-08-03T07:00:00Z'],
    ['Pacific Standard Time', '2026-08-03T00:00:00.0000000', '2026-08-03T07:00:00Z'],
    ['India Standard Time', '2026-08-03T12:30:00', '2026-08-03T07:00:00Z'],
    // In the gap of 29 March 02:30 is read with the offset from before it; in the repeated hour the first one counts.
    ['Europe/Berlin', '2026-03-29T02:30:00.0000000', '2026-03-29T01:30:00Z'],
    ['Europe/Berlin', '2026-10-25T02:30:00.0000000', '2026-10-25T00:30:00Z'],
    ['tzone://Microsoft/Utc', '2028-02-29T12:00:00.0000000', '2028-02-29T12:00:00Z'],
  ])('reads a wall time in %s', (zone, wallTime, instant) => {
    expect(timed(wallTime, zone)).toMatchObject({ start: { instant } });
  });

  it('keeps the instant when the zone the event was made in is of its own making', () => {
    expect(
      timed('2026-11-16T08:00:00.0000000', 'UTC', {
        originalStartTimeZone: 'tzone://Microsoft/Custom',
        originalEndTimeZone: 'tzone://Microsoft/Custom',
      }),
    ).toMatchObject({
      start: {
        dateTime: '2026-11-16T08:00:00',
        timeZone: 'UTC',
        instant: '2026-11-16T08:00:00Z',
        unresolvedTimeZone: 'tzone://Microsoft/Custom',
      },
    });
  });

  it('gives start and end their own zones', () => {
    expect(
      map({ originalStartTimeZone: 'W. Europe Standard Time', originalEndTimeZone: 'Eastern Standard Time' }).time,
    ).toMatchObject({
      start: { timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-11-16T04:00:00', timeZone: 'America/New_York' },
    });
  });

  test.each(['UTC', 'Pacific/Auckland', 'Hawaiian Standard Time', 'nonsense'])(
    'takes whole days as written, whatever zone stands beside them (%s)',
    (timeZone) => {
      const time = map({
        isAllDay: true,
        start: { dateTime: '2028-02-29T00:00:00.0000000', timeZone },
        end: { dateTime: '2028-03-01T00:00:00.0000000', timeZone },
        originalStartTimeZone: 'New Zealand Standard Time',
      }).time;
      expect(time).toEqual({ kind: 'allDay', startDate: '2028-02-29', endDate: '2028-03-01' });
    },
  );

  test.each([
    [
      'a time that its own zone cannot write',
      { end: { dateTime: '9999-12-31T23:59:59', timeZone: 'UTC' }, originalEndTimeZone: 'Europe/Berlin' },
      'end.dateTime',
    ],
    [
      'a last day that has no day after',
      {
        isAllDay: true,
        start: { dateTime: '9999-12-31T00:00:00', timeZone: 'UTC' },
        end: { dateTime: '9999-12-31T00:00:00', timeZone: 'UTC' },
      },
      'end.dateTime',
    ],
    ['a zone nobody knows', { start: { dateTime: '2026-11-16T08:00:00', timeZone: 'Mars' } }, 'start.timeZone'],
    [
      'an offset beside a zone',
      { start: { dateTime: '2026-11-16T08:00:00+01:00', timeZone: 'UTC' } },
      'start.dateTime',
    ],
    ['a day that does not exist', { isAllDay: true, start: { dateTime: '2026-02-30T00:00:00' } }, 'start.dateTime'],
  ])('refuses %s, naming the field', (_case, overrides, field) => {
    expect(() => map(overrides)).toThrow(
      expect.objectContaining({ code: 'invalidResponse', message: expect.stringContaining(field) }),
    );
  });
});

describe('place in a series', () => {
  const occurrence = { type: 'occurrence', seriesMasterId: 'master-1' };
  const exception = { type: 'exception', seriesMasterId: 'master-1' };
  const wholeDay = {
    isAllDay: true,
    start: { dateTime: '2026-11-16T00:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-11-17T00:00:00.0000000', timeZone: 'UTC' },
  };

  test.each([
    ['an occurrence by its own start', { ...occurrence }, '2026-11-16T08:00:00Z'],
    [
      'an occurrence by originalStart',
      { ...occurrence, originalStart: '2026-11-16T08:00:00Z' },
      '2026-11-16T08:00:00Z',
    ],
    ['a whole-day occurrence by its date', { ...occurrence, ...wholeDay }, '2026-11-16'],
    [
      'a whole-day occurrence whose original start is a midnight somewhere else',
      {
        ...occurrence,
        ...wholeDay,
        originalStart: '2026-11-15T11:00:00Z',
        originalStartTimeZone: 'tzone://Microsoft/Custom',
      },
      '2026-11-16',
    ],
    [
      'an exception by originalStart',
      { ...exception, originalStart: '2026-11-14T08:00:00.0000000Z' },
      '2026-11-14T08:00:00Z',
    ],
    [
      'a whole-day exception by midnight UTC',
      { ...exception, ...wholeDay, originalStart: '2026-11-14T00:00:00Z' },
      '2026-11-14',
    ],
    [
      'a whole-day exception by midnight in its zone',
      { ...exception, ...wholeDay, originalStart: '2026-11-13T23:00:00Z' },
      '2026-11-14',
    ],
    [
      'a day-long exception of a timed series',
      { ...exception, ...wholeDay, originalStart: '2026-11-14T08:00:00Z' },
      '2026-11-14T08:00:00Z',
    ],
    [
      'a whole-day exception by its occurrence id',
      { ...exception, ...wholeDay, occurrenceId: 'OID.a.b.2026-11-13' },
      '2026-11-13',
    ],
  ])('keys %s', (_case, overrides, recurrenceId) => {
    expect(map(overrides)).toMatchObject({ masterId: 'master-1', recurrenceId });
  });

  it('does not take the service’s word for “never” as an original start', () => {
    expect(map({ ...exception, originalStart: '0001-01-01T00:00:00Z' })).not.toHaveProperty('recurrenceId');
  });

  it('does not guess the key of a timed exception from a day alone', () => {
    expect(map({ ...exception, occurrenceId: 'OID.master-1.2026-11-13' })).not.toHaveProperty('recurrenceId');
  });

  it('refuses an occurrence that does not name its series', () => {
    expect(() => map({ type: 'occurrence' })).toThrow(expect.objectContaining({ code: 'invalidResponse' }));
  });
});

describe('content', () => {
  test.each([
    ['free', 'free'],
    ['tentative', 'tentative'],
    ['busy', 'busy'],
    ['oof', 'outOfOffice'],
    ['workingElsewhere', 'workingElsewhere'],
    ['unknown', 'unknown'],
    ['somethingNew', 'unknown'],
    [null, 'unknown'],
  ])('maps showAs %s to %s', (showAs, busyStatus) => {
    expect(map({ showAs }).busyStatus).toBe(busyStatus);
  });

  test.each([
    ['normal', 'default'],
    [null, 'default'],
    ['personal', 'private'],
    ['private', 'private'],
    ['confidential', 'confidential'],
    ['somethingNew', 'private'],
  ])('maps sensitivity %s to %s', (sensitivity, privacy) => {
    expect(map({ sensitivity }).privacy).toBe(privacy);
  });

  test.each([
    [
      'Teams',
      { onlineMeetingProvider: 'teamsForBusiness', onlineMeeting: { joinUrl: 'https://teams.example/j' } },
      { url: 'https://teams.example/j', service: 'teams' },
    ],
    [
      'Skype',
      { onlineMeetingProvider: 'skypeForBusiness', onlineMeetingUrl: 'https://meet.example/s' },
      { url: 'https://meet.example/s', service: 'skype' },
    ],
    [
      'an unknown service',
      { onlineMeetingProvider: 'unknown', onlineMeeting: { joinUrl: 'https://x.example/' } },
      { url: 'https://x.example/', service: 'other' },
    ],
    ['a script', { onlineMeeting: { joinUrl: 'javascript:alert(1)' } }, undefined],
    ['plain http', { onlineMeeting: { joinUrl: 'http://teams.example/j' } }, undefined],
    ['a link in the text only', { bodyPreview: 'https://teams.example/j' }, undefined],
  ])('takes the join link of %s from conference data alone', (_case, overrides, conference) => {
    expect(map(overrides).conference).toEqual(conference);
  });

  it('merges location and locations and finds room addresses', () => {
    const room = {
      displayName: 'Harbour room',
      locationType: 'conferenceRoom',
      locationUri: 'harbour@tidewater.example',
      uniqueId: 'harbour@tidewater.example',
      uniqueIdType: 'directory',
    };
    expect(
      map({
        location: room,
        locations: [room, room, { displayName: 'Pier 4', uniqueId: 'Pier 4', uniqueIdType: 'private' }],
      }).locations,
    ).toEqual([{ name: 'Harbour room', address: 'harbour@tidewater.example' }, { name: 'Pier 4' }]);
    expect(map({ location: { displayName: 'Pier 4' }, locations: null }).locations).toEqual([{ name: 'Pier 4' }]);
    expect(map({ location: { displayName: '' } }).locations).toEqual([]);
  });

  it('says when invitees were hidden from this mailbox; the organizer sees them all', () => {
    expect(map({ hideAttendees: true, isOrganizer: false }).attendeesOmitted).toBe(true);
    expect(map({ hideAttendees: true, isOrganizer: true }).attendeesOmitted).toBe(false);
    expect(map({ hideAttendees: null, isOrganizer: false }).attendeesOmitted).toBe(false);
  });

  it('has a reminder only where one is switched on', () => {
    expect(map({ isReminderOn: true, reminderMinutesBeforeStart: 0 })).toMatchObject({ reminderMinutes: 0 });
    expect(map({ isReminderOn: false, reminderMinutesBeforeStart: 15 })).not.toHaveProperty('reminderMinutes');
  });

  it('says that a meeting was called off and when it changed', () => {
    const event = map({
      isCancelled: true,
      createdDateTime: '0001-01-01T00:00:00Z',
      lastModifiedDateTime: '2026-07-18T07:46:27.5509919Z',
    });
    expect(event).toMatchObject({ status: 'cancelled', updatedAt: '2026-07-18T07:46:27.5509919Z' });
    expect(event).not.toHaveProperty('createdAt');
  });

  it('maps an event of which only what is required came', () => {
    const bare = { id: 'e', start: { dateTime: '2026-11-16T08:00:00' }, end: { dateTime: '2026-11-16T09:00:00' } };
    const event = mapInstance(eventWireSchema.parse(bare), around);
    expect(calendarEventSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({ kind: 'single', attendees: [], locations: [], time: { start: { timeZone: 'UTC' } } });
  });

  it('keeps private content of a calendar that shows it, and its own private items always', () => {
    const foreign = { sensitivity: 'private', isOrganizer: false };
    expect(map(foreign)).toMatchObject({ isContentHidden: false, title: 'Harbour planning' });
    expect(map({ sensitivity: 'private' }, { hidesPrivateItems: true })).toMatchObject({ isContentHidden: false });
    expect(map(foreign, { hidesPrivateItems: true })).toMatchObject({ isContentHidden: true });
  });
});
