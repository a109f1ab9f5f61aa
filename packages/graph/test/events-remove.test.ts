import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { occurrence, watchedRigs, wednesday } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;
const guests = { attendees: [{ address: 'bo@harbour.example' }, { address: 'guest@elsewhere.example' }] };

async function meeting(rig: WriteRig): Promise<{ readonly eventId: string; readonly version: string }> {
  const { id, version = '' } = await rig.ada.events.create({ event: { ...wednesday, ...guests }, ...everyone });
  rig.writes();
  rig.mails();
  return { eventId: id, version };
}

/** Starts of what is left of the seeded series. */
async function starts(rig: WriteRig, person: 'ada' | 'bo' = 'ada'): Promise<readonly string[]> {
  const { items } = await rig[person].events.list({
    window: { start: '2026-03-20T00:00:00Z', end: '2026-06-20T00:00:00Z' },
  });
  return items.flatMap((item) => ('masterId' in item && item.time.kind === 'timed' ? [item.time.start.instant] : []));
}

describe('events.delete', () => {
  it('calls a meeting of one’s own off, in one request', async () => {
    const rig = await startRig();
    const { eventId } = await meeting(rig);
    await rig.ada.events.delete({ eventId, ...everyone });
    expect(rig.writes().map(({ method }) => method)).toEqual(['DELETE']);
    expect(rig.mails()).toEqual(['cancellation bo@harbour.example', 'cancellation guest@elsewhere.example']);
    await expect(rig.ada.events.get({ eventId })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('is fine with what is gone, but not with a version of it', async () => {
    const rig = await startRig();
    const { eventId, version } = await meeting(rig);
    await rig.ada.events.delete({ eventId, ...everyone });
    await rig.ada.events.delete({ eventId, ...everyone });
    await rig.ada.events.delete({ eventId, notify: 'nobody' });
    await rig.ada.events.delete({ eventId, scope: 'all', ...everyone });
    for (const more of [{}, { scope: 'all' as const }]) {
      const again = rig.ada.events.delete({ eventId, ...everyone, ifVersion: version, ...more });
      await expect(again).rejects.toMatchObject({ code: 'notFound' });
    }
  });

  it('holds for a version', async () => {
    const rig = await startRig();
    const { eventId, version } = await meeting(rig);
    const { version: newer = '' } = await rig.ada.events.update({ eventId, patch: { title: 'Ebb' }, ...everyone });
    const stale = rig.ada.events.delete({ eventId, ...everyone, ifVersion: version });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
    await rig.ada.events.delete({ eventId, ...everyone, ifVersion: newer });
  });

  test.each(['nobody', 'externalOnly'] as const)('cannot keep invitees from hearing of it: %s', async (notify) => {
    const rig = await startRig();
    const { eventId } = await meeting(rig);
    await expect(rig.ada.events.delete({ eventId, notify })).rejects.toMatchObject({ code: 'unsupported' });
    const alone = await rig.ada.events.create({ event: wednesday, notify });
    await rig.ada.events.delete({ eventId: alone.id, notify });
    expect(rig.mails()).toEqual([]);
    const series = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    rig.writes();
    for (const scope of ['occurrence', 'all'] as const) {
      const refused = rig.ada.events.delete({ eventId: series.id, scope, notify });
      await expect(refused).rejects.toMatchObject({ code: 'unsupported' });
    }
    expect(rig.writes()).toEqual([]);
  });

  it('cannot keep from those who are invited to one occurrence alone that all go', async () => {
    const rig = await startRig();
    const rule = {
      frequency: 'weekly',
      interval: 1,
      skip: 'omit',
      firstDayOfWeek: 'mo',
      byDay: [{ day: 'we' }],
    } as const;
    const recurrence = {
      rules: [{ ...rule, end: { kind: 'count', count: 3 } as const }],
      excludedRules: [],
      additional: [],
      excluded: [],
    };
    const { id: eventId } = await rig.ada.events.create({ event: { ...wednesday, recurrence }, ...everyone });
    const { id } = await occurrence(rig.ada, '2026-04-01T07:00:00Z');
    await rig.ada.events.addAttendees({ eventId: id, attendees: [{ address: 'bo@harbour.example' }], ...everyone });
    rig.writes();
    const quiet = [
      rig.ada.events.delete({ eventId, notify: 'nobody' }),
      rig.ada.events.update({ eventId, patch: { title: 'x' }, notify: 'nobody' }),
    ];
    for (const each of quiet) await expect(each).rejects.toMatchObject({ code: 'unsupported' });
    expect(rig.writes()).toEqual([]);
  });

  it('removes an invitee’s own copy, and nobody hears of it', async () => {
    const rig = await startRig();
    await meeting(rig);
    const { items } = await rig.bo.events.list({
      window: { start: '2026-03-25T00:00:00Z', end: '2026-03-26T00:00:00Z' },
    });
    await rig.bo.events.delete({ eventId: items[0]?.id ?? '', notify: 'nobody' });
    expect(rig.mails()).toEqual([]);
    expect(rig.emulator.storedEvents('bo').map(({ subject }) => subject)).toEqual(['Berth planning']);
  });

  it('takes one occurrence out, also twice', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const target = { masterId, recurrenceId: '2026-04-13T07:00:00Z' };
    await rig.ada.events.delete({ ...target, ...everyone });
    await rig.ada.events.delete({ ...target, ...everyone });
    await expect(rig.ada.events.delete({ ...target, ...everyone, ifVersion: 'W/"x"' })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(await rig.ada.events.get({ eventId: masterId })).toMatchObject({
      recurrence: { excluded: ['2026-04-06T07:00:00Z', '2026-04-13T07:00:00Z'] },
    });
  });

  it('ends a series before an occurrence, and keeps what was special before it', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const target = { masterId, recurrenceId: '2026-04-13T07:00:00Z' };
    const { version = '' } = await rig.ada.events.get({ eventId: masterId });
    await expect(
      rig.ada.events.delete({ ...target, scope: 'following', ...everyone, ifVersion: 'W/"stale"' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await rig.ada.events.delete({ ...target, scope: 'following', ...everyone, ifVersion: version });
    expect(await starts(rig)).toEqual(['2026-03-23T08:00:00Z', '2026-03-31T09:00:00Z']);
    expect(await rig.ada.events.get({ masterId, recurrenceId: '2026-03-30T07:00:00Z' })).toMatchObject({
      title: 'Berth planning, later',
    });
    expect(await starts(rig, 'bo')).toEqual(['2026-03-23T08:00:00Z', '2026-03-31T09:00:00Z']);
    await rig.ada.events.delete({ ...target, scope: 'following', ...everyone });
  });

  test.each([
    ['all', '2026-04-13T07:00:00Z'],
    ['following', '2026-03-23T08:00:00Z'],
  ] as const)('removes the whole series: %s from %s', async (scope, recurrenceId) => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    await rig.ada.events.delete({ masterId, recurrenceId, scope, ...everyone });
    expect(await starts(rig)).toEqual([]);
  });

  test.each([
    ['lost', graphFaults.lostAnswer()],
    ['late', graphFaults.lateGatewayTimeout()],
    ['cut', graphFaults.connectionCut()],
    ['throttled', graphFaults.throttled(3)],
  ] as const)('happens once, also with a version, when the answer is %s', async (_name, fault) => {
    const rig = await startRig();
    const { eventId, version } = await meeting(rig);
    rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
    await rig.ada.events.delete({ eventId, ...everyone, ifVersion: version });
    expect(rig.mails()).toHaveLength(2);
  });
});

describe('events.cancel', () => {
  it('tells everybody, with a message', async () => {
    const rig = await startRig();
    const { eventId } = await meeting(rig);
    await rig.ada.events.cancel({ eventId, message: 'Storm' });
    expect(rig.writes()).toMatchObject([
      { method: 'POST', what: 'calendars/*/events/*/cancel', body: { comment: 'Storm' } },
    ]);
    expect(rig.emulator.sentMails.filter(({ kind }) => kind === 'cancellation')).toMatchObject([
      { hasComment: true },
      { hasComment: true },
    ]);
    await expect(rig.ada.events.cancel({ eventId })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('is the organizer’s alone', async () => {
    const rig = await startRig();
    const { id } = await occurrence(rig.bo, '2026-03-23T08:00:00Z');
    rig.writes();
    for (const scope of ['occurrence', 'all'] as const) {
      await expect(rig.bo.events.cancel({ eventId: id, scope })).rejects.toMatchObject({ code: 'accessDenied' });
    }
    expect(rig.writes()).toEqual([]);
  });

  it('simply removes what nobody was invited to', async () => {
    const rig = await startRig();
    const { id } = await rig.ada.events.create({ event: wednesday, ...everyone });
    rig.writes();
    await rig.ada.events.cancel({ eventId: id, message: 'Storm' });
    expect(rig.writes().map(({ method }) => method)).toEqual(['DELETE']);
  });

  it('calls off an occurrence, the rest, or all', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const following = { masterId, recurrenceId: '2026-04-13T07:00:00Z', scope: 'following' } as const;
    await expect(rig.ada.events.cancel({ ...following, message: 'x' })).rejects.toMatchObject({ code: 'unsupported' });
    await rig.ada.events.cancel(following);
    expect(await starts(rig)).toEqual(['2026-03-23T08:00:00Z', '2026-03-31T09:00:00Z']);
    await rig.ada.events.cancel({ masterId, recurrenceId: '2026-03-23T08:00:00Z', message: 'x' });
    expect(await starts(rig)).toEqual(['2026-03-31T09:00:00Z']);
    await rig.ada.events.cancel({ eventId: masterId });
    expect(await starts(rig)).toEqual([]);
  });

  test.each([
    ['lost', graphFaults.lostAnswer()],
    ['late', graphFaults.lateGatewayTimeout()],
    ['cut', graphFaults.connectionCut()],
  ] as const)('happens once when the answer is %s', async (_name, fault) => {
    const rig = await startRig();
    const { eventId } = await meeting(rig);
    rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
    await rig.ada.events.cancel({ eventId });
    expect(rig.mails()).toHaveLength(2);
  });
});

test('events.move is not in Graph', async () => {
  const rig = await startRig();
  const move = rig.ada.events.move({ eventId: 'a', toCalendarId: 'b', ...everyone });
  await expect(move).rejects.toMatchObject({ code: 'unsupported', operation: 'events.move' });
  expect(rig.ada.capabilities.events.writes.verbs).not.toContain('move');
  expect((await rig.ada.calendars.list()).items).not.toEqual([]);
});
