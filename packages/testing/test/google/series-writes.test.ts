import { describe, expect, it } from 'vitest';
import { eventsPath, guests, hour, startWriteKit } from './write-kit.ts';
import type { WriteKit } from './write-kit.ts';
import type { ListBody, WireEvent } from './google-kit.ts';

const daily = { ...hour(), summary: 'Stand-up', recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] };
const ids = (events: readonly WireEvent[]): string[] => events.map(({ id }) => id);
const starts = (events: readonly WireEvent[]): unknown[] =>
  events.map(({ start }) => start['dateTime'] ?? start['date']);

async function instances(kit: WriteKit, id: string, person = 'ada', query = {}): Promise<WireEvent[]> {
  const { body } = await kit.call<ListBody>('GET', eventsPath('primary', id, 'instances'), { person, query });
  return body.items;
}

describe('a series', () => {
  it('is a master with instances named after their slots', async () => {
    await using kit = await startWriteKit();
    const { id, iCalUID } = await kit.insert(daily);
    const all = await instances(kit, id);
    expect(ids(all)[0]).toBe(`${id}_20260302T090000Z`);
    expect(all).toHaveLength(5);
    expect(all.every((item) => item.recurringEventId === id && item.iCalUID === iCalUID)).toBe(true);
    expect(kit.emulator.storedEvents('ada')).toMatchObject([{ kind: 'master', recurrence: daily.recurrence }]);
  });

  it('keeps the wall time across the change to summer time', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour('28'), recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    expect(starts(await instances(kit, id))).toEqual([
      '2026-03-28T10:00:00+01:00',
      '2026-03-29T10:00:00+02:00',
      '2026-03-30T10:00:00+02:00',
    ]);
  });

  it('of whole days, with dates left out and added', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({
      start: { date: '2026-03-02' },
      end: { date: '2026-03-03' },
      recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260304', 'EXDATE;VALUE=DATE:20260303', 'RDATE;VALUE=DATE:20260310'],
    });
    const all = await instances(kit, id);
    expect(starts(all)).toEqual(['2026-03-02', '2026-03-04', '2026-03-10']);
    expect(ids(all)[2]).toBe(`${id}_20260310`);
  });

  it('leaves out what a second rule excludes', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({
      ...daily,
      recurrence: [...daily.recurrence, 'EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=3'],
    });
    expect(starts(await instances(kit, id))).toEqual(['2026-03-03T10:00:00+01:00', '2026-03-05T10:00:00+01:00']);
  });

  it.each([
    ['a start in the list', ['DTSTART:20260302T100000Z', 'RRULE:FREQ=DAILY']],
    ['no rule at all', ['every day']],
    ['an unknown frequency', ['RRULE:FREQ=FORTNIGHTLY']],
    ['no frequency', ['RRULE:COUNT=3']],
    ['an unknown part', ['RRULE:FREQ=DAILY;BYMOOD=3']],
    ['a part twice', ['RRULE:FREQ=DAILY;COUNT=3;COUNT=4']],
    ['count and until', ['RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260401T000000Z']],
    ['a date as the end of a timed series', ['RRULE:FREQ=DAILY;UNTIL=20260401']],
    ['a local time as the end', ['RRULE:FREQ=DAILY;UNTIL=20260401T100000']],
    ['a count of nothing', ['RRULE:FREQ=DAILY;COUNT=0']],
    ['an excluded date in a timed series', ['RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20260303']],
    ['an excluded date in words', ['RRULE:FREQ=DAILY', 'EXDATE:tomorrow']],
    ['a day that no month has', ['RRULE:FREQ=MONTHLY;BYMONTHDAY=77']],
  ])('is refused with %s', async (_, recurrence) => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', eventsPath(), { body: { ...hour(), recurrence } })).toMatchObject({
      status: 400,
      reason: 'invalid',
      message: 'Invalid recurrence rule.',
    });
    expect(kit.emulator.storedEvents('ada')).toEqual([]);
  });

  it('has to say in which zone it repeats', async () => {
    await using kit = await startWriteKit();
    const body = {
      start: { dateTime: '2026-03-02T10:00:00+01:00' },
      end: { dateTime: '2026-03-02T11:00:00+01:00' },
      recurrence: ['RRULE:FREQ=DAILY'],
    };
    expect(await kit.refusal('POST', eventsPath(), { body })).toMatchObject({
      status: 400,
      reason: 'required',
      message: 'Missing time zone definition for start time.',
    });
  });
});

