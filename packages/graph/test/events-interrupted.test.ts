import type { CalendarConnection, CalendarEvent, EventPatch } from '@kalends/core';
import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { occurrence, watchedRigs } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;
const later = '2026-04-13T07:00:00Z';
const changedId = '2026-03-23T08:00:00Z';
const deletedId = '2026-04-06T07:00:00Z';

/** The seeded series of Mondays, one of them deleted, one moved, and one changed by us in everything that an occurrence can have. */
async function specialSeries(rig: WriteRig): Promise<{ readonly masterId: string; readonly eventId: string }> {
  const { masterId, id } = await occurrence(rig.ada, later);
  const at = (time: string): { dateTime: string; timeZone: string } => ({
    dateTime: `2026-03-23T${time}`,
    timeZone: 'America/New_York',
  });
  const patch: EventPatch = {
    title: 'Special',
    body: { contentType: 'html', content: '<p>Bring oilskins</p>' },
    time: { kind: 'timed', start: at('06:00:00'), end: at('07:30:00') },
    categories: ['One'],
    locations: [{ name: 'Quay 9', address: 'quay-9@harbour.example' }],
    reminderMinutes: null,
    busyStatus: 'tentative',
    properties: { acme: '42' },
  };
  await rig.ada.events.update({ masterId, recurrenceId: changedId, patch, ...everyone });
  rig.writes();
  return { masterId, eventId: id };
}

async function special(connection: CalendarConnection, masterId: string): Promise<unknown> {
  const event: CalendarEvent = await connection.events.get({
    masterId,
    recurrenceId: changedId,
    include: ['body', 'properties'],
  });
  const master = await connection.events.get({ eventId: masterId });
  const { title, time, categories, locations, reminderMinutes, busyStatus, properties, attendees } = event;
  const excluded = master.kind === 'master' ? master.recurrence.excluded : 'none';
  const bring = event.body?.content.includes('oilskins');
  return { title, time, categories, locations, reminderMinutes, busyStatus, properties, attendees, bring, excluded };
}

type Call = (
  rig: WriteRig,
  connection: CalendarConnection,
  ids: Awaited<ReturnType<typeof specialSeries>>,
) => Promise<unknown>;

const named = {
  'by its series': ({ masterId }: { readonly masterId: string }) => ({ masterId, recurrenceId: later }),
  'by its id': ({ eventId }: { readonly eventId: string }) => ({ eventId }),
};

const calls: readonly (readonly [what: string, call: Call])[] = Object.entries(named).flatMap(([how, target]) => {
  const scope = 'following' as const;
  const all: readonly (readonly [string, Call])[] = [
    [`deleted ${how}`, (_rig, { events }, ids) => events.delete({ ...target(ids), scope, ...everyone })],
    [`called off ${how}`, (_rig, { events }, ids) => events.cancel({ ...target(ids), scope })],
    [
      `changed ${how}`,
      (_rig, { events }, ids) => events.update({ ...target(ids), scope, patch: { title: 'Later' }, ...everyone }),
    ],
  ];
  return all;
});

describe('what was special about a series before the place where it ends', () => {
  test.each(calls)('stays as it is when the rest is %s', async (_what, call) => {
    const rig = await startRig();
    const ids = await specialSeries(rig);
    const before = await special(rig.ada, ids.masterId);
    expect(before).toMatchObject({ properties: { acme: '42' }, excluded: [deletedId] });
    await call(rig, rig.ada, ids);
    expect(await special(rig.ada, ids.masterId)).toEqual(before);
    const gone = rig.ada.events.get({ masterId: ids.masterId, recurrenceId: later });
    await expect(gone).rejects.toMatchObject({ code: 'notFound' });
  });

  test.each(calls.flatMap(([what, call]) => [0, 1, 2].map((further) => [what, further, call] as const)))(
    'is restored by the same call when the first stopped: %s, %i steps after the end was written',
    async (_what, further, call) => {
      const rig = await startRig();
      const ids = await specialSeries(rig);
      const before = await special(rig.ada, ids.masterId);
      // Every write after the end of the first series fails: the program could as well be gone.
      let writes = -1;
      rig.emulator.faults.add({
        ...graphFaults.accessDenied(),
        times: Infinity,
        when: ({ method, path, body }) => {
          if (!path.startsWith('/v1.0/') || method === 'GET' || path.endsWith('$batch')) return false;
          if (writes >= 0) writes += 1;
          if (method === 'PATCH' && body.includes('"recurrence"')) writes = Math.max(writes, 0);
          return writes > further;
        },
      });
      await expect(call(rig, rig.ada, ids)).rejects.toMatchObject({ code: 'outcomeUnknown' });
      rig.emulator.faults.clear();
      const other = rig.connect('ada');
      await call(rig, other, ids);
      expect(await special(other, ids.masterId)).toEqual(before);
    },
  );
});

