import type { CalendarEvent, EventPatch, NewEvent } from '@kalends/core';
import { googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejection } from './support/setup.ts';
import { at, makeSeries, shown } from './support/series.ts';
import { daily, hour, plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
});
afterEach(() => kit.emulator.close());

const series = (more?: Partial<NewEvent>): Promise<CalendarEvent> => makeSeries(kit, more);

describe('one occurrence', () => {
  it('is changed by its recurrence id, and found by it wherever it moves', async () => {
    const { id: masterId } = await series();
    const target = { masterId, recurrenceId: at(22) };
    const patch: EventPatch = { title: 'Moved', time: hour('2026-12-15T17:00:00') };
    const changed = await kit.ada.events.update({ ...target, patch, notify: 'nobody' });
    expect(changed).toMatchObject({ kind: 'exception', masterId, recurrenceId: at(22), title: 'Moved' });
    expect(await kit.ada.events.get(target)).toEqual(changed);
    await kit.ada.events.update({ ...target, scope: 'occurrence', patch: { title: 'Again' }, notify: 'nobody' });
    expect(await shown(kit.ada)).toEqual([
      'Stand 11-20T09:00',
      'Stand 11-21T09:00',
      'Stand 11-23T09:00',
      'Stand 11-24T09:00',
      'Again 12-15T17:00',
    ]);
    await kit.ada.events.delete({ ...target, notify: 'nobody' });
    for (const call of [
      kit.ada.events.get(target),
      kit.ada.events.update({ ...target, patch, notify: 'nobody' }),
      kit.ada.events.cancel(target),
    ]) {
      expect(await rejection(call)).toMatchObject({ code: 'notFound' });
    }
    await kit.ada.events.delete({ ...target, notify: 'nobody' });
    const master = await kit.ada.events.get({ eventId: masterId });
    expect(master).toMatchObject({ recurrence: { excluded: [at(22)] } });
  });

  it('of whole days is named by its date', async () => {
    const time = { kind: 'allDay', startDate: '2026-11-24', endDate: '2026-11-25' } as const;
    const { id: masterId } = await series({ time });
    const target = { masterId, recurrenceId: '2026-11-26' };
    const changed = await kit.ada.events.update({ ...target, patch: { title: 'Day' }, notify: 'nobody' });
    expect(changed).toMatchObject({ recurrenceId: '2026-11-26', time: { startDate: '2026-11-26' } });
  });

  it('has no privacy of its own: Google changes that of the whole series, or nothing', async () => {
    const { id: masterId } = await series({ privacy: 'public' });
    const target = { masterId, recurrenceId: at(22), notify: 'nobody' } as const;
    for (const privacy of ['private', 'default'] as const) {
      expect(await rejection(kit.ada.events.update({ ...target, patch: { privacy } }))).toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('privacy'),
      });
    }
    expect(kit.writes()).toEqual([]);
    await kit.ada.events.update({ ...target, patch: { privacy: 'public', title: 'Special' } });
    const whole = await kit.ada.events.update({ ...target, scope: 'all', patch: { privacy: 'private' } });
    expect(whole).toMatchObject({ kind: 'master', privacy: 'private' });
    const rest = await kit.ada.events.update({ ...target, scope: 'following', patch: { privacy: 'public' } });
    expect(rest).toMatchObject({ kind: 'master', privacy: 'public' });
  });

  it('does not repeat', async () => {
    const { id: masterId } = await series();
    const { id: eventId } = await kit.ada.events.get({ masterId, recurrenceId: at(22) });
    const patch: EventPatch = { recurrence: daily(2) };
    for (const target of [{ eventId }, { masterId, recurrenceId: at(22), scope: 'occurrence' }] as const) {
      const refused = kit.ada.events.update({ ...target, patch, notify: 'nobody' });
      expect(await rejection(refused)).toMatchObject({ code: 'invalidArgument' });
    }
  });

  it('that no rule gives is not found', async () => {
    const { id: masterId } = await series();
    for (const recurrenceId of ['2026-11-22T08:30:00Z', at(29), '2026-10-22T08:00:00Z']) {
      expect(await rejection(kit.ada.events.get({ masterId, recurrenceId }))).toMatchObject({ code: 'notFound' });
    }
  });
});