describe('one instance', () => {
  it('changes without the others, and keeps its name and original start', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    const changed = await kit.patch(
      slot,
      { summary: 'Long stand-up', ...hour('03', 14) },
      { query: { sendUpdates: 'all' } },
    );
    expect(changed).toMatchObject({
      id: slot,
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-03-03T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      start: { dateTime: '2026-03-03T14:00:00+01:00' },
      sequence: 1,
    });
    expect(changed).not.toHaveProperty('recurrence');
    expect(await kit.read(slot, 'bo')).toMatchObject({
      summary: 'Long stand-up',
      start: { dateTime: '2026-03-03T08:00:00-05:00' },
    });
    expect((await instances(kit, id, 'bo')).map(({ summary }) => summary)).toEqual([
      'Stand-up',
      'Long stand-up',
      'Stand-up',
      'Stand-up',
      'Stand-up',
    ]);
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'update', to: 'bo@tidewater.example', eventId: slot }]);
    expect(await kit.read(id)).toMatchObject({ summary: 'Stand-up', sequence: 0 });
  });

  it('follows the series in what it does not say differently', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    await kit.patch(slot, { summary: 'Long stand-up' });
    await kit.patch(id, { summary: 'Huddle', location: 'Quay', attendees: guests('bo', 'cy') });
    for (const person of ['ada', 'bo', 'cy']) {
      expect(await kit.read(slot, person)).toMatchObject({ summary: 'Long stand-up', location: 'Quay' });
    }
    expect((await kit.read(slot)).attendees).toHaveLength(2);
  });

  it('can’t repeat', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert(daily);
    const path = eventsPath('primary', `${id}_20260303T090000Z`);
    expect(await kit.refusal('PATCH', path, { body: { recurrence: daily.recurrence } })).toMatchObject({ status: 400 });
    expect(await kit.refusal('PATCH', eventsPath('primary', `${id}_20270303T090000Z`), { body: {} })).toMatchObject({
      status: 404,
    });
  });

  it('is deleted as a cancelled exception, for everybody and once', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    const path = eventsPath('primary', slot);
    expect((await kit.call('DELETE', path, { query: { sendUpdates: 'all' } })).status).toBe(204);
    expect((await kit.call('DELETE', path)).status).toBe(410);
    expect(await instances(kit, id)).toHaveLength(4);
    expect(await instances(kit, id, 'bo')).toHaveLength(4);
    expect((await kit.list()).items.find((item) => item.id === slot)).toEqual({
      kind: 'calendar#event',
      id: slot,
      etag: expect.any(String),
      status: 'cancelled',
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-03-03T10:00:00+01:00', timeZone: 'Europe/Berlin' },
    });
    expect((await kit.read(id)).recurrence).toEqual(daily.recurrence);
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'cancellation', eventId: slot }]);
  });

  it('comes back with status confirmed', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    await kit.call('DELETE', eventsPath('primary', slot));
    await kit.patch(slot, { status: 'confirmed' });
    expect(await instances(kit, id)).toHaveLength(5);
    expect(await instances(kit, id, 'bo')).toHaveLength(5);
  });

  it('stays cancelled for a guest who joins later', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    await kit.call('DELETE', eventsPath('primary', `${id}_20260303T090000Z`));
    await kit.patch(`${id}_20260304T090000Z`, { summary: 'Long stand-up', attendees: guests('bo') });
    await kit.patch(id, { attendees: guests('bo', 'cy') });
    expect((await instances(kit, id, 'cy')).map(({ summary }) => summary)).toEqual([
      'Stand-up',
      'Long stand-up',
      'Stand-up',
      'Stand-up',
    ]);
  });

  it('loses a guest who leaves the series', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo', 'cy') });
    const slot = `${id}_20260303T090000Z`;
    await kit.patch(slot, { summary: 'Long stand-up' });
    await kit.patch(id, { attendees: guests('cy') });
    expect((await kit.read(slot)).attendees).toMatchObject([{ email: 'cy@tidewater.example' }]);
    expect((await kit.list({ singleEvents: true }, 'bo')).items).toEqual([]);
  });

  it('that is changed is answered with the series, unless it was answered before', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    await kit.patch(slot, { summary: 'Long stand-up' });
    const answer = { attendees: [{ email: 'bo@tidewater.example', responseStatus: 'accepted' }] };
    await kit.patch(id, answer, { person: 'bo' });
    for (const person of ['ada', 'bo']) {
      expect(await kit.read(slot, person)).toMatchObject({ attendees: [{ responseStatus: 'accepted' }] });
    }
  });

  it('is answered by itself, and the series by itself', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    const answer = (responseStatus: string): object => ({
      attendees: [{ email: 'bo@tidewater.example', responseStatus }],
    });
    await kit.patch(slot, answer('declined'), { person: 'bo' });
    await kit.patch(id, answer('accepted'), { person: 'bo' });
    const status = async (event: string, person: string): Promise<unknown> =>
      (await kit.read(event, person)).attendees?.[0]?.['responseStatus'];
    for (const person of ['ada', 'bo']) {
      expect(await status(slot, person)).toBe('declined');
      expect(await status(id, person)).toBe('accepted');
      expect(await status(`${id}_20260304T090000Z`, person)).toBe('accepted');
    }
  });

  it('can have a guest of its own, who does not see the series', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    await kit.patch(slot, { attendees: guests('bo', 'cy') }, { query: { sendUpdates: 'all' } });
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'invitation', to: 'cy@tidewater.example', eventId: slot }]);
    expect((await kit.list({}, 'cy')).items).toMatchObject([{ id: slot, recurringEventId: id }]);
    expect((await kit.call('GET', eventsPath('primary', id), { person: 'cy' })).status).toBe(404);
    await kit.patch(slot, { attendees: guests('cy') });
    expect(await instances(kit, id, 'bo')).toHaveLength(4);
  });

  it('deleted by a guest is declined by the guest, for this day', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    const slot = `${id}_20260303T090000Z`;
    await kit.call('DELETE', eventsPath('primary', slot), { person: 'bo' });
    expect(await instances(kit, id, 'bo')).toHaveLength(4);
    expect((await kit.read(slot)).attendees).toMatchObject([{ responseStatus: 'declined' }]);
    expect((await kit.read(id)).attendees).toMatchObject([{ responseStatus: 'needsAction' }]);
    expect(await instances(kit, id)).toHaveLength(5);
  });

  it('of a deleted series is gone with it', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert(daily);
    await kit.call('DELETE', eventsPath('primary', id));
    expect((await kit.call('DELETE', eventsPath('primary', `${id}_20260303T090000Z`))).status).toBe(410);
  });
});

