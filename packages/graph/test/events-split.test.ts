import type { CalendarConnection, EventPatch, UpdateEventOptions } from '@kalends/core';
import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { beginning, occurrence, watchedRigs } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;

/** A series of Ada's: every Wednesday, six times, the second and the fifth left out, with everything that goes along. */
async function series(rig: WriteRig): Promise<{ readonly masterId: string }> {
  const at = (time: string): { dateTime: string; timeZone: string } => ({
    dateTime: `2026-03-25T${time}`,
    timeZone: 'Europe/Berlin',
  });
  const { id } = await rig.ada.events.create({
    event: {
      title: 'Soundings',
      body: { contentType: 'html', content: '<p>Bring the lead line</p>' },
      time: { kind: 'timed', start: at('09:00:00'), end: at('09:45:00') },
      recurrence: {
        rules: [
          {
            frequency: 'weekly',
            interval: 1,
            skip: 'omit',
            firstDayOfWeek: 'mo',
            byDay: [{ day: 'we' }],
            end: { kind: 'count', count: 6 },
          },
        ],
        excludedRules: [],
        additional: [],
        excluded: ['2026-04-01T07:00:00Z', '2026-04-22T07:00:00Z'],
      },
      attendees: [{ address: 'bo@harbour.example', role: 'optional' }],
      locations: [{ name: 'Quay 7' }],
      categories: ['Depths'],
      privacy: 'private',
      busyStatus: 'tentative',
      reminderMinutes: 30,
      allowsNewTimeProposals: false,
      properties: { acme: '42' },
      conference: { kind: 'create', service: 'teams' },
    },
    ...everyone,
  });
  rig.writes();
  rig.mails();
  return { masterId: id };
}

async function starts(connection: CalendarConnection): Promise<readonly string[]> {
  const { items } = await connection.events.list({
    window: { start: '2026-03-20T00:00:00Z', end: '2026-06-20T00:00:00Z' },
  });
  return items
    .filter(({ title, status }) => title !== 'Regatta' && title?.startsWith('Berth') !== true && status !== 'cancelled')
    .map(({ time, title }) => `${beginning(time).slice(5, 16)} ${title ?? ''}`);
}

const from = { recurrenceId: '2026-04-15T07:00:00Z', scope: 'following' } as const;