describe('the whole series', () => {
  it.each(['the master', 'an occurrence', 'an id of an occurrence'])('is changed through %s', async (through) => {
    const { id: masterId } = await series();
    const { id } = await kit.ada.events.get({ masterId, recurrenceId: at(22) });
    const target =
      through === 'the master'
        ? { eventId: masterId }
        : through === 'an occurrence'
          ? { masterId, recurrenceId: at(22) }
          : { eventId: id };
    const changed = await kit.ada.events.update({ ...target, scope: 'all', patch: { title: 'All' }, notify: 'nobody' });
    expect(changed).toMatchObject({ kind: 'master', id: masterId, title: 'All' });
    expect(new Set((await shown(kit.ada)).map((line) => line.slice(0, 3)))).toEqual(new Set(['All']));
    await kit.ada.events.delete({ ...target, scope: 'all', notify: 'nobody' });
    expect(await shown(kit.ada)).toEqual([]);
  });

  it.each(['occurrence', 'following'] as const)('has no scope %s', async (scope) => {
    const { id: eventId } = await series();
    const refused = { code: 'invalidArgument', message: expect.stringContaining('scope') };
    expect(
      await rejection(kit.ada.events.update({ eventId, scope, patch: { title: 'A' }, notify: 'nobody' })),
    ).toMatchObject(refused);
    expect(await rejection(kit.ada.events.delete({ eventId, scope, notify: 'nobody' }))).toMatchObject(refused);
    expect(await rejection(kit.ada.events.cancel({ eventId, scope }))).toMatchObject(refused);
    expect(kit.writes()).toEqual([]);
  });

  it('moves with its end and with what it leaves out', async () => {
    const until = daily({ kind: 'untilInstant', instant: at(24) });
    const { id: masterId } = await series({ recurrence: { ...until, excluded: [at(21)] } });
    await kit.ada.events.delete({ masterId, recurrenceId: at(23), notify: 'nobody' });
    kit.forget();
    const patch: EventPatch = { time: hour('2026-11-20T11:00:00') };
    await kit.ada.events.update({ eventId: masterId, patch, notify: 'nobody' });
    expect(await shown(kit.ada)).toEqual(['Stand 11-20T11:00', 'Stand 11-22T11:00', 'Stand 11-24T11:00']);
    expect(kit.writes()).toMatchObject([
      {
        body: {
          recurrence: ['RRULE:FREQ=DAILY;UNTIL=20261124T100000Z', 'EXDATE:20261121T100000Z,20261123T100000Z'],
        },
        ifMatch: expect.stringMatching(/^"/),
      },
    ]);
  });

  it('moves to where one of its own had been deleted', async () => {
    const { id: eventId } = await series({ attendees: [{ address: 'bob@tidewater.example' }] });
    for (const day of [21, 22]) {
      await kit.ada.events.delete({ masterId: eventId, recurrenceId: at(day), notify: 'nobody' });
    }
    const patch: EventPatch = { time: hour('2026-11-21T09:00:00') };
    const moved = await kit.ada.events.update({ eventId, patch, notify: 'nobody' });
    const expected = ['Stand 11-21T09:00', 'Stand 11-24T09:00', 'Stand 11-25T09:00'];
    expect(await shown(kit.ada)).toEqual(expected);
    expect(await shown(kit.bob)).toEqual(expected);
    expect(moved).toMatchObject({ recurrence: { excluded: [at(22), at(23)] } });
    // Between two moves nothing is forgotten.
    await kit.ada.events.update({ eventId, patch: { time: hour('2026-11-20T09:00:00') }, notify: 'nobody' });
    expect(await shown(kit.ada)).toEqual(['Stand 11-20T09:00', 'Stand 11-23T09:00', 'Stand 11-24T09:00']);
  });

  it('tells that it has moved when nothing more could be done', async () => {
    const { id: eventId } = await series();
    await kit.ada.events.delete({ masterId: eventId, recurrenceId: at(22), notify: 'nobody' });
    kit.emulator.faults.add(googleFaults.nthWrite(2, googleFaults.forbidden()));
    const patch: EventPatch = { time: hour('2026-11-21T09:00:00') };
    expect(await rejection(kit.ada.events.update({ eventId, patch, notify: 'nobody' }))).toMatchObject({
      code: 'outcomeUnknown',
      message: expect.stringContaining('accessDenied'),
    });
    expect(await kit.ada.events.get({ eventId })).toMatchObject({ recurrence: { excluded: [at(23), at(22)] } });
  });

  it('says nothing of its recurrence when the rule says it all', async () => {
    const { id: eventId } = await series();
    await kit.ada.events.update({ eventId, patch: { time: hour('2026-11-20T11:00:00') }, notify: 'nobody' });
    expect(Object.keys(kit.writes()[0]?.body ?? {})).toEqual(['start', 'end']);
    const { id: excluding } = await series({ recurrence: { ...daily(3), excluded: [at(21)] } });
    const end = { dateTime: '2026-11-20T12:00:00', timeZone: 'Europe/Berlin' };
    const time = { kind: 'timed', start: { ...end, dateTime: '2026-11-20T09:00:00' }, end } as const;
    await kit.ada.events.update({ eventId: excluding, patch: { time }, notify: 'nobody' });
    expect(Object.keys(kit.writes()[0]?.body ?? {})).toEqual(['start', 'end']);
  });

  it('moves as it is by then when somebody changes it meanwhile', async () => {
    const { id: eventId } = await series({ recurrence: { ...daily(4), excluded: [at(21)] } });
    const held = kit.emulator.holdAnswers(({ query }) => query.has('iCalUID'));
    const going = kit.ada.events.update({ eventId, patch: { time: hour('2026-11-20T11:00:00') }, notify: 'nobody' });
    await held.arrived();
    const recurrence = ['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261122T080000Z'];
    kit.emulator.putEvent('ada', 'primary', { id: eventId, recurrence });
    held.release();
    expect(await going).toMatchObject({ recurrence: { ...daily(3), excluded: ['2026-11-22T10:00:00Z'] } });
    expect(kit.writes()).toHaveLength(2);
  });

  it('guards with the version of the master', async () => {
    const { id: masterId, version: ifVersion = '' } = await series();
    const target = { masterId, recurrenceId: at(21), scope: 'all', notify: 'nobody' } as const;
    await kit.ada.events.update({ ...target, patch: { title: 'A' }, ifVersion });
    expect(await rejection(kit.ada.events.update({ ...target, patch: { title: 'B' }, ifVersion }))).toMatchObject({
      code: 'conflict',
    });
    expect(await rejection(kit.ada.events.delete({ ...target, ifVersion }))).toMatchObject({ code: 'conflict' });
  });

  it('an event that happens once is its own only scope', async () => {
    const { id: eventId } = await kit.ada.events.create({ event: plain('One'), notify: 'nobody' });
    for (const scope of ['occurrence', 'all'] as const) {
      const changed = await kit.ada.events.update({ eventId, scope, patch: { title: scope }, notify: 'nobody' });
      expect(changed.title).toBe(scope);
    }
    const patch = { title: 'A' };
    const refused = kit.ada.events.update({ eventId, scope: 'following', patch, notify: 'nobody' });
    expect(await rejection(refused)).toMatchObject({ code: 'invalidArgument' });
  });
});
