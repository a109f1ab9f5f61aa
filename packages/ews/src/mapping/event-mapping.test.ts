import { calendarEventSchema } from '@kalends/core/schemas';
import type { CalendarEvent } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { detailOf } from '../operations/item-properties.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { eventOf, instanceOf } from './event-mapping.ts';

const context = { calendarId: 'CAL=', selfAddress: 'ada@tidewater.example', detail: detailOf({}) };
const single: WireItem = {
  ItemId: { Id: 'AAMk=', ChangeKey: 'DwAA' },
  Start: '2026-07-01T07:00:00Z',
  End: '2026-07-01T08:00:00Z',
  StartTimeZoneId: 'W. Europe Standard Time',
  CalendarItemType: 'Single',
};
const map = (item: WireItem, includesBody = false): CalendarEvent =>
  calendarEventSchema.parse(
    eventOf({ ...single, ...item }, undefined, {
      ...context,
      detail: detailOf({ include: includesBody ? ['body'] : [] }),
    }),
  );

describe('eventOf', () => {
  it('maps every field', () => {
    const event = map({
      Subject: 'Planning ',
      Sensitivity: 'Confidential',
      Body: { BodyType: 'Text', text: 'Numbers first.\r\nThen the map.\r\n' },
      DateTimeCreated: '2026-06-01T07:00:00.5Z',
      LastModifiedTime: '2026-06-02T09:00:00+02:00',
      Categories: { String: ['Blue', 'Red'] },
      ReminderIsSet: 'true',
      ReminderMinutesBeforeStart: '15',
      HasAttachments: '1',
      UID: 'uid-1',
      LegacyFreeBusyStatus: 'WorkingElsewhere',
      Location: 'Room 1',
      MyResponseType: 'Accept',
      Organizer: { Mailbox: { Name: 'Ben', EmailAddress: 'ben@tidewater.example', RoutingType: 'SMTP' } },
      AllowNewTimeProposal: 'true',
      JoinOnlineMeetingUrl: 'https://meet.tidewater.example/ben/ABC',
    });
    expect(event).toEqual({
      kind: 'single',
      id: 'AAMk=',
      calendarId: 'CAL=',
      iCalUid: 'uid-1',
      version: 'DwAA',
      status: 'confirmed',
      time: {
        kind: 'timed',
        start: { dateTime: '2026-07-01T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-07-01T07:00:00Z' },
        end: { dateTime: '2026-07-01T10:00:00', timeZone: 'Europe/Berlin', instant: '2026-07-01T08:00:00Z' },
      },
      title: 'Planning ',
      description: 'Numbers first.\nThen the map.',
      isContentHidden: false,
      organizer: { name: 'Ben', address: 'ben@tidewater.example', isSelf: false, participationStatus: 'accepted' },
      attendees: [],
      attendeesOmitted: false,
      participationStatus: 'accepted',
      locations: [{ name: 'Room 1' }],
      conference: { url: 'https://meet.tidewater.example/ben/ABC', service: 'skype' },
      busyStatus: 'workingElsewhere',
      privacy: 'confidential',
      purpose: 'default',
      categories: ['Blue', 'Red'],
      hasAttachments: true,
      reminderMinutes: 15,
      allowsNewTimeProposals: true,
      createdAt: '2026-06-01T07:00:00Z',
      updatedAt: '2026-06-02T07:00:00Z',
    });
  });

  it('maps an item with nothing but its times', () => {
    expect(map({})).toMatchObject({ busyStatus: 'busy', privacy: 'default', status: 'confirmed', categories: [] });
    expect(map({})).not.toHaveProperty('title');
  });

  it.each<[WireItem, object]>([
    [{ LegacyFreeBusyStatus: 'Free' }, { busyStatus: 'free' }],
    [{ LegacyFreeBusyStatus: 'Tentative' }, { busyStatus: 'tentative' }],
    [{ LegacyFreeBusyStatus: 'Busy' }, { busyStatus: 'busy' }],
    [{ LegacyFreeBusyStatus: 'OOF' }, { busyStatus: 'outOfOffice' }],
    [{ LegacyFreeBusyStatus: 'NoData' }, { busyStatus: 'unknown' }],
    [{ LegacyFreeBusyStatus: 'Asleep' }, { busyStatus: 'unknown' }],
    [{ LegacyFreeBusyStatus: 'constructor' }, { busyStatus: 'unknown' }],
    [{ Sensitivity: 'toString' }, { privacy: 'private' }],
    [
      { MyResponseType: 'valueOf', RequiredAttendees: { Attendee: [{ Mailbox: { Name: 'X' } }] } },
      { participationStatus: 'unknown' },
    ],
    [{ Sensitivity: 'Normal' }, { privacy: 'default' }],
    [{ Sensitivity: 'Personal' }, { privacy: 'private' }],
    [{ Sensitivity: 'Secret' }, { privacy: 'private' }],
    [{ IsCancelled: 'true' }, { status: 'cancelled' }],
    [{ AppointmentState: '7' }, { status: 'cancelled' }],
    [{ AppointmentState: '3' }, { status: 'confirmed' }],
  ])('reads %j as %j', (item, expected) => {
    expect(map(item)).toMatchObject(expected);
  });

  it.each(['http://meet.tidewater.example/x', 'javascript:alert(1)', 'sip:ben@x', ' ', 'nonsense'])(
    'does not take %j for a join link',
    (JoinOnlineMeetingUrl) => {
      expect(map({ JoinOnlineMeetingUrl })).not.toHaveProperty('conference');
    },
  );

  it('has no reminder when it is switched off', () => {
    expect(map({ ReminderIsSet: 'false', ReminderMinutesBeforeStart: '15' })).not.toHaveProperty('reminderMinutes');
  });

  it('says of somebody else’s private item that its content is hidden', () => {
    const event = map({ Sensitivity: 'Private' });
    expect(event).toMatchObject({ isContentHidden: true, privacy: 'private' });
    expect(event).not.toHaveProperty('title');
  });

  it('shows the own private item', () => {
    expect(map({ Sensitivity: 'Private', Subject: 'Dentist' })).toMatchObject({
      isContentHidden: false,
      title: 'Dentist',
    });
  });

  it('never has an empty title', () => {
    expect(map({ Subject: '  ' })).not.toHaveProperty('title');
  });

  it('cuts the description after 255 characters, not within one', () => {
    const text = `${'a'.repeat(254)}🚀 and more`;
    expect(map({ Body: { BodyType: 'Text', text } }).description).toBe('a'.repeat(254));
  });

  it('gives the body only when it was asked for, and its text as the description', () => {
    const Body = { BodyType: 'HTML', text: '<p>Agenda &amp; more</p>' };
    expect(map({ Body }, true)).toMatchObject({
      body: { contentType: 'html', content: '<p>Agenda &amp; more</p>' },
      description: 'Agenda & more',
    });
    expect(map({ Body }, false)).not.toHaveProperty('body');
  });

  it('knows the address of a room from the structured location', () => {
    const EnhancedLocation = {
      DisplayName: 'Room 1',
      PostalAddress: { LocationSource: 'Resource', LocationUri: 'room1@tidewater.example' },
    };
    expect(map({ EnhancedLocation, Location: 'other' }).locations).toEqual([
      { name: 'Room 1', address: 'room1@tidewater.example' },
    ]);
  });

  it.each([
    [
      'Room 1; Room 2',
      [
        { name: 'Room 1', address: 'r1@tidewater.example' },
        { name: 'Room 2', address: 'r2@tidewater.example' },
      ],
    ],
    ['Room 1; then the pub', [{ name: 'Room 1; then the pub' }]],
  ])('splits the location %j only into invited rooms', (Location, expected) => {
    const room = (name: string, address: string): object => ({ Mailbox: { Name: name, EmailAddress: address } });
    const Resources = { Attendee: [room('Room 1', 'r1@tidewater.example'), room('Room 2', 'r2@tidewater.example')] };
    expect(map({ Location, Resources }).locations).toEqual(expected);
  });

  it.each<[string, WireItem]>([
    ['ItemId', { ItemId: {} }],
    ['CalendarItemType', { CalendarItemType: 'Sometimes' }],
    ['ReminderMinutesBeforeStart', { ReminderIsSet: 'true', ReminderMinutesBeforeStart: 'soon' }],
    ['AppointmentState', { AppointmentState: 'x' }],
    ['LastModifiedTime', { LastModifiedTime: 'yesterday' }],
  ])('refuses an item whose %s makes no sense', (field, item) => {
    expect(() => map(item)).toThrow(
      expect.objectContaining({ code: 'invalidResponse', message: expect.stringContaining(field) }),
    );
  });

  it('refuses an item that does not say what it is', () => {
    const { CalendarItemType: _type, ...item } = single;
    expect(() => eventOf(item, undefined, context)).toThrow(expect.objectContaining({ code: 'invalidResponse' }));
  });
});

