import type { CalendarEvent } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { displayPolicy, sanitizeEvent, strictPolicy } from '../index.ts';
import { rawEvent } from '../../test/raw-event.ts';

const display = (event: CalendarEvent) => sanitizeEvent(event, { policy: displayPolicy });
const strict = (event: CalendarEvent) => sanitizeEvent(event, { policy: strictPolicy });
const { conference: _none, ...withoutConference } = rawEvent;

describe('sanitizeEvent', () => {
  test('gives a display client what it shows', () => {
    expect(display(rawEvent)).toEqual({
      id: 'AAMkAD-event-1',
      kind: 'single',
      status: 'confirmed',
      title: 'Quarterly review with [address]',
      participants: [
        { name: 'Ada Lovelace', role: 'organizer', participationStatus: 'accepted' },
        { name: 'Bob Bauer', role: 'required', participationStatus: 'accepted' },
        { name: 'Guest', role: 'optional', participationStatus: 'needsAction' },
      ],
      description: 'Agenda: numbers. Questions to [address]. Passcode: [hidden]',
      time: {
        kind: 'timed',
        start: { dateTime: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-02T08:00:00Z' },
        end: { dateTime: '2026-03-02T09:30:00', timeZone: 'Europe/Berlin', instant: '2026-03-02T08:30:00Z' },
      },
      meetingUrl: 'https://us02web.zoom.us/j/81234567890?pwd=locationPasscode',
      hasRoom: true,
      locations: ['Room 4.01', 'https://us02web.zoom.us/j/81234567890'],
      rooms: [{ name: 'Room 4.01', participationStatus: 'accepted' }],
    });
  });

  test('gives a wall display title, time, link and room flag', () => {
    expect(strict(rawEvent)).toEqual({
      id: 'AAMkAD-event-1',
      kind: 'single',
      status: 'confirmed',
      title: 'Quarterly review with [address]',
      time: display(rawEvent).time,
      meetingUrl: 'https://us02web.zoom.us/j/81234567890?pwd=locationPasscode',
      hasRoom: true,
    });
  });

  test('reads each member once, so that a getter cannot show one thing and hand out another', () => {
    const sly = <Value extends object>(value: Value): Value => {
      const asked = new Set<PropertyKey>();
      return new Proxy(value, {
        get(target, key, receiver): unknown {
          const member: unknown = Reflect.get(target, key, receiver);
          if (typeof member === 'object' && member !== null && typeof key === 'string') return sly(member);
          if (typeof member !== 'string' || !asked.has(key)) return asked.add(key) && member;
          return { secret: 'canary' };
        },
      });
    };
    const captured = sanitizeEvent(sly(rawEvent), { policy: displayPolicy, eventCapture: true });
    expect(captured).toEqual(sanitizeEvent(rawEvent, { policy: displayPolicy, eventCapture: true }));
  });

  test('adds the four captured attributes only with event capture', () => {
    const captured = sanitizeEvent(rawEvent, { policy: displayPolicy, eventCapture: true });
    expect(captured).toEqual({
      ...display(rawEvent),
      senderAddress: 'ada@example.com',
      recipientAddresses: [
        { address: 'bob@example.com', role: 'required' },
        { address: 'carol@example.com', role: 'optional' },
        { address: 'room-401@example.com', role: 'resource' },
      ],
      attachments: [...(rawEvent.attachments ?? [])],
      body: rawEvent.body,
    });
  });

  test('derives the link from a location and the flag from a resource before strict drops both', () => {
    const event: CalendarEvent = {
      ...withoutConference,
      locations: [{ name: 'https://meet.google.com/abc-defg-hij' }],
      attendees: rawEvent.attendees.filter((attendee) => attendee.kind === 'resource'),
    };
    const { body: _body, description: _description, ...bare } = event;
    const sanitized = strict(bare);
    expect(sanitized.meetingUrl).toBe('https://meet.google.com/abc-defg-hij');
    expect(sanitized.hasRoom).toBe(true);
    expect(Object.keys(sanitized)).not.toEqual(expect.arrayContaining(['locations']));
    expect(Object.keys(sanitized)).not.toEqual(expect.arrayContaining(['rooms']));
  });

  test('prefers conference data to a typed link', () => {
    const url = 'https://meet.google.com/abc-defg-hij';
    expect(display({ ...rawEvent, conference: { url, service: 'meet' } }).meetingUrl).toBe(url);
  });

  test('takes links of the caller’s own hosts', () => {
    const event = { ...rawEvent, locations: [{ name: 'https://video.example.com/join/42' }] };
    const sanitized = sanitizeEvent(event, { policy: strictPolicy, additionalHosts: ['video.example.com'] });
    expect(sanitized.meetingUrl).toBe('https://video.example.com/join/42');
  });

  test('refuses an additional host that is a URL', () => {
    expect(() =>
      sanitizeEvent(rawEvent, { policy: strictPolicy, additionalHosts: ['https://video.example.com/'] }),
    ).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  test.each(['declined', 'accepted'] as const)('a room that has %s', (participationStatus) => {
    const event: CalendarEvent = {
      ...rawEvent,
      locations: [],
      attendees: [
        {
          name: 'room-401@example.com',
          address: 'room-401@example.com',
          kind: 'resource',
          role: 'required',
          participationStatus,
          isSelf: false,
        },
      ],
    };
    expect(display(event).hasRoom).toBe(participationStatus === 'accepted');
    expect(display(event).rooms).toEqual([{ name: 'Room', participationStatus }]);
    expect(display(event).participants).toHaveLength(1);
  });

  test('counts a bookable place nobody invited as a room', () => {
    const event = { ...rawEvent, attendees: [], locations: [{ name: 'Lobby', address: 'LOBBY@example.com' }] };
    expect(display(event).rooms).toEqual([{ name: 'Lobby', participationStatus: 'unknown' }]);
    expect(display(event).hasRoom).toBe(true);
  });

  test('has no room where there is only a place', () => {
    expect(display({ ...rawEvent, attendees: [], locations: [{ name: 'Lobby' }] }).hasRoom).toBe(false);
  });

  test('keeps a whole day as two dates', () => {
    const time = { kind: 'allDay', startDate: '2026-03-02', endDate: '2026-03-03' } as const;
    expect(strict({ ...rawEvent, time }).time).toEqual(time);
  });

  test('keeps place in the series and cancellation, not the recurrence rule', () => {
    const event: CalendarEvent = {
      ...rawEvent,
      kind: 'master',
      status: 'cancelled',
      recurrence: { rules: [], excludedRules: [], additional: [], excluded: [] },
    };
    expect(strict(event)).toMatchObject({ kind: 'master', status: 'cancelled' });
    expect(Object.keys(strict(event))).not.toContain('recurrence');
  });

  test('leaves out what the event does not have', () => {
    const event: CalendarEvent = {
      kind: 'single',
      id: '1',
      calendarId: 'c',
      status: 'tentative',
      time: rawEvent.time,
      isContentHidden: true,
      attendees: [],
      attendeesOmitted: true,
      participationStatus: 'unknown',
      locations: [],
      busyStatus: 'busy',
      privacy: 'private',
      purpose: 'default',
      categories: [],
      hasAttachments: false,
    };
    expect(sanitizeEvent(event, { policy: displayPolicy, eventCapture: true })).toEqual({
      id: '1',
      kind: 'single',
      status: 'tentative',
      participants: [],
      time: display(rawEvent).time,
      hasRoom: false,
      locations: [],
      rooms: [],
      recipientAddresses: [],
    });
  });

  test.each([
    'ada@example.com',
    'Ada Lovelace (ada@example.com)',
    'ada.lovelace <ada.lovelace@example.com>',
    'ada@intranet',
    'SMTP:ada@example.com',
    'ada%40example.com',
    'ada\uff20example.com',
    '"ada lovelace"@example.com',
    'm\u00fcller@ex\u00e4mple.de',
    '/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=ada',
    '   ',
  ])('shows a guest instead of the name %s', (name) => {
    const attendee = {
      name,
      kind: 'individual',
      role: 'required',
      participationStatus: 'accepted',
      isSelf: false,
    } as const;
    const event: CalendarEvent = { ...rawEvent, attendees: [attendee] };
    expect(display(event).participants[1]?.name).toBe('Guest');
  });

  test('drops an attribute whose decision it does not know', () => {
    const attributes = { ...displayPolicy.attributes, title: 'keep' as 'kept' };
    expect(Object.keys(sanitizeEvent(rawEvent, { policy: { ...displayPolicy, attributes } }))).not.toContain('title');
  });

  test('masks only where the policy says so', () => {
    const policy = { ...displayPolicy, maskAddressesIn: [], maskPasscodesIn: [] };
    expect(sanitizeEvent(rawEvent, { policy }).description).toBe(rawEvent.description);
  });
});
