import type { CalendarEvent, EventPatch } from '@kalends/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejection } from './support/setup.ts';
import { daily, hour, plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
let made: CalendarEvent;
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
  made = await kit.ada.events.create({
    event: plain('Review', {
      body: { contentType: 'html', content: '<p>Agenda</p>' },
      locations: [{ name: 'Quay 3' }],
      color: '#5484ed',
      reminderMinutes: 25,
      busyStatus: 'free',
      conference: { kind: 'create', service: 'meet' },
      properties: { a: '1', b: '2' },
      attendees: [{ address: 'bob@tidewater.example' }, { address: 'guest@outside.example', role: 'optional' }],
    }),
    notify: 'nobody',
  });
  kit.forget();
});
afterEach(() => kit.emulator.close());

const update = (patch: EventPatch): Promise<CalendarEvent> =>
  kit.ada.events.update({ eventId: made.id, patch, notify: 'nobody' });

describe('events.update', () => {
  it.each<[string, EventPatch, object]>([
    ['title', { title: 'Review II' }, { summary: 'Review II' }],
    ['no title', { title: null }, { summary: null }],
    ['body', { body: { contentType: 'html', content: '<i>x</i>' } }, { description: '<i>x</i>' }],
    ['no body', { body: null }, { description: null }],
    ['place', { locations: [{ name: 'Quay 4' }] }, { location: 'Quay 4' }],
    ['no place', { locations: [] }, { location: null }],
    ['color', { color: '#51b749' }, { colorId: '10' }],
    ['no color', { color: null }, { colorId: null }],
    ['busy status', { busyStatus: 'busy' }, { transparency: 'opaque' }],
    ['privacy', { privacy: 'private' }, { visibility: 'private' }],
    ['no reminder', { reminderMinutes: null }, { reminders: { useDefault: false, overrides: [] } }],
    ['properties', { properties: { a: null, c: '3' } }, { extendedProperties: { private: { a: null, c: '3' } } }],
    ['no conference', { conference: null }, { conferenceData: null }],
    [
      'time',
      { time: hour('2026-11-21T10:00:00') },
      {
        start: { date: null, dateTime: '2026-11-21T10:00:00+01:00', timeZone: 'Europe/Berlin' },
        end: { date: null, dateTime: '2026-11-21T11:00:00+01:00', timeZone: 'Europe/Berlin' },
      },
    ],
    [
      'whole days',
      { time: { kind: 'allDay', startDate: '2026-11-21', endDate: '2026-11-23' } },
      {
        start: { date: '2026-11-21', dateTime: null, timeZone: null },
        end: { date: '2026-11-23', dateTime: null, timeZone: null },
      },
    ],
  ])('sends what the patch names and nothing else: %s', async (_what, patch, body) => {
    const changed = await update(patch);
    expect(kit.writes()).toEqual([
      {
        method: 'PATCH',
        path: `/calendars/ada@tidewater.example/events/${made.id}`,
        query: { sendUpdates: 'none', ...('conferenceData' in body ? { conferenceDataVersion: '1' } : {}) },
        body,
      },
    ]);
    // Everything else is as it was.
    const left = (event: CalendarEvent): object =>
      Object.fromEntries(
        Object.entries(event).filter(
          ([name]) =>
            !['version', 'updatedAt', 'description', ...Object.keys(patch)].includes(name) ||
            (name === 'description' && !('body' in patch)),
        ),
      );
    expect(left(changed)).toEqual(left(made));
  });

  it('shows the change', async () => {
    const changed = await update({
      title: 'II',
      body: null,
      locations: null,
      color: null,
      busyStatus: 'busy',
      reminderMinutes: 5,
      conference: { kind: 'link', url: 'https://acme.webex.com/meet/ada' },
      time: { kind: 'allDay', startDate: '2026-11-21', endDate: '2026-11-22' },
    });
    expect(changed).toMatchObject({
      title: 'II',
      locations: [],
      busyStatus: 'busy',
      reminderMinutes: 5,
      conference: { service: 'webex' },
      time: { kind: 'allDay' },
    });
    for (const name of ['description', 'color']) expect(changed).not.toHaveProperty(name);
    const { properties } = await kit.ada.events.get({ eventId: made.id, include: ['properties'] });
    expect(properties).toEqual({ a: '1', b: '2' });
    await update({ properties: { a: null, c: '3' } });
    const after = await kit.ada.events.get({ eventId: made.id, include: ['properties'] });
    expect(after.properties).toEqual({ b: '2', c: '3' });
  });

  it('sends nothing when there is nothing to change', async () => {
    const same = await update({});
    expect(same).toMatchObject({ id: made.id, version: made.version });
    expect(kit.writes()).toEqual([]);
  });

  it('leaves reminders by mail alone', async () => {
    const overrides = [
      { method: 'email', minutes: 60 },
      { method: 'popup', minutes: 25 },
    ] as const;
    kit.emulator.putEvent('ada', 'primary', { id: made.id, reminders: { useDefault: false, overrides } });
    await update({ reminderMinutes: 10 });
    expect(kit.writes()[0]?.body).toEqual({
      reminders: {
        useDefault: false,
        overrides: [
          { method: 'popup', minutes: 10 },
          { method: 'email', minutes: 60 },
        ],
      },
    });
  });

  it('makes a conference once', async () => {
    await update({ conference: null });
    const changed = await update({ conference: { kind: 'create', service: 'meet' } });
    expect(changed.conference).toMatchObject({ service: 'meet' });
    expect(changed.conference?.url).not.toBe(made.conference?.url);
  });

  it('is guarded by a version, at the service', async () => {
    const { id: eventId, version: ifVersion = '' } = made;
    await kit.ada.events.update({ eventId, patch: { title: 'A' }, notify: 'nobody', ifVersion });
    expect(kit.writes()).toMatchObject([{ ifMatch: ifVersion }]);
    const stale = kit.ada.events.update({ eventId, patch: { title: 'B' }, notify: 'nobody', ifVersion });
    expect(await rejection(stale)).toMatchObject({ code: 'conflict', status: 412, vendorCode: 'conditionNotMet' });
    expect(await kit.ada.events.get({ eventId })).toMatchObject({ title: 'A' });
  });

  it('does not bring back what was deleted', async () => {
    await kit.ada.events.delete({ eventId: made.id, notify: 'nobody' });
    expect(await rejection(update({ title: 'Back' }))).toMatchObject({ code: 'notFound', operation: 'events.update' });
    expect(await rejection(kit.ada.events.get({ eventId: made.id }))).toMatchObject({ code: 'notFound' });
    const never = kit.ada.events.update({ eventId: 'nothing5', patch: { title: 'A' }, notify: 'nobody' });
    expect(await rejection(never)).toMatchObject({ code: 'notFound', status: 404 });
  });

  it.each<[string, EventPatch]>([
    ['categories', { categories: null }],
    ['busyStatus', { busyStatus: 'workingElsewhere' }],
    ['privacy', { privacy: 'confidential' }],
    ['body', { body: { contentType: 'text', content: 'a < b' } }],
    ['conference', { conference: { kind: 'create', service: 'teams' } }],
  ])('refuses what Google has no place for: %s', async (field, patch) => {
    expect(await rejection(update(patch))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(new RegExp(`^${field}`)),
    });
    expect(kit.requests()).toEqual([]);
  });

  it.each(['"1"\r\nx-evil: 1', 'ä', '\u0000'])('refuses what cannot be a version', async (ifVersion) => {
    const { id: eventId } = made;
    for (const call of [
      kit.ada.events.update({ eventId, patch: { title: 'A' }, notify: 'nobody', ifVersion }),
      kit.ada.events.delete({ eventId, notify: 'nobody', ifVersion }),
    ]) {
      expect(await rejection(call)).toMatchObject({ code: 'invalidArgument' });
    }
    expect(kit.requests()).toEqual([]);
  });

  it.each(['.', '..'])('refuses %s as an id', async (id) => {
    const call = kit.ada.events.update({ eventId: id, patch: { title: 'A' }, notify: 'nobody' });
    expect(await rejection(call)).toMatchObject({ code: 'invalidArgument' });
    expect(kit.requests()).toEqual([]);
  });

  it('makes a series of an event, and one event of a series', async () => {
    const series = await update({ recurrence: daily(3) });
    expect(series).toMatchObject({ kind: 'master', time: made.time, recurrence: daily(3) });
    expect(kit.writes()[0]?.body).toMatchObject({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await update({ recurrence: daily(4) });
    expect(kit.writes()[1]?.body).toEqual({ recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
    const single = await update({ recurrence: null });
    expect(single).toMatchObject({ kind: 'single', time: made.time });
    expect(kit.writes()[2]?.body).toEqual({ recurrence: null });
  });

  it('says the zone of an event that becomes a series and had none', async () => {
    const { id } = kit.emulator.putEvent('ada', 'primary', {
      summary: 'Zoneless',
      start: { dateTime: '2026-11-20T09:00:00Z' },
      end: { dateTime: '2026-11-20T10:00:00Z' },
    });
    const series = await kit.ada.events.update({
      eventId: id ?? '',
      patch: { recurrence: daily(2) },
      notify: 'nobody',
    });
    expect(series).toMatchObject({ kind: 'master', time: { start: { timeZone: 'Europe/Paris' } } });
  });
});

describe('who is told of a change', () => {
  it.each([
    ['everyone', ['bob@tidewater.example', 'guest@outside.example']],
    ['externalOnly', ['guest@outside.example']],
    ['nobody', []],
  ] as const)('%s', async (notify, told) => {
    const before = kit.emulator.sentMails.length;
    await kit.ada.events.update({ eventId: made.id, patch: { title: 'II' }, notify });
    expect(kit.emulator.sentMails.slice(before).map(({ to }) => to)).toEqual(told);
    await kit.ada.events.create({
      event: plain('New', { attendees: told.map((address) => ({ address })) }),
      notify,
    });
    expect(kit.emulator.sentMails.slice(before + told.length).map(({ kind }) => kind)).toEqual(
      told.map(() => 'invitation'),
    );
    await kit.ada.events.delete({ eventId: made.id, notify });
    expect(kit.emulator.sentMails.slice(before + 2 * told.length).map(({ to, kind }) => [to, kind])).toEqual(
      told.map((to) => [to, 'cancellation']),
    );
  });
});
