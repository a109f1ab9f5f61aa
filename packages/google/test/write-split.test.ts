import type { CalendarEvent, EventPatch, NewEvent } from '@kalends/core';
import { googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, makeSeries, shown } from './support/series.ts';
import { rejection } from './support/setup.ts';
import { daily, hour, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
});
afterEach(() => kit.emulator.close());

const series = (more?: Partial<NewEvent>): Promise<CalendarEvent> => makeSeries(kit, more);
const split = (masterId: string, patch: EventPatch, day = 22): Promise<CalendarEvent> =>
  kit.ada.events.update({ masterId, recurrenceId: at(day), scope: 'following', patch, notify: 'everyone' });
const halves = ['Stand 11-20T09:00', 'Stand 11-21T09:00', 'Rest 11-22T09:00', 'Rest 11-23T09:00', 'Rest 11-24T09:00'];

describe('an occurrence and all that follow, changed', () => {
  it('become a series with everything the old one has', async () => {
    const { id: masterId } = await series({
      body: { contentType: 'html', content: '<p>Agenda</p>' },
      locations: [{ name: 'Quay 3' }],
      color: '#5484ed',
      reminderMinutes: 25,
      busyStatus: 'free',
      privacy: 'private',
      properties: { a: '1', b: '2' },
      conference: { kind: 'create', service: 'meet' },
      attendees: [{ address: 'bob@tidewater.example' }, { address: 'guest@outside.example', role: 'optional' }],
    });
    kit.emulator.putEvent('ada', 'primary', {
      id: masterId,
      guestsCanInviteOthers: false,
      extendedProperties: { private: { a: '1', b: '2' }, shared: { s: 'x' } },
      attachments: [{ fileUrl: 'https://drive.example/1', title: 'Plan' }],
      source: { title: 'Tracker', url: 'https://tracker.example/7' },
    });
    const old = await kit.ada.events.get({ eventId: masterId, include: ['body', 'properties'] });
    const { id: eventId } = await split(masterId, { title: 'Rest', properties: { b: null, c: '3' } });
    expect(await shown(kit.ada)).toEqual(halves);
    const rest = await kit.ada.events.get({ eventId, include: ['body', 'properties'] });
    const own = { id: '', iCalUid: '', version: '', time: '', title: '', properties: '', webUrl: '', recurrence: '' };
    const same = (event: CalendarEvent): object =>
      Object.fromEntries(Object.entries({ ...event, ...own, createdAt: '', updatedAt: '' }));
    expect(same(rest)).toEqual(same(old));
    expect(rest).toMatchObject({ title: 'Rest', properties: { a: '1', c: '3' }, recurrence: daily(3) });
    expect(kit.writes()[0]).toMatchObject({
      method: 'POST',
      query: { sendUpdates: 'all', conferenceDataVersion: '1', supportsAttachments: 'true' },
      body: {
        guestsCanInviteOthers: false,
        extendedProperties: { shared: { s: 'x' } },
        source: { url: 'https://tracker.example/7' },
      },
    });
    expect(kit.writes()[1]).toMatchObject({
      method: 'PATCH',
      body: { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] },
      ifMatch: old.version,
    });
  });

  it('keep deleted occurrences deleted, and lose what was different about others', async () => {
    const { id: masterId } = await series();
    await kit.ada.events.delete({ masterId, recurrenceId: at(23), notify: 'nobody' });
    await kit.ada.events.delete({ masterId, recurrenceId: at(21), notify: 'nobody' });
    const patch = { title: 'Special' };
    await kit.ada.events.update({ masterId, recurrenceId: at(24), patch, notify: 'nobody' });
    const rest = await split(masterId, { title: 'Rest' });
    expect(rest).toMatchObject({ recurrence: { excluded: [at(23)] } });
    expect(await shown(kit.ada)).toEqual(halves.filter((line) => !/11-2[13]/.test(line)));
  });

  it('move with what they leave out, on the clock of the wall', async () => {
    const { id: masterId } = await series({
      time: hour('2026-10-22T09:00:00'),
      recurrence: {
        ...daily({ kind: 'untilInstant', instant: '2026-10-28T08:00:00Z' }),
        excluded: ['2026-10-26T08:00:00Z'],
      },
    });
    await kit.ada.events.update({
      masterId,
      recurrenceId: '2026-10-24T07:00:00Z',
      scope: 'following',
      patch: { time: hour('2026-10-24T11:00:00') },
      notify: 'nobody',
    });
    const window = { start: '2026-10-20T00:00:00Z', end: '2026-11-02T00:00:00Z' };
    const { items } = await kit.ada.events.list({ window });
    const starts = items
      .filter(({ title }) => title === 'Stand')
      .map(({ time }) => time.kind === 'timed' && time.start.dateTime);
    expect(starts).toEqual([
      '2026-10-22T09:00:00',
      '2026-10-23T09:00:00',
      '2026-10-24T11:00:00',
      '2026-10-25T11:00:00',
      '2026-10-27T11:00:00',
      '2026-10-28T11:00:00',
    ]);
  });

  it('can get another rule', async () => {
    const { id: masterId } = await series();
    await split(masterId, { title: 'Rest', recurrence: daily(1) });
    expect(await shown(kit.ada)).toEqual(halves.slice(0, 3));
    const none = split(masterId, { recurrence: null }, 21);
    expect(await rejection(none)).toMatchObject({ code: 'invalidArgument' });
  });

  it('from the first one are all', async () => {
    const { id: masterId } = await series();
    expect(await split(masterId, { title: 'Rest' }, 20)).toMatchObject({ id: masterId, title: 'Rest' });
    expect(kit.writes()).toMatchObject([{ method: 'PATCH', body: { summary: 'Rest' } }]);
  });

  it('of whole days', async () => {
    const time = { kind: 'allDay', startDate: '2026-11-24', endDate: '2026-11-25' } as const;
    const { id: masterId } = await series({ time });
    await kit.ada.events.update({
      masterId,
      recurrenceId: '2026-11-26',
      scope: 'following',
      patch: { title: 'Rest' },
      notify: 'nobody',
    });
    expect(await shown(kit.ada)).toEqual([
      'Stand 2026-11-24',
      'Stand 2026-11-25',
      'Rest 2026-11-26',
      'Rest 2026-11-27',
      'Rest 2026-11-28',
    ]);
  });

  it('are no guest’s to change', async () => {
    const { id: masterId } = await series({ attendees: [{ address: 'bob@tidewater.example' }] });
    const patch = { title: 'Mine' };
    const refused = kit.bob.events.update({
      masterId,
      recurrenceId: at(22),
      scope: 'following',
      patch,
      notify: 'nobody',
    });
    expect(await rejection(refused)).toMatchObject({ code: 'accessDenied' });
    const off = kit.bob.events.cancel({ masterId, recurrenceId: at(22), scope: 'following' });
    expect(await rejection(off)).toMatchObject({ code: 'accessDenied' });
    expect(kit.writes()).toEqual([]);
  });

  it('have no version that could guard both writes', async () => {
    const { id: masterId, version: ifVersion = '' } = await series();
    const target = { masterId, recurrenceId: at(22), scope: 'following', notify: 'nobody', ifVersion } as const;
    const refused = kit.ada.events.update({ ...target, patch: { title: 'A' } });
    expect(await rejection(refused)).toMatchObject({ code: 'unsupported' });
    expect(kit.writes()).toEqual([]);
  });
});

