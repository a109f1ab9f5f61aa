import { calendarEventSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../wire/event.ts';
import { mapEvent } from './event.ts';
import type { EventContext } from './event.ts';

const context: EventContext = {
  calendarId: 'ada@example.com',
  calendarTimeZone: 'Europe/Paris',
  accessRole: 'owner',
  viewer: { address: 'ada@example.com', isSelfFlagOurs: true },
  include: [],
};
const times: Pick<WireEvent, 'start' | 'end'> = {
  start: { dateTime: '2026-11-16T10:00:00+01:00', timeZone: 'Europe/Paris' },
  end: { dateTime: '2026-11-16T11:00:00+01:00', timeZone: 'Europe/Paris' },
};
const map = (more: Partial<WireEvent>, around: Partial<EventContext> = {}): ReturnType<typeof mapEvent> => {
  const event = mapEvent({ id: 'e1', ...times, ...more }, { ...context, ...around });
  expect(calendarEventSchema.parse(event)).toEqual(event);
  return event;
};

describe('mapEvent', () => {
  it('maps everything an event can have', () => {
    const event = map(
      {
        etag: '"3225621880126000"',
        status: 'tentative',
        htmlLink: 'https://www.google.com/calendar/event?eid=x',
        created: '2026-03-01T09:00:00.000Z',
        updated: '2026-03-01T09:00:00.063Z',
        summary: 'Planning',
        description: 'Bring <b>numbers</b><br>and cake',
        location: 'Room 4',
        organizer: { email: 'ada@example.com', self: true },
        transparency: 'transparent',
        visibility: 'confidential',
        iCalUID: 'e1@google.com',
        attendees: [
          {
            email: 'room4@resource.calendar.google.com',
            displayName: 'Room 4',
            resource: true,
            responseStatus: 'accepted',
          },
        ],
        reminders: {
          useDefault: false,
          overrides: [
            { method: 'email', minutes: 5 },
            { method: 'popup', minutes: 30 },
            { method: 'popup', minutes: 10 },
          ],
        },
        attachments: [{ fileUrl: 'https://drive.google.com/x', title: 'Agenda', mimeType: 'application/pdf' }],
        eventType: 'default',
      },
      { include: ['body'] },
    );
    expect(event).toEqual({
      kind: 'single',
      id: 'e1',
      calendarId: 'ada@example.com',
      iCalUid: 'e1@google.com',
      version: '"3225621880126000"',
      status: 'tentative',
      time: {
        kind: 'timed',
        start: { dateTime: '2026-11-16T10:00:00', timeZone: 'Europe/Paris', instant: '2026-11-16T09:00:00Z' },
        end: { dateTime: '2026-11-16T11:00:00', timeZone: 'Europe/Paris', instant: '2026-11-16T10:00:00Z' },
      },
      title: 'Planning',
      description: 'Bring numbers\nand cake',
      body: { contentType: 'html', content: 'Bring <b>numbers</b><br>and cake' },
      isContentHidden: false,
      organizer: { address: 'ada@example.com', isSelf: true, participationStatus: 'accepted' },
      attendees: [
        {
          name: 'Room 4',
          address: 'room4@resource.calendar.google.com',
          kind: 'resource',
          role: 'required',
          participationStatus: 'accepted',
          isSelf: false,
        },
      ],
      attendeesOmitted: false,
      participationStatus: 'accepted',
      locations: [{ name: 'Room 4', address: 'room4@resource.calendar.google.com' }],
      busyStatus: 'free',
      privacy: 'private',
      purpose: 'default',
      categories: [],
      hasAttachments: true,
      attachments: [{ name: 'Agenda', contentType: 'application/pdf', url: 'https://drive.google.com/x' }],
      reminderMinutes: 10,
      webUrl: 'https://www.google.com/calendar/event?eid=x',
      createdAt: '2026-03-01T09:00:00.000Z',
      updatedAt: '2026-03-01T09:00:00.063Z',
    });
  });

  it('applies the defaults that Google leaves out, and drops what it does not know', () => {
    const unknownField: object = { somethingNew: true };
    expect(map({ ...unknownField })).toEqual({
      kind: 'single',
      id: 'e1',
      calendarId: 'ada@example.com',
      status: 'confirmed',
      time: expect.objectContaining({ kind: 'timed' }),
      isContentHidden: false,
      attendees: [],
      attendeesOmitted: false,
      participationStatus: 'unknown',
      locations: [],
      busyStatus: 'busy',
      privacy: 'default',
      purpose: 'default',
      categories: [],
      hasAttachments: false,
    });
  });

  it('takes null like absent', () => {
    const nulls = {
      summary: null,
      description: null,
      location: null,
      attendees: null,
      organizer: null,
      reminders: null,
    };
    expect(map({ ...nulls, attachments: null, conferenceData: null, workingLocationProperties: null })).toEqual(
      map({}),
    );
  });

  it('returns the body only when asked', () => {
    expect(map({ description: 'x' })).not.toHaveProperty('body');
    expect(map({ description: '<br>' })).not.toHaveProperty('description');
  });

  it.each([
    ['https://www.google.com/x', true],
    ['http://www.google.com/x', false],
    ['javascript:alert(1)', false],
  ])('passes on web addresses that are https only: %s', (htmlLink, isKept) => {
    expect('webUrl' in map({ htmlLink })).toBe(isKept);
  });

  it.each([['0000-12-31T00:00:00.000Z'], ['yesterday'], ['']])(
    'leaves out a timestamp that says nothing: %j',
    (created) => {
      expect(map({ created })).not.toHaveProperty('createdAt');
    },
  );

  it.each([
    ['outOfOffice', undefined, 'outOfOffice', 'outOfOffice'],
    ['focusTime', 'opaque', 'focusTime', 'busy'],
    ['birthday', 'transparent', 'birthday', 'free'],
    ['fromGmail', undefined, 'fromGmail', 'busy'],
    ['somethingNew', 'somethingNew', 'unknown', 'unknown'],
    ['constructor', undefined, 'unknown', 'busy'],
  ])('reads the event type %s', (eventType, transparency, purpose, busyStatus) => {
    expect(map({ eventType, transparency })).toMatchObject({ purpose, busyStatus });
  });

  it.each([
    [{ type: 'homeOffice' }, { kind: 'home' }],
    [
      { type: 'officeLocation', officeLocation: { label: 'HQ' } },
      { kind: 'office', label: 'HQ' },
    ],
    [
      { type: 'customLocation', customLocation: { label: 'Train' } },
      { kind: 'custom', label: 'Train' },
    ],
    [{ type: 'officeLocation' }, { kind: 'office' }],
    [{ type: 'moonBase' }, { kind: 'unknown' }],
  ])('reads the working location %j', (workingLocationProperties, workingLocation) => {
    expect(map({ eventType: 'workingLocation', workingLocationProperties })).toMatchObject({ workingLocation });
  });

  it.each([
    [{ useDefault: true }, undefined],
    [{ useDefault: true, overrides: [{ method: 'popup', minutes: 3 }] }, undefined],
    [{ useDefault: false }, undefined],
    [{ useDefault: false, overrides: [{ method: 'email', minutes: 3 }] }, undefined],
    [{ useDefault: false, overrides: [{ method: 'popup', minutes: 0 }] }, 0],
  ])('reads the reminders %j', (reminders, minutes) => {
    const event = map({ reminders });
    expect(event.reminderMinutes).toBe(minutes);
  });
});

describe('mapEvent, conference links', () => {
  const entry = (uri: string, entryPointType = 'video'): object => ({ entryPointType, uri });
  it.each([
    ['Meet', { key: { type: 'hangoutsMeet' }, name: 'Google Meet' }, 'meet'],
    ['Meet, under a name in another language', { key: { type: 'hangoutsMeet' }, name: 'Videoanruf' }, 'meet'],
    ['Zoom', { key: { type: 'addOn' }, name: 'Zoom Meeting' }, 'zoom'],
    ['Webex', { key: { type: 'addOn' }, name: 'Cisco Webex' }, 'webex'],
    ['Teams', { key: { type: 'addOn' }, name: 'Microsoft Teams Meeting' }, 'teams'],
    ['Meet by name', { name: 'Google Meet' }, 'meet'],
    ['a stranger', { key: { type: 'addOn' }, name: 'Zoomorphic' }, 'other'],
    ['nobody', undefined, 'other'],
  ])('tells whose link it is: %s', (_who, conferenceSolution, service) => {
    const entryPoints = [entry('tel:+1', 'phone'), entry('https://video.example/1')];
    expect(map({ conferenceData: { conferenceSolution, entryPoints } }).conference).toEqual({
      url: 'https://video.example/1',
      service,
    });
  });

  it('falls back to the Meet link of old events', () => {
    expect(map({ hangoutLink: 'https://meet.google.com/abc' }).conference).toEqual({
      url: 'https://meet.google.com/abc',
      service: 'meet',
    });
  });

  it.each([
    ['http', { conferenceData: { entryPoints: [entry('http://video.example/1')] } }],
    ['a script', { conferenceData: { entryPoints: [entry('javascript:alert(1)')] } }],
    ['a phone number', { conferenceData: { entryPoints: [entry('tel:+1', 'phone')] } }],
    ['a broken Meet link', { hangoutLink: 'https://' }],
    ['a link in a text', { description: 'https://meet.google.com/abc', location: 'https://zoom.us/j/1' }],
    ['a conference that is still being made', { conferenceData: {} }],
  ])('has none for %s', (_what, more) => {
    expect(map(more)).not.toHaveProperty('conference');
  });
});

describe('mapEvent, hidden content', () => {
  const bare: Partial<WireEvent> = { visibility: 'private' };
  it.each([
    ['a private event of somebody else', bare, { accessRole: 'reader' }, true],
    ['with a title', { ...bare, summary: 'x' }, { accessRole: 'reader' }, false],
    ['in a calendar that shows busy times only', { summary: 'Busy' }, { accessRole: 'freeBusyReader' }, true],
    ['untitled in the own calendar', bare, { accessRole: 'owner' }, false],
    ['below full write access', { visibility: 'confidential' }, { accessRole: 'writerWithoutPrivateAccess' }, true],
    ['read by itself, own', { ...bare, creator: { self: true } }, { accessRole: undefined }, false],
    ['read by itself, somebody else’s', bare, { accessRole: undefined }, true],
    ['of a colleague who made it', { ...bare, organizer: { self: true } }, { accessRole: 'reader' }, true],
    [
      'of a colleague who made it, read by itself',
      { ...bare, organizer: { self: true } },
      { accessRole: undefined, viewer: { address: 'ada@example.com', isSelfFlagOurs: false } },
      true,
    ],
    ['untitled and not private', {}, { accessRole: 'reader' }, false],
  ])('is told: %s', (_what, more, around, isContentHidden) => {
    expect(map(more, around).isContentHidden).toBe(isContentHidden);
  });
});

describe('mapEvent, series', () => {
  const slot = { dateTime: '2026-11-16T10:00:00+01:00', timeZone: 'Europe/Paris' };

  it('knows an occurrence that is where its rule put it', () => {
    expect(map({ recurringEventId: 'm1', originalStartTime: { dateTime: '2026-11-16T09:00:00Z' } })).toMatchObject({
      kind: 'occurrence',
      masterId: 'm1',
      recurrenceId: '2026-11-16T09:00:00Z',
    });
  });

  it('knows an exception that was moved, by its old slot', () => {
    const start = { dateTime: '2026-11-17T10:00:00+01:00', timeZone: 'Europe/Paris' };
    expect(map({ recurringEventId: 'm1', originalStartTime: slot, start, end: start })).toMatchObject({
      kind: 'exception',
      masterId: 'm1',
      recurrenceId: '2026-11-16T09:00:00Z',
    });
  });

  it('keys whole days by date, and an exception that became one by its old slot', () => {
    const days = { start: { date: '2026-11-16' }, end: { date: '2026-11-17' } };
    expect(map({ ...days, recurringEventId: 'm1', originalStartTime: { date: '2026-11-16' } })).toMatchObject({
      kind: 'occurrence',
      recurrenceId: '2026-11-16',
    });
    expect(map({ ...days, recurringEventId: 'm1', originalStartTime: slot })).toMatchObject({
      kind: 'exception',
      recurrenceId: '2026-11-16T09:00:00Z',
    });
  });

  it('has an exception without a key when the slot is not told', () => {
    const event = map({ recurringEventId: 'm1' });
    expect(event.kind).toBe('exception');
    expect(event).not.toHaveProperty('recurrenceId');
  });

  it('maps a master with its recurrence', () => {
    expect(
      map({ recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO', 'EXDATE;TZID=Europe/Paris:20261123T100000'] }),
    ).toMatchObject({
      kind: 'master',
      recurrence: {
        rules: [{ frequency: 'weekly', byDay: [{ day: 'mo' }], end: { kind: 'never' } }],
        excluded: ['2026-11-23T09:00:00Z'],
      },
    });
  });
});