describe('what was left out of a series that moves', () => {
  it('stays out when the same call goes on where the first stopped', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, later);
    const at = (time: string): { dateTime: string; timeZone: string } => ({
      dateTime: `2026-03-23T${time}`,
      timeZone: 'Europe/Berlin',
    });
    const patch: EventPatch = { time: { kind: 'timed', start: at('14:00:00'), end: at('15:00:00') } };
    const call = { eventId: masterId, patch, ...everyone };
    rig.emulator.faults.add(graphFaults.nthWrite(2, graphFaults.accessDenied()));
    await expect(rig.ada.events.update(call)).rejects.toMatchObject({ code: 'outcomeUnknown' });
    const expected = { recurrence: { excluded: ['2026-04-06T12:00:00Z'] } };
    expect(await rig.connect('ada').events.update(call)).toMatchObject(expected);
    expect(await rig.ada.events.get({ eventId: masterId })).toMatchObject(expected);
  });
});

describe('the note of what was special', () => {
  it('is of no effect once somebody has moved the series with another program', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, later);
    await rig.ada.events.delete({ masterId, recurrenceId: later, scope: 'following', ...everyone });
    const { accessToken: token } = rig.emulator.issueTokens({
      person: 'ada',
      scopes: ['openid', 'profile', 'offline_access', 'Calendars.ReadWrite'],
    });
    const at = (time: string, timeZone = 'Europe/Berlin'): { dateTime: string; timeZone: string } => ({
      dateTime: `2026-03-23T${time}`,
      timeZone,
    });
    const moved = await fetch(`${rig.emulator.graphBaseUrl}/me/events/${encodeURIComponent(masterId)}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        prefer: 'IdType="ImmutableId"',
      },
      body: JSON.stringify({ start: at('13:00:00'), end: at('14:00:00') }),
    });
    expect(moved.status).toBe(200);
    const patch: EventPatch = { time: { kind: 'timed', start: at('15:00:00'), end: at('16:00:00') } };
    const event = await rig.ada.events.update({ eventId: masterId, patch, ...everyone });
    expect(event).toMatchObject({ kind: 'master', recurrence: { excluded: [] } });
  });

  it('leaves out what is too long for it', async () => {
    const rig = await startRig();
    const { masterId } = await specialSeries(rig);
    const content = `<p>${'tide '.repeat(15_000)}</p>`;
    const patch: EventPatch = { body: { contentType: 'html', content } };
    await rig.ada.events.update({ masterId, recurrenceId: changedId, patch, ...everyone });
    rig.writes();
    await rig.ada.events.delete({ masterId, recurrenceId: later, scope: 'following', ...everyone });
    const end = rig.writes().find(({ method }) => method === 'PATCH');
    const note = JSON.stringify(end?.body);
    expect(note.length).toBeLessThan(2_000);
    expect(note).toContain(deletedId);
    const { body } = await rig.ada.events.get({ masterId, recurrenceId: changedId, include: ['body'] });
    expect(body?.content).toContain('tide tide');
  });
});

describe('the end of a series', () => {
  it('is worded anew when somebody changed the series in that moment', async () => {
    const rig = await startRig();
    const { masterId } = await occurrence(rig.ada, later);
    let raced = false;
    rig.emulator.faults.add({
      ...graphFaults.itemNotFound(),
      action: {
        kind: 'respond',
        status: 412,
        headers: { 'content-type': 'application/json' },
        body: '{"error":{"code":"ErrorIrresolvableConflict","message":""}}',
      },
      times: 1,
      when: ({ method, headers }) => {
        if (method !== 'PATCH') return false;
        raced = headers['if-match'] !== undefined;
        return true;
      },
    });
    await rig.ada.events.delete({ masterId, recurrenceId: later, scope: 'following', ...everyone });
    expect(raced).toBe(true);
    const gone = rig.ada.events.get({ masterId, recurrenceId: later });
    await expect(gone).rejects.toMatchObject({ code: 'notFound' });
  });

  test.each(['all', 'following'] as const)(
    'is where a deleted occurrence was: %s of the others go too',
    async (scope) => {
      const rig = await startRig();
      const { masterId } = await occurrence(rig.ada, later);
      await rig.ada.events.delete({ masterId, recurrenceId: deletedId, scope, ...everyone });
      const { items } = await rig.ada.events.list({
        window: { start: '2026-03-20T00:00:00Z', end: '2026-06-20T00:00:00Z' },
      });
      const left = items.filter((item) => 'masterId' in item && item.masterId === masterId);
      expect(left).toHaveLength(scope === 'all' ? 0 : 2);
    },
  );
});