describe('instanceOf', () => {
  const master = { id: 'MASTER=', item: { StartTimeZoneId: 'W. Europe Standard Time' } };
  const instance = (item: WireItem, series = master): CalendarEvent =>
    calendarEventSchema.parse(instanceOf({ ...single, ...item }, series, context));

  it('keys an occurrence by its start when the service does not repeat it', () => {
    expect(instance({ CalendarItemType: 'Occurrence' })).toMatchObject({
      kind: 'occurrence',
      masterId: 'MASTER=',
      recurrenceId: '2026-07-01T07:00:00Z',
    });
  });

  it('keys an exception by its original start', () => {
    expect(instance({ CalendarItemType: 'Exception', OriginalStart: '2026-06-30T07:00:00Z' })).toMatchObject({
      kind: 'exception',
      recurrenceId: '2026-06-30T07:00:00Z',
    });
  });

  it('keys an exception by RecurrenceId, or not at all', () => {
    const exception = { CalendarItemType: 'Exception' };
    expect(instance({ ...exception, RecurrenceId: '2026-06-30T07:00:00Z' })).toMatchObject({
      recurrenceId: '2026-06-30T07:00:00Z',
    });
    expect(instance(exception)).not.toHaveProperty('recurrenceId');
  });

  it('keys an occurrence of a series of whole days by a date', () => {
    const series = { id: 'MASTER=', item: { ...master.item, IsAllDayEvent: 'true' } };
    const occurrence = { CalendarItemType: 'Occurrence', Start: '2026-06-29T22:00:00Z', End: '2026-06-30T22:00:00Z' };
    expect(instance(occurrence, series)).toMatchObject({ recurrenceId: '2026-06-30' });
  });

  it('keys a timed exception of a series of whole days by a date', () => {
    const series = { id: 'MASTER=', item: { ...master.item, IsAllDayEvent: 'true' } };
    expect(instance({ CalendarItemType: 'Exception', OriginalStart: '2026-06-29T22:00:00Z' }, series)).toMatchObject({
      time: { kind: 'timed' },
      recurrenceId: '2026-06-30',
    });
  });
});