describe('this occurrence and all that follow', () => {
  it('become a series of their own, with everything the first has and the change', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const before = await rig.ada.events.get({ eventId: masterId });
    const event = await rig.ada.events.update({ masterId, ...from, patch: { title: 'Deep soundings' }, ...everyone });
    expect(event).toMatchObject({
      kind: 'master',
      title: 'Deep soundings',
      time: { start: { dateTime: '2026-04-15T09:00:00' }, end: { dateTime: '2026-04-15T09:45:00' } },
      recurrence: {
        rules: [{ frequency: 'weekly', byDay: [{ day: 'we' }], end: { kind: 'count', count: 3 } }],
        excluded: ['2026-04-22T07:00:00Z'],
      },
      attendees: [{ address: 'bo@harbour.example', role: 'optional' }],
      locations: [{ name: 'Quay 7' }],
      categories: ['Depths'],
      privacy: 'private',
      busyStatus: 'tentative',
      reminderMinutes: 30,
      allowsNewTimeProposals: false,
      conference: { service: 'teams' },
    });
    expect(event.conference?.url).not.toBe(before.conference?.url);
    const { body, properties } = await rig.ada.events.get({ eventId: event.id, include: ['body', 'properties'] });
    expect(properties).toEqual({ acme: '42' });
    expect(body?.content).toContain('Bring the lead line');
    expect(body?.content.split('Microsoft Teams meeting')).toHaveLength(2);
    const expected = [
      '03-25T09:00 Soundings',
      '04-08T09:00 Soundings',
      '04-15T09:00 Deep soundings',
      '04-29T09:00 Deep soundings',
    ];
    expect(await starts(rig.ada)).toEqual(expected);
    expect(await starts(rig.bo)).toEqual(expected);
    expect((await rig.ada.events.get({ eventId: masterId })).id).toBe(masterId);
  });

  it('move to another time of day, without those that were left out', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const at = (time: string): { dateTime: string; timeZone: string } => ({
      dateTime: `2026-04-15T${time}`,
      timeZone: 'America/New_York',
    });
    const patch: EventPatch = { time: { kind: 'timed', start: at('10:00:00'), end: at('11:00:00') } };
    await rig.ada.events.update({ masterId, ...from, patch, ...everyone });
    expect(await starts(rig.ada)).toEqual([
      '03-25T09:00 Soundings',
      '04-08T09:00 Soundings',
      '04-15T10:00 Soundings',
      '04-29T10:00 Soundings',
    ]);
  });

  it('get a rule of their own', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const recurrence = {
      rules: [
        {
          frequency: 'daily',
          interval: 1,
          skip: 'omit',
          firstDayOfWeek: 'mo',
          end: { kind: 'count', count: 2 },
        } as const,
      ],
      excludedRules: [],
      additional: [],
      excluded: [],
    };
    const event = await rig.ada.events.update({ masterId, ...from, patch: { recurrence }, ...everyone });
    expect(event).toMatchObject({ kind: 'master', recurrence });
    expect((await starts(rig.ada)).slice(2)).toEqual(['04-15T09:00 Soundings', '04-16T09:00 Soundings']);
  });

  it('are all of it, from the first occurrence on', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const target = { masterId, recurrenceId: '2026-03-25T08:00:00Z', scope: 'following' } as const;
    const event = await rig.ada.events.update({ ...target, patch: { title: 'All' }, ...everyone });
    expect(event.id).toBe(masterId);
    expect(rig.writes().map(({ method }) => method)).toEqual(['PATCH']);
  });

  it('get another list of attendees', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const attendees = [{ address: 'guest@elsewhere.example' }];
    const event = await rig.ada.events.addAttendees({ masterId, ...from, attendees, ...everyone });
    expect(event.attendees).toMatchObject([{ address: 'bo@harbour.example' }, { address: 'guest@elsewhere.example' }]);
    expect((await rig.ada.events.get({ eventId: masterId })).attendees).toHaveLength(1);
    const target = { masterId: event.id, recurrenceId: '2026-04-29T07:00:00Z', scope: 'following' } as const;
    const last = await rig.ada.events.removeAttendees({ ...target, addresses: ['bo@harbour.example'], ...everyone });
    expect(last).toMatchObject({ attendees: [{ address: 'guest@elsewhere.example' }] });
    expect(await starts(rig.bo)).toEqual(['03-25T09:00 Soundings', '04-08T09:00 Soundings', '04-15T09:00 Soundings']);
  });

  it('keep what was changed or deleted before them', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const changed = { masterId, recurrenceId: '2026-04-08T07:00:00Z' };
    const patch: EventPatch = {
      title: 'Special',
      categories: ['One'],
      locations: [{ name: 'Quay 9' }],
      reminderMinutes: null,
    };
    await rig.ada.events.update({ ...changed, patch, ...everyone });
    await rig.ada.events.update({ masterId, ...from, patch: { title: 'Later' }, ...everyone });
    const { reminderMinutes, ...event } = await rig.ada.events.get(changed);
    expect(event).toMatchObject({ title: 'Special', categories: ['One'], locations: [{ name: 'Quay 9' }] });
    expect(reminderMinutes).toBeUndefined();
    expect(await rig.ada.events.get({ eventId: masterId })).toMatchObject({
      recurrence: { excluded: ['2026-04-01T07:00:00Z'] },
    });
  });

  it('cannot be guarded by a version, changed by an invitee, or kept quiet', async () => {
    const rig = await startRig();
    const { masterId } = await series(rig);
    const call = { masterId, ...from, patch: { title: 'x' } } as const;
    const { version = '' } = await rig.ada.events.get({ eventId: masterId });
    const refused = [
      rig.ada.events.update({ ...call, ...everyone, ifVersion: version }),
      rig.ada.events.update({ ...call, notify: 'nobody' }),
    ];
    for (const each of refused) await expect(each).rejects.toMatchObject({ code: 'unsupported' });
    const { id } = await occurrence(rig.bo, '2026-04-15T07:00:00Z');
    const asGuest = { eventId: id, scope: 'following', patch: call.patch, ...everyone } as const;
    await expect(rig.bo.events.update(asGuest)).rejects.toMatchObject({ code: 'accessDenied' });
    expect(rig.writes()).toEqual([]);
  });
});

describe('a division that is interrupted', () => {
  const faults = [
    ['lost', graphFaults.lostAnswer()],
    ['late', graphFaults.lateGatewayTimeout()],
    ['cut', graphFaults.connectionCut()],
  ] as const;

  test.each(faults.flatMap(([name, fault]) => [1, 2, 3, 4, 5].map((nth) => [nth, name, fault] as const)))(
    'ends in one division: write %i is %s',
    async (nth, _name, fault) => {
      const rig = await startRig();
      const { masterId } = await series(rig);
      rig.emulator.faults.add(graphFaults.nthWrite(nth, fault));
      await rig.ada.events.update({ masterId, ...from, patch: { title: 'Later' }, ...everyone });
      expect(await starts(rig.ada)).toEqual(divided);
    },
  );

  test.each(['by its series', 'by its id'].flatMap((how) => [1, 2, 3, 4, 5].map((nth) => [how, nth] as const)))(
    'and goes on when the same call is made again (%s, write %i fails)',
    async (how, nth) => {
      const rig = await startRig();
      const { masterId } = await series(rig);
      const { id } = await occurrence(rig.ada, '2026-04-15T07:00:00Z');
      const named = how === 'by its id' ? { eventId: id } : { masterId, recurrenceId: from.recurrenceId };
      const call: UpdateEventOptions = { ...named, scope: 'following', patch: { title: 'Later' }, ...everyone };
      const fault = graphFaults.nthWrite(nth, graphFaults.accessDenied());
      rig.emulator.faults.add(fault);
      const failed: unknown = await rig.ada.events.update(call).then(undefined, (error: unknown) => error);
      expect(failed).toMatchObject({ code: nth === 1 ? 'accessDenied' : 'outcomeUnknown' });
      const event = await rig.connect('ada').events.update(call);
      expect(event).toMatchObject({ kind: 'master', title: 'Later' });
      expect(await starts(rig.ada)).toEqual(divided);
      expect(await rig.ada.events.update(call)).toEqual(event);
      expect(await starts(rig.bo)).toEqual(divided);
    },
  );

  const divided = ['03-25T09:00 Soundings', '04-08T09:00 Soundings', '04-15T09:00 Later', '04-29T09:00 Later'];
});
