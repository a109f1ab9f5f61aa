import { describe, expect, it } from 'vitest';
import { occurrence, watchedRigs, wednesday } from './support/write-rig.ts';

const startRig = watchedRigs();
const window = { start: '2026-03-20T00:00:00Z', end: '2026-04-20T00:00:00Z' };

describe('events.list', () => {
  it('neither asks for nor gives what is left out', async () => {
    const { ada, emulator } = await startRig();
    const { items } = await ada.events.list({ window, omit: ['attendees', 'description'] });
    const { request, response } =
      emulator.exchanges.findLast(({ request: { path } }) => path.endsWith('/calendarView')) ?? {};
    const selected = request?.query.get('$select')?.split(',');
    expect(selected).toEqual(expect.arrayContaining(['subject', 'responseStatus']));
    expect(selected?.filter((name) => ['attendees', 'bodyPreview', 'body'].includes(name))).toEqual([]);
    expect(response?.body).not.toContain('Who lies where');
    const berths = items.find(({ title }) => title === 'Berth planning');
    expect(berths).toMatchObject({
      attendees: [],
      attendeesOmitted: true,
      participationStatus: 'accepted',
      organizer: { address: 'ada@harbour.example' },
    });
    expect(berths).not.toHaveProperty('description');
  });

  it('brings the caller’s own data along, of events and of single occurrences', async () => {
    const { ada, bo } = await startRig();
    const attendees = [{ address: 'bo@harbour.example' }];
    const properties = { acme: '42', long: 'ü'.repeat(1_024) };
    await ada.events.create({ event: { ...wednesday, properties, attendees }, notify: 'everyone' });
    const { id } = await occurrence(ada, '2026-04-13T07:00:00Z');
    await ada.events.update({ eventId: id, patch: { properties: { one: '1' } }, notify: 'everyone' });
    const { items } = await ada.events.list({ window, include: ['properties'] });
    expect(
      items.flatMap((event) => (Object.keys(event.properties ?? {}).length === 0 ? [] : [event.properties])),
    ).toEqual([properties, { one: '1' }]);
    expect((await ada.events.list({ window })).items.filter((event) => 'properties' in event)).toEqual([]);
    const theirs = await bo.events.list({ window, include: ['properties'] });
    expect(theirs.items.find(({ title }) => title === 'Tide tables')?.properties).toEqual({});
  });

  it('refuses a page token of a list with other parts', async () => {
    const { ada } = await startRig();
    const { nextPageToken: pageToken = '' } = await ada.events.list({ window, pageSize: 1, omit: ['attendees'] });
    for (const parts of [{}, { omit: ['description'] as const }, { include: ['properties'] as const }]) {
      const other = ada.events.list({ window, pageSize: 1, pageToken, ...parts });
      await expect(other).rejects.toMatchObject({ code: 'invalidArgument' });
    }
    expect((await ada.events.list({ window, pageSize: 1, omit: ['attendees'], pageToken })).items).not.toEqual([]);
  });
});

describe('events.get by recurrence id', () => {
  it('reads an occurrence with what is included', async () => {
    const { ada, requests } = await startRig();
    const { masterId, id } = await occurrence(ada, '2026-04-13T07:00:00Z');
    requests();
    const event = await ada.events.get({ masterId, recurrenceId: '2026-04-13T07:00:00Z', include: ['body'] });
    expect(event).toMatchObject({ id, kind: 'occurrence', title: 'Berth planning', body: { contentType: 'html' } });
    expect(requests()).toHaveLength(2);
    const moved = await ada.events.get({ masterId, recurrenceId: '2026-03-30T07:00:00Z' });
    expect(moved).toMatchObject({ kind: 'exception', title: 'Berth planning, later' });
  });

  it('names days of a series of whole days by their dates', async () => {
    const { ada } = await startRig();
    const { id: masterId } = await ada.events.create({
      event: {
        title: 'Dry dock',
        time: { kind: 'allDay', startDate: '2026-05-04', endDate: '2026-05-06' },
        recurrence: {
          rules: [{ frequency: 'monthly', interval: 1, skip: 'omit', firstDayOfWeek: 'mo', end: { kind: 'never' } }],
          excludedRules: [],
          additional: [],
          excluded: ['2026-06-04'],
        },
      },
      notify: 'everyone',
    });
    const day = { masterId, recurrenceId: '2026-08-04' };
    expect(await ada.events.get(day)).toMatchObject({ kind: 'occurrence', ...day });
    await ada.events.update({ ...day, patch: { title: 'Late' }, notify: 'everyone' });
    expect(await ada.events.get(day)).toMatchObject({ kind: 'exception', title: 'Late', ...day });
    await expect(ada.events.get({ masterId, recurrenceId: '2026-06-04' })).rejects.toMatchObject({ code: 'notFound' });
    await ada.events.delete({ ...day, scope: 'following', notify: 'everyone' });
    expect(await ada.events.get({ eventId: masterId })).toMatchObject({
      recurrence: { rules: [{ end: { kind: 'untilDate' } }], excluded: ['2026-06-04'] },
    });
  });
});