describe('a split that fails half way', () => {
  it.each([
    ['its first write never arrives', googleFaults.nthWrite(1, googleFaults.forbidden())],
    ['its second write is refused', googleFaults.nthWrite(2, googleFaults.forbidden())],
    ['every answer from the second write on is lost', googleFaults.nthWrite(2, googleFaults.lostAnswer({ times: 9 }))],
  ])('is one split when the call is repeated: %s', async (_what, fault) => {
    const { id: masterId } = await series();
    kit.emulator.faults.add(fault);
    await split(masterId, { title: 'Rest' }).catch(() => undefined);
    kit.emulator.faults.clear();
    const [one, other] = [await split(masterId, { title: 'Rest' }), await split(masterId, { title: 'Rest' })];
    expect(one).toMatchObject({ kind: 'master', title: 'Rest', id: other.id });
    expect(await shown(kit.ada)).toEqual(halves);
  });

  it('is not told as if nothing had happened', async () => {
    const { id: masterId } = await series();
    kit.emulator.faults.add(googleFaults.nthWrite(2, googleFaults.forbidden()));
    expect(await rejection(split(masterId, { title: 'Rest' }))).toMatchObject({
      code: 'outcomeUnknown',
      message: expect.stringContaining('accessDenied'),
      cure: { text: expect.stringContaining('Repeat') },
    });
    const patch = { title: 'Other' };
    kit.emulator.faults.add(googleFaults.nthWrite(1, googleFaults.forbidden()));
    expect(await rejection(split(masterId, patch))).toMatchObject({ code: 'accessDenied' });
  });

  it('tells a caller who left that they left', async () => {
    const { id: masterId } = await series();
    const leaving = new AbortController();
    const held = kit.emulator.holdAnswers(({ method }) => method === 'PATCH');
    const target = { masterId, recurrenceId: at(22), scope: 'following', notify: 'nobody' } as const;
    const going = kit.ada.events.update({ ...target, patch: { title: 'Rest' }, signal: leaving.signal });
    await held.arrived();
    leaving.abort();
    expect(await rejection(going)).toMatchObject({ code: 'aborted' });
    held.release();
  });

  it('is one split when two make it at once', async () => {
    const { id: masterId } = await series();
    const other = kit.open('ada');
    const target = {
      masterId,
      recurrenceId: at(22),
      scope: 'following',
      patch: { title: 'Rest' },
      notify: 'nobody',
    } as const;
    const held = kit.emulator.holdAnswers(({ method }) => method === 'POST');
    const going = Promise.all([kit.ada, other].map(({ events }) => events.update(target)));
    await held.arrived(2);
    held.release();
    const [one, same] = await going;
    expect(one?.id).toBe(same?.id);
    expect(await shown(kit.ada)).toEqual(halves);
  });

  it('is found again by the id of the occurrence, too', async () => {
    const { id: masterId } = await series();
    const { id: eventId } = await kit.ada.events.get({ masterId, recurrenceId: at(22) });
    const again = (): Promise<CalendarEvent> =>
      kit.ada.events.update({ eventId, scope: 'following', patch: { title: 'Rest' }, notify: 'nobody' });
    const first = await again();
    expect((await again()).id).toBe(first.id);
    expect(await shown(kit.ada)).toEqual(halves);
    const other = kit.ada.events.update({ eventId, scope: 'following', patch: { title: 'Other' }, notify: 'nobody' });
    expect(await rejection(other)).toMatchObject({ code: 'notFound' });
  });

  it.each(['lostAnswer', 'lateGatewayTimeout', 'connectionCut'] as const)('settles %s by itself', async (fault) => {
    const { id: masterId } = await series();
    for (const n of [1, 2]) kit.emulator.faults.add(googleFaults.nthWrite(n, googleFaults[fault]()));
    expect(await split(masterId, { title: 'Rest' })).toMatchObject({ title: 'Rest' });
    expect(await shown(kit.ada)).toEqual(halves);
  });

  it('begins again with what somebody else changed in between', async () => {
    const { id: masterId } = await series();
    const held = kit.emulator.holdAnswers(({ method }) => method === 'POST');
    const going = split(masterId, { title: 'Rest' });
    await held.arrived();
    const other = kit.open('ada');
    await other.events.update({ eventId: masterId, patch: { title: 'First' }, notify: 'nobody' });
    held.release();
    await going;
    expect(await shown(kit.ada)).toEqual(halves.map((line) => line.replace('Stand', 'First')));
  });
});

