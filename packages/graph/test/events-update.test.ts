import type { EventPatch, NewEvent } from '@kalends/core';
import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { beginning, occurrence, watchedRigs, wednesday } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;
const window = { start: '2026-03-20T00:00:00Z', end: '2026-05-20T00:00:00Z' };

async function made(rig: WriteRig, event: Partial<NewEvent> = {}): Promise<{ readonly eventId: string }> {
  const { id } = await rig.ada.events.create({ event: { ...wednesday, ...event }, ...everyone });
  rig.writes();
  rig.mails();
  return { eventId: id };
}

describe('events.update', () => {
  const patches: readonly (readonly [string, EventPatch, readonly string[]])[] = [
    ['title', { title: 'Ebb' }, ['subject']],
    ['no title', { title: null }, ['subject']],
    ['categories', { categories: ['Tides'] }, ['categories']],
    ['no categories', { categories: null }, ['categories']],
    ['a place', { locations: [{ name: 'Quay 7' }] }, ['location']],
    ['places', { locations: [{ name: 'Quay 7' }, { name: 'Quay 8' }] }, ['locations']],
    ['no place', { locations: null }, ['location']],
    ['a reminder', { reminderMinutes: 0 }, ['isReminderOn', 'reminderMinutesBeforeStart']],
    ['no reminder', { reminderMinutes: null }, ['isReminderOn']],
    ['busy status', { busyStatus: 'workingElsewhere' }, ['showAs']],
    ['privacy', { privacy: 'default' }, ['sensitivity']],
    ['proposals', { allowsNewTimeProposals: false }, ['allowNewTimeProposals']],
    ['a body', { body: { contentType: 'html', content: '<p>a &lt; b</p>' } }, ['body']],
    ['no body', { body: null }, ['body']],
    ['properties', { properties: { a: '1' } }, ['singleValueExtendedProperties']],
    [
      'time',
      { time: { kind: 'allDay', startDate: '2026-03-26', endDate: '2026-03-27' } },
      ['end', 'isAllDay', 'start'],
    ],
  ];

  test.each(patches)('names only what changes: %s', async (_name, patch, members) => {
    const rig = await startRig();
    const target = await made(rig, { locations: [{ name: 'Quay 1' }], categories: ['x'], privacy: 'private' });
    const before = await rig.ada.events.get({ ...target, include: ['body', 'properties'] });
    await rig.ada.events.update({ ...target, patch, ...everyone });
    const [write, ...others] = rig.writes();
    expect(others).toEqual([]);
    expect(write?.method).toBe('PATCH');
    expect(Object.keys(write?.body ?? {}).sort()).toEqual(members);
    const after = await rig.ada.events.get({ ...target, include: ['body', 'properties'] });
    const { body, ...plain } = patch;
    const expected = Object.entries(plain).filter(([, value]) => value !== null);
    expect(after).toMatchObject(Object.fromEntries(expected));
    expect(after.version).not.toBe(before.version);
    expect(after.body?.content.includes('a &lt; b')).toBe(body !== undefined && body !== null);
  });

  it('sends nothing for a patch that says nothing', async () => {
    const rig = await startRig();
    const target = await made(rig);
    expect(await rig.ada.events.update({ ...target, patch: {}, notify: 'nobody' })).toMatchObject({
      title: 'Tide tables',
    });
    expect(rig.writes()).toEqual([]);
  });

  it('merges properties by name, and keeps what is written beside them', async () => {
    const rig = await startRig();
    const target = await made(rig, { properties: { keep: '1', drop: '2', Case: '3', case: '4' } });
    const other = rig.connect('ada');
    await Promise.all([
      rig.ada.events.update({ ...target, patch: { properties: { drop: null, constructor: 'x' } }, ...everyone }),
      other.events.update({ ...target, patch: { properties: { more: 'ü' } }, ...everyone }),
    ]);
    const { properties } = await rig.ada.events.get({ ...target, include: ['properties'] });
    expect(properties).toEqual({ keep: '1', Case: '3', case: '4', more: 'ü', constructor: 'x' });
  });

  it('holds for a version, and for that one only', async () => {
    const rig = await startRig();
    const target = await made(rig);
    const { version = '' } = await rig.ada.events.get(target);
    await rig.ada.events.update({ ...target, patch: { title: 'Ebb' }, ...everyone, ifVersion: version });
    const stale = rig.ada.events.update({ ...target, patch: { title: 'Flood' }, ...everyone, ifVersion: version });
    await expect(stale).rejects.toMatchObject({ code: 'conflict', status: 412 });
    for (const ifVersion of ['*', 'abc', '"a"\r\nx: y', 'W/"stale"']) {
      const patch = { title: 'Flood' };
      await expect(rig.ada.events.update({ ...target, patch, ...everyone, ifVersion })).rejects.toMatchObject({
        code: 'conflict',
      });
    }
    expect((await rig.ada.events.get(target)).title).toBe('Ebb');
  });

  it('keeps the block of Teams in the body, whatever is written there', async () => {
    const rig = await startRig();
    const target = await made(rig, { conference: { kind: 'create', service: 'teams' } });
    const { conference } = await rig.ada.events.get(target);
    expect(conference).toMatchObject({ service: 'teams' });
    for (const body of [
      { contentType: 'html', content: '<html><body><p>One</p></body></html>' } as const,
      { contentType: 'html', content: 'Two' } as const,
      null,
    ]) {
      await rig.ada.events.update({ ...target, patch: { body }, ...everyone });
      const event = await rig.ada.events.get({ ...target, include: ['body'] });
      expect(event.conference).toEqual(conference);
      expect(event.body?.content.split('Microsoft Teams meeting')).toHaveLength(2);
    }
    const off = rig.ada.events.update({ ...target, patch: { conference: null }, ...everyone });
    await expect(off).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('waits for a join link that takes a while', async () => {
    const rig = await startRig({ onlineMeetingDelayMs: 3_000 });
    const target = await made(rig);
    const patch: EventPatch = { conference: { kind: 'create', service: 'teams' } };
    expect(await rig.ada.events.update({ ...target, patch, ...everyone })).toMatchObject({
      conference: { service: 'teams' },
    });
    rig.writes();
    await rig.ada.events.update({ ...target, patch, ...everyone });
    expect(rig.writes()).toEqual([]);
  });

  it('writes a link of another service where people look, once', async () => {
    const rig = await startRig();
    const url = 'https://meet.example/a?b=1&c=2';
    const patch: EventPatch = { conference: { kind: 'link', url } };
    const nowhere = await made(rig);
    await rig.ada.events.update({ ...nowhere, patch, ...everyone });
    await rig.ada.events.update({ ...nowhere, patch, ...everyone });
    const placed = await rig.ada.events.get({ ...nowhere, include: ['body'] });
    expect([placed.locations, placed.body?.content]).toEqual([[{ name: url }], '']);
    const somewhere = await made(rig, {
      locations: [{ name: 'Quay 7' }],
      body: { contentType: 'html', content: 'Hi' },
    });
    await rig.ada.events.update({ ...somewhere, patch, ...everyone });
    await rig.ada.events.update({ ...somewhere, patch, ...everyone });
    const written = await rig.ada.events.get({ ...somewhere, include: ['body'] });
    expect(written.locations).toEqual([{ name: 'Quay 7' }]);
    expect(written.body?.content.split('href="https://meet.example/a?b=1&amp;c=2"')).toHaveLength(2);
    expect(rig.writes()).toHaveLength(1);
  });

  it('changes nobody’s event but the organizer’s, apart from what is personal', async () => {
    const rig = await startRig();
    const target = await occurrence(rig.bo, '2026-03-23T08:00:00Z');
    rig.writes();
    const refused = rig.bo.events.update({ eventId: target.id, patch: { title: 'Mine' }, ...everyone });
    await expect(refused).rejects.toMatchObject({ code: 'accessDenied' });
    expect(rig.writes()).toEqual([]);
    const patch = { categories: ['Mine'], reminderMinutes: 5 };
    expect(await rig.bo.events.update({ eventId: target.id, patch, notify: 'nobody' })).toMatchObject(patch);
    expect(rig.mails()).toEqual([]);
  });

  test.each(['nobody', 'externalOnly'] as const)('refuses notify %s for a meeting', async (notify) => {
    const rig = await startRig();
    const target = await made(rig, { attendees: [{ address: 'bo@harbour.example' }] });
    const patch = { title: 'Ebb' };
    await expect(rig.ada.events.update({ ...target, patch, notify })).rejects.toMatchObject({ code: 'unsupported' });
    expect(rig.writes()).toEqual([]);
    await rig.ada.events.update({ ...target, patch, ...everyone });
    expect(rig.mails()).toEqual(['update bo@harbour.example']);
  });
});

describe('a series', () => {
  it('changes one occurrence, named by id or by its series', async () => {
    const rig = await startRig();
    const { id, masterId } = await occurrence(rig.ada, '2026-04-13T07:00:00Z');
    const byId = await rig.ada.events.update({ eventId: id, patch: { title: 'By id' }, ...everyone });
    expect(byId).toMatchObject({ kind: 'exception', title: 'By id', recurrenceId: '2026-04-13T07:00:00Z' });
    const named = { masterId, recurrenceId: '2026-04-13T07:00:00Z' };
    const byName = await rig.ada.events.update({
      ...named,
      scope: 'occurrence',
      patch: { title: 'By name' },
      ...everyone,
    });
    expect(byName).toMatchObject({ id, title: 'By name' });
    expect(await rig.ada.events.get(named)).toMatchObject({ id, title: 'By name' });
  });

  test.each([false, true])(
    'finds an occurrence that was moved far away (original start left out: %s)',
    async (omitOriginalStart) => {
      const rig = await startRig({ omitOriginalStart });
      const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
      await rig.ada.events.delete({ masterId, recurrenceId: '2026-04-13T07:00:00Z', ...everyone });
      const named = { masterId, recurrenceId: '2026-03-30T07:00:00Z' };
      const start = { dateTime: '2026-05-12T11:00:00', timeZone: 'Europe/Berlin' };
      const patch: EventPatch = { time: { kind: 'timed', start, end: { ...start, dateTime: '2026-05-12T12:00:00' } } };
      await rig.ada.events.update({ ...named, patch, ...everyone });
      const event = await rig.ada.events.get(named);
      expect(event).toMatchObject({ kind: 'exception', ...named });
      expect(beginning(event.time)).toBe('2026-05-12T11:00:00 Europe/Berlin');
    },
  );

  it('does not find what was taken out of it, or never was in it', async () => {
    const { ada } = await startRig();
    const { masterId } = await occurrence(ada, '2026-03-23T08:00:00Z');
    for (const recurrenceId of ['2026-04-06T07:00:00Z', '2026-04-14T07:00:00Z', '2026-04-13']) {
      const target = { masterId, recurrenceId };
      await expect(ada.events.get(target)).rejects.toMatchObject({ code: 'notFound' });
      const patch = { title: 'x' };
      await expect(ada.events.update({ ...target, patch, ...everyone })).rejects.toMatchObject({ code: 'notFound' });
    }
  });

  it('changes all of it through one of its occurrences', async () => {
    const rig = await startRig();
    const { id, masterId } = await occurrence(rig.ada, '2026-04-13T07:00:00Z');
    const event = await rig.ada.events.update({ eventId: id, scope: 'all', patch: { title: 'All' }, ...everyone });
    expect(event).toMatchObject({ id: masterId, kind: 'master', recurrence: { excluded: ['2026-04-06T07:00:00Z'] } });
    expect((await occurrence(rig.ada, '2026-03-23T08:00:00Z')).title).toBe('All');
  });

  it('keeps deleted occurrences out when its time changes', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const at = (time: string): { dateTime: string; timeZone: string } => ({
      dateTime: `2026-03-23T${time}`,
      timeZone: 'Europe/Berlin',
    });
    const patch: EventPatch = { time: { kind: 'timed', start: at('14:00:00'), end: at('15:00:00') } };
    const event = await rig.ada.events.update({ eventId: masterId, patch, ...everyone });
    expect(event).toMatchObject({ kind: 'master', recurrence: { excluded: ['2026-04-06T12:00:00Z'] } });
    const { items } = await rig.ada.events.list({ window });
    const starts = items.flatMap((item) =>
      'masterId' in item && item.masterId === masterId ? [beginning(item.time)] : [],
    );
    expect(starts).toEqual(['2026-03-23', '2026-03-30', '2026-04-13'].map((day) => `${day}T14:00:00 Europe/Berlin`));
  });

  it('refuses a first day that its rule does not give, and takes it with another rule', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const master = await rig.ada.events.get({ eventId: masterId });
    if (master.kind !== 'master') throw new Error('no master');
    const start = { dateTime: '2026-03-24T09:00:00', timeZone: 'America/New_York' };
    const time = { kind: 'timed', start, end: start } as const;
    const alone = rig.ada.events.update({ eventId: masterId, patch: { time }, ...everyone });
    await expect(alone).rejects.toMatchObject({ code: 'unsupported' });
    const [rule] = master.recurrence.rules;
    if (rule === undefined) throw new Error('no rule');
    const recurrence = { ...master.recurrence, rules: [{ ...rule, byDay: [{ day: 'tu' as const }] }], excluded: [] };
    const event = await rig.ada.events.update({ eventId: masterId, patch: { time, recurrence }, ...everyone });
    expect(event).toMatchObject({ kind: 'master', recurrence, time: { start } });
  });

  it('becomes a single event, and one becomes a series', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const single = await rig.ada.events.update({ eventId: masterId, patch: { recurrence: null }, ...everyone });
    expect(single).toMatchObject({ id: masterId, kind: 'single' });
    const recurrence = {
      rules: [
        {
          frequency: 'daily',
          interval: 2,
          skip: 'omit',
          firstDayOfWeek: 'mo',
          end: { kind: 'count', count: 3 },
        } as const,
      ],
      excludedRules: [],
      additional: [],
      excluded: ['2026-03-25T08:00:00Z'],
    };
    const series = await rig.ada.events.update({ eventId: masterId, patch: { recurrence }, ...everyone });
    expect(series).toMatchObject({ kind: 'master', recurrence });
  });

  it('takes no scope that its target does not have', async () => {
    const rig = await startRig();
    const { eventId } = await made(rig);
    const { id, masterId } = await occurrence(rig.ada, '2026-04-13T07:00:00Z');
    const patch = { title: 'x' };
    const calls = [
      { eventId, scope: 'following', patch },
      { eventId: masterId, scope: 'occurrence', patch },
      { eventId: masterId, scope: 'following', patch },
      { eventId: id, patch: { recurrence: null } },
      { eventId: id, scope: 'following', patch: { recurrence: null } },
    ] as const;
    for (const call of calls) {
      await expect(rig.ada.events.update({ ...call, ...everyone })).rejects.toMatchObject({ code: 'invalidArgument' });
    }
    expect(rig.writes()).toEqual([]);
    for (const scope of ['occurrence', 'all'] as const) {
      expect(await rig.ada.events.update({ eventId, scope, patch, ...everyone })).toMatchObject({ title: 'x' });
    }
  });
});