describe('a change of the series', () => {
  it('cut short loses what comes after, exceptions included: this and following', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    await kit.patch(`${id}_20260302T090000Z`, { summary: 'First' });
    await kit.patch(`${id}_20260305T090000Z`, { summary: 'Late' });
    const { nextSyncToken = '' } = await kit.list();
    await kit.patch(id, { recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260304T085959Z'] });
    const rest = await kit.insert({ ...daily, ...hour('04', 15), recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    for (const person of ['ada', 'bo']) {
      expect((await instances(kit, id, person)).map(({ summary }) => summary)).toEqual(['First', 'Stand-up']);
    }
    const { items } = await kit.list({ syncToken: nextSyncToken });
    expect(items.map(({ id: changed, status }) => `${changed} ${status}`).sort()).toEqual(
      [`${id} confirmed`, `${id}_20260305T090000Z cancelled`, `${rest.id} confirmed`].sort(),
    );
    expect(await kit.read(`${id}_20260305T090000Z`)).toMatchObject({ status: 'cancelled' });
  });

  it('of its time gives every instance another name and drops the exceptions', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...daily, attendees: guests('bo') });
    await kit.patch(`${id}_20260303T090000Z`, { summary: 'Changed' });
    const moved = await kit.patch(id, hour('02', 16));
    expect(moved['sequence']).toBe(1);
    expect(kit.emulator.storedEvents('ada')).toMatchObject([{ id, kind: 'master' }]);
    for (const person of ['ada', 'bo']) {
      const all = await instances(kit, id, person);
      expect(ids(all)[1]).toBe(`${id}_20260303T150000Z`);
      expect(all.map(({ summary }) => summary)).toEqual(Array.from({ length: 5 }, () => 'Stand-up'));
    }
  });

  it('without its rule leaves one event', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert(daily);
    await kit.patch(id, { recurrence: null });
    expect(kit.emulator.storedEvents('ada')).toMatchObject([{ id, kind: 'single' }]);
    expect((await kit.list({ singleEvents: true })).items).toHaveLength(1);
  });
});