describe('an occurrence and all that follow, removed', () => {
  it.each([
    ['delete', undefined],
    ['cancel', { code: 'notFound' }],
  ] as const)('%s ends the series before it', async (verb, again) => {
    const { id: masterId } = await series({ attendees: [{ address: 'guest@outside.example' }] });
    const target = { masterId, recurrenceId: at(22), scope: 'following' } as const;
    const remove = (): Promise<void> =>
      verb === 'delete' ? kit.ada.events.delete({ ...target, notify: 'everyone' }) : kit.ada.events.cancel(target);
    await remove();
    expect(await shown(kit.ada)).toEqual(halves.slice(0, 2));
    expect(kit.emulator.sentMails).toMatchObject([{ to: 'guest@outside.example' }]);
    // Deleting again what is gone is fine; calling it off again is not.
    expect((await Promise.allSettled([remove()]))[0]).toMatchObject(
      again === undefined ? { status: 'fulfilled' } : { status: 'rejected', reason: again },
    );
  });

  it('from the first one are the series', async () => {
    const { id: masterId } = await series();
    await kit.ada.events.delete({ masterId, recurrenceId: at(20), scope: 'following', notify: 'nobody' });
    expect(kit.writes()).toMatchObject([{ method: 'DELETE' }]);
    expect(await shown(kit.ada)).toEqual([]);
  });

  it('are guarded by the version of the series', async () => {
    const { id: masterId, version: ifVersion = '' } = await series();
    await kit.ada.events.update({ eventId: masterId, patch: { title: 'II' }, notify: 'nobody' });
    const target = { masterId, recurrenceId: at(22), scope: 'following', notify: 'nobody' } as const;
    expect(await rejection(kit.ada.events.delete({ ...target, ifVersion }))).toMatchObject({ code: 'conflict' });
    const { version: now = '' } = await kit.ada.events.get({ eventId: masterId });
    await kit.ada.events.delete({ ...target, ifVersion: now });
    expect(await shown(kit.ada)).toEqual(['II 11-20T09:00', 'II 11-21T09:00']);
  });
});

describe('an occurrence and all that follow, removed', () => {
  it('leave no series behind when all before them were deleted one by one', async () => {
    const { id: masterId } = await series();
    for (const day of [20, 21]) {
      await kit.ada.events.delete({ masterId, recurrenceId: at(day), notify: 'nobody' });
    }
    await kit.ada.events.delete({ masterId, recurrenceId: at(22), scope: 'following', notify: 'nobody' });
    expect(await shown(kit.ada)).toEqual([]);
    expect(await rejection(kit.ada.events.get({ eventId: masterId }))).toMatchObject({ code: 'notFound' });
  });
});
