import type { EventPatch, Recurrence } from '@kalends/core';
import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { occurrence, watchedRigs, wednesday } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;

const at = (time: string, timeZone: string): { dateTime: string; timeZone: string } => ({
  dateTime: `2026-03-25T${time}`,
  timeZone,
});
const weekly: Recurrence = {
  rules: [
    {
      frequency: 'weekly',
      interval: 1,
      skip: 'omit',
      firstDayOfWeek: 'mo',
      byDay: [{ day: 'we' }],
      end: { kind: 'count', count: 4 },
    },
  ],
  excludedRules: [],
  additional: [],
  excluded: [],
};

const bareLink = (html = ''): string | undefined => /href="([^"]*)"/.exec(html)?.[1];

describe('a change that never arrived', () => {
  test.each<readonly [what: string, patch: EventPatch]>([
    [
      'where a link of the body leads',
      { body: { contentType: 'html', content: '<a href="https://new.example">Map</a>' } },
    ],
    ['the address of a place', { locations: [{ name: 'Quay 7', address: 'quay-9@harbour.example' }] }],
    [
      'the zone of a time',
      { time: { kind: 'timed', start: at('08:00:00', 'Europe/London'), end: at('09:00:00', 'Europe/London') } },
    ],
  ])('is not taken for done because it looks alike: %s', async (_what, patch) => {
    const rig = await startRig();
    const event = {
      ...wednesday,
      body: { contentType: 'html', content: '<a href="https://old.example">Map</a>' },
      locations: [{ name: 'Quay 7', address: 'quay-7@harbour.example' }],
    } as const;
    const { id } = await rig.ada.events.create({ event, ...everyone });
    rig.writes();
    rig.emulator.faults.add(graphFaults.nthWrite(1, graphFaults.connectionCut()));
    const changed = await rig.ada.events.update({ eventId: id, patch, ...everyone });
    expect(rig.writes()).toHaveLength(2);
    const { body } = await rig.ada.events.get({ eventId: id, include: ['body'] });
    const { content = '' } = patch.body ?? {};
    expect({ ...changed, body: { contentType: 'html', content: bareLink(body?.content) } }).toMatchObject({
      ...patch,
      body: { contentType: 'html', content: content === '' ? 'https://old.example' : bareLink(content) },
    });
  });
});

describe('a version', () => {
  it('is asked for by what is worded from the event as it was read, and by nothing else', async () => {
    const rig = await startRig();
    const { id, version = '' } = await rig.ada.events.create({ event: wednesday, ...everyone });
    rig.writes();
    const guards: (string | undefined)[] = [];
    const patches: readonly EventPatch[] = [
      { body: { contentType: 'html', content: 'x' } },
      { conference: { kind: 'link', url: 'https://meet.example/1' } },
      { properties: { a: 'b' } },
      { title: 'x' },
    ];
    for (const patch of patches) await rig.ada.events.update({ eventId: id, patch, ...everyone });
    for (const { headers } of rig.writes()) guards.push(headers['if-match']);
    expect(guards).toEqual([version, expect.any(String), expect.any(String), undefined]);
  });

  it('of the caller’s is tried once', async () => {
    const rig = await startRig();
    const { id } = await rig.ada.events.create({ event: wednesday, ...everyone });
    rig.writes();
    const stale = rig.ada.events.update({ eventId: id, patch: { title: 'x' }, ...everyone, ifVersion: 'W/"stale"' });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
    expect(rig.writes()).toHaveLength(1);
  });
});

describe('a rule', () => {
  it('that was written is known again when the answer is lost', async () => {
    const rig = await startRig();
    const event = { ...wednesday, recurrence: weekly, attendees: [{ address: 'bo@harbour.example' }] };
    const { id } = await rig.ada.events.create({ event, ...everyone });
    rig.writes();
    rig.mails();
    rig.emulator.faults.add(graphFaults.nthWrite(1, graphFaults.lostAnswer()));
    const [rule] = weekly.rules;
    if (rule === undefined) throw new Error('no rule');
    const recurrence: Recurrence = { ...weekly, rules: [{ ...rule, interval: 2 }] };
    expect(await rig.ada.events.update({ eventId: id, patch: { recurrence }, ...everyone })).toMatchObject({
      recurrence,
    });
    expect(rig.writes()).toHaveLength(1);
  });

  it('that is the same is not sent, and brings no occurrence back', async () => {
    const rig = await startRig();
    const { id } = await rig.ada.events.create({ event: { ...wednesday, recurrence: weekly }, ...everyone });
    const { id: second } = await occurrence(rig.ada, '2026-04-01T07:00:00Z');
    await rig.ada.events.delete({ eventId: second, ...everyone });
    rig.writes();
    const again = rig.ada.events.update({ eventId: id, patch: { recurrence: weekly }, ...everyone });
    await expect(again).rejects.toMatchObject({ code: 'unsupported' });
    const left = { ...weekly, excluded: ['2026-04-01T07:00:00Z'] };
    expect(await rig.ada.events.update({ eventId: id, patch: { recurrence: left }, ...everyone })).toMatchObject({
      recurrence: left,
    });
    expect(rig.writes()).toEqual([]);
  });

  it('with more left out is guarded by the version like any other', async () => {
    const rig = await startRig();
    const { id } = await rig.ada.events.create({ event: { ...wednesday, recurrence: weekly }, ...everyone });
    const recurrence = { ...weekly, excluded: ['2026-04-01T07:00:00Z'] };
    const stale = rig.ada.events.update({ eventId: id, patch: { recurrence }, ...everyone, ifVersion: 'W/"stale"' });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
    expect(await rig.ada.events.get({ eventId: id })).toMatchObject({ recurrence: weekly });
  });

  it('of whole days counts in the zone of the time that the series gets', async () => {
    const rig = await startRig();
    const time = { kind: 'allDay', startDate: '2026-03-25', endDate: '2026-03-26' } as const;
    const { id } = await rig.ada.events.create({ event: { ...wednesday, time, recurrence: weekly }, ...everyone });
    const patch = { time: wednesday.time };
    await rig.ada.events.update({ eventId: id, patch, ...everyone });
    // Nine o’clock in Berlin, after clocks have changed too.
    expect((await occurrence(rig.ada, '2026-03-25T08:00:00Z')).masterId).toBe(id);
    expect((await occurrence(rig.ada, '2026-04-01T07:00:00Z')).masterId).toBe(id);
    expect(rig.writes().at(-1)?.body).toMatchObject({
      recurrence: { range: { recurrenceTimeZone: 'W. Europe Standard Time' } },
    });
  });
});