describe('when the answer is lost', () => {
  test.each([
    ['lost', graphFaults.lostAnswer(), 1],
    ['late', graphFaults.lateGatewayTimeout(), 1],
    ['cut', graphFaults.connectionCut(), 2],
    ['throttled', graphFaults.throttled(3), 2],
    ['unavailable', graphFaults.serviceUnavailable(), 2],
  ] as const)('a change is made once (%s)', async (_name, fault, sent) => {
    const rig = await startRig();
    const target = await made(rig, { attendees: [{ address: 'bo@harbour.example' }] });
    const { version = '' } = await rig.ada.events.get(target);
    const patch: EventPatch = {
      title: 'Ebb',
      body: { contentType: 'html', content: '<p>See &lt;you&gt; &amp; "them"<br>there</p>' },
      time: { kind: 'allDay', startDate: '2026-03-26', endDate: '2026-03-27' },
      categories: ['a', 'b'],
      locations: [{ name: 'Quay 7' }],
      reminderMinutes: 10,
      properties: { a: 'b' },
    };
    rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
    expect(await rig.ada.events.update({ ...target, patch, ...everyone, ifVersion: version })).toMatchObject({
      title: 'Ebb',
      time: patch.time,
    });
    expect(rig.writes()).toHaveLength(sent);
    expect(rig.mails()).toEqual(['update bo@harbour.example']);
  });
});
