import type { NewEvent } from '@kalends/core';
import { exchangeFaults } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import { changedFields, fourMondays, startsOf, timed, weekly, writingEmulators } from './support/writing-emulator.ts';
import type { WritingEmulator } from './support/writing-emulator.ts';

const start = writingEmulators();
const ben = { address: 'ben@tidewater.example' };
const chitra = { address: 'chitra@tidewater.example' };
const [first, second, third, fourth] = ['07', '14', '21', '28'].map((day) => `2026-09-${day}T08:00:00Z`) as [
  string,
  string,
  string,
  string,
];
const title = fourMondays.title ?? '';
const days: NewEvent = {
  title: 'Harbour days',
  time: { kind: 'allDay', startDate: '2026-09-01', endDate: '2026-09-02' },
  recurrence: weekly(['tu', 'th'], { kind: 'untilDate', date: '2026-09-17' }),
};

const seriesOf = (world: WritingEmulator, subject = title): readonly object[] =>
  world.emulator.storedEvents('ada').filter((event) => event.subject === subject && event.kind === 'series');

describe('occurrences', () => {
  it('are found by the start their rule gave, also when they were moved', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const target = { masterId, recurrenceId: second };
    expect(await ada.events.get(target)).toMatchObject({ kind: 'occurrence', masterId, recurrenceId: second });
    const moved = { ...target, patch: { time: timed('2026-09-15', '18:00', '19:00') }, notify: 'nobody' } as const;
    expect(await ada.events.update(moved)).toMatchObject({ kind: 'exception', recurrenceId: second });
    expect(await ada.events.get(target)).toMatchObject({ time: { start: { instant: '2026-09-15T16:00:00Z' } } });
    expect(await startsOf(ada, title)).toEqual([first, '2026-09-15T16:00:00Z', third, fourth]);
    const absent = ['2026-09-08T08:00:00Z', '2026-09-14', '2026-10-05T08:00:00Z'];
    for (const recurrenceId of absent)
      await expect(ada.events.get({ masterId, recurrenceId })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ada.events.get({ ...target, masterId: (await ada.events.get(target)).id })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
  });

  it('of whole days are found by their date', async () => {
    await using world = await start();
    const ada = world.open('ada', { timeZone: 'Pacific/Auckland' });
    const { id: masterId } = await ada.events.create({ event: days, notify: 'nobody' });
    const target = { masterId, recurrenceId: '2026-09-10' };
    expect(await ada.events.get(target)).toMatchObject({
      recurrenceId: '2026-09-10',
      time: { startDate: '2026-09-10' },
    });
    await ada.events.delete({ ...target, notify: 'nobody' });
    expect(await startsOf(ada, 'Harbour days')).toEqual([
      '2026-09-01',
      '2026-09-03',
      '2026-09-08',
      '2026-09-15',
      '2026-09-17',
    ]);
  });

  it('that were deleted are gone, and can be deleted again', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const target = { masterId, recurrenceId: second };
    await ada.events.delete({ ...target, notify: 'nobody' });
    await ada.events.delete({ ...target, notify: 'nobody' });
    expect(await startsOf(ada, title)).toEqual([first, third, fourth]);
    await expect(ada.events.get(target)).rejects.toMatchObject({ code: 'notFound' });
    for (const scope of ['occurrence', 'following'] as const) {
      const patch = { ...target, scope, patch: { title: 'x' }, notify: 'nobody' } as const;
      await expect(ada.events.update(patch)).rejects.toMatchObject({ code: 'notFound' });
    }
  });

  it('that were deleted do not keep those after them from being deleted, too', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const thirdId = (await ada.events.get({ masterId, recurrenceId: third })).id;
    for (const recurrenceId of [third, first]) await ada.events.delete({ masterId, recurrenceId, notify: 'nobody' });
    const byId = { eventId: thirdId, scope: 'following', notify: 'nobody' } as const;
    await expect(ada.events.delete(byId)).rejects.toMatchObject({ code: 'notFound' });
    expect(await startsOf(ada, title)).toEqual([second, fourth]);
    const rest = (recurrenceId: string): Promise<void> =>
      ada.events.delete({ masterId, recurrenceId, scope: 'following', notify: 'nobody' });
    await rest(third);
    expect(await startsOf(ada, title)).toEqual([second]);
    await rest(third);
    expect(await startsOf(ada, title)).toEqual([second]);
    const cancellation = { masterId, recurrenceId: third, scope: 'following' } as const;
    await expect(ada.events.cancel(cancellation)).rejects.toMatchObject({ code: 'notFound' });
    await rest(first);
    expect(seriesOf(world)).toMatchObject([{ folder: 'deleteditems' }]);
  });

  it('cannot cross their neighbours', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const target = { masterId, recurrenceId: second, notify: 'nobody' } as const;
    await expect(ada.events.update({ ...target, patch: { time: timed('2026-09-22') } })).rejects.toMatchObject({
      code: 'unsupported',
      vendorCode: 'ErrorOccurrenceCrossingBoundary',
    });
  });
});

describe('a series', () => {
  it('is written with days that are left out, and people hear of it once', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const event = {
      ...fourMondays,
      attendees: [ben],
      recurrence: weekly(['mo'], { kind: 'count', count: 4 }, { excluded: [second, '2026-09-09T08:00:00Z'] }),
    };
    const { id } = await ada.events.create({ event, notify: 'everyone' });
    expect(await startsOf(ada, title)).toEqual([first, third, fourth]);
    expect(await startsOf(world.open('ben'), title)).toEqual([first, third, fourth]);
    expect(world.mails()).toEqual([{ to: ben.address, kind: 'invitation' }]);
    expect(await ada.events.get({ eventId: id })).toMatchObject({ recurrence: { excluded: [second] } });
  });

  it('keeps the days that are left out when it takes place at another time', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: { ...fourMondays, attendees: [ben] }, notify: 'everyone' });
    await ada.events.delete({ masterId: id, recurrenceId: third, notify: 'nobody' });
    world.mails();
    await ada.events.update({
      eventId: id,
      patch: { time: timed('2026-09-07', '15:00', '16:00') },
      notify: 'everyone',
    });
    expect(await startsOf(ada, title)).toEqual(['07', '14', '28'].map((day) => `2026-09-${day}T13:00:00Z`));
    expect(world.mails()).toEqual([{ to: ben.address, kind: 'update' }]);
  });

  it('keeps the days that are left out when a call is broken off anywhere and made again', async () => {
    const at = (days: readonly string[], hour: string): readonly string[] =>
      days.map((day) => `2026-09-${day}T${hour}:00:00Z`);
    for (let broken = 1; broken <= 4; broken += 1) {
      await using world = await start();
      const ada = world.open('ada');
      const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
      for (const recurrenceId of [second, third]) {
        await ada.events.delete({ masterId, recurrenceId, notify: 'nobody' });
      }
      const brokenOff = async (call: () => Promise<unknown>): Promise<void> => {
        world.emulator.faults.add({
          ...exchangeFaults.nthWrite(broken, exchangeFaults.internalServerError()),
          times: Infinity,
        });
        await call().catch(() => undefined);
        world.emulator.faults.clear();
        await call();
      };
      const time = timed('2026-09-07', '15:00', '16:00');
      await brokenOff(() => ada.events.update({ eventId: masterId, patch: { time }, notify: 'nobody' }));
      expect(await startsOf(ada, title)).toEqual(at(['07', '28'], '13'));
      const [recurrenceId = ''] = at(['28'], '13');
      const rest = { masterId, recurrenceId, scope: 'following', notify: 'nobody' } as const;
      await brokenOff(() => ada.events.update({ ...rest, patch: { title: 'Last' } }));
      expect(await startsOf(ada, title)).toEqual(at(['07'], '13'));
      expect(await startsOf(ada, 'Last')).toEqual(at(['28'], '13'));
    }
  });

  it('gets another rule, becomes a single event and a series again', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const recurrence = weekly(['mo', 'we'], { kind: 'untilInstant', instant: '2026-09-16T08:00:00Z' });
    await ada.events.update({ eventId: id, patch: { recurrence }, notify: 'nobody' });
    const both = [first, '2026-09-09T08:00:00Z', second, '2026-09-16T08:00:00Z'];
    expect(await startsOf(ada, title)).toEqual(both);
    const single = await ada.events.update({ eventId: id, patch: { recurrence: null }, notify: 'nobody' });
    expect(single).toMatchObject({ kind: 'single' });
    expect(await startsOf(ada, title)).toEqual([first]);
    world.writes();
    const series = await ada.events.update({ eventId: id, patch: { recurrence }, notify: 'nobody' });
    expect(series).toMatchObject({ kind: 'master' });
    expect(world.writes().flatMap(changedFields)).toEqual([
      'Set calendar:Start',
      'Set calendar:End',
      'Set calendar:StartTimeZone',
      'Set calendar:EndTimeZone',
      'Set calendar:Recurrence',
    ]);
    expect(await startsOf(ada, title)).toEqual(both);
  });

  it('refuses scopes that its parts do not have', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const single = await ada.events.create({ event: { title: 'One', time: timed('2026-09-08') }, notify: 'nobody' });
    const patch = { title: 'x' };
    const notify = 'nobody' as const;
    const recurrence = weekly(['mo'], { kind: 'never' });
    const occurrence = { masterId, recurrenceId: second };
    const calls = [
      () => ada.events.update({ eventId: masterId, scope: 'occurrence', patch, notify }),
      () => ada.events.update({ eventId: masterId, scope: 'following', patch, notify }),
      () => ada.events.update({ eventId: single.id, scope: 'following', patch, notify }),
      () => ada.events.update({ ...occurrence, patch: { recurrence }, notify }),
      () => ada.events.update({ ...occurrence, scope: 'following', patch: { recurrence: null }, notify }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'invalidArgument' });
    for (const scope of ['occurrence', 'all'] as const) {
      expect(await ada.events.update({ eventId: single.id, scope, patch: { title: scope }, notify })).toMatchObject({
        title: scope,
      });
    }
  });

  it('counts days in its own zone across the change of clocks', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const event: NewEvent = {
      title: 'Early',
      time: {
        kind: 'timed',
        start: { dateTime: '2026-10-23T00:30:00', timeZone: 'Europe/Berlin' },
        end: { dateTime: '2026-10-23T01:00:00', timeZone: 'Europe/Berlin' },
      },
      recurrence: weekly(['fr', 'mo'], { kind: 'untilInstant', instant: '2026-10-29T23:29:59Z' }),
    };
    await ada.events.create({ event, notify: 'nobody' });
    expect(await startsOf(ada, 'Early')).toEqual(['2026-10-22T22:30:00Z', '2026-10-25T23:30:00Z']);
  });
});

describe('from an occurrence on', () => {
  const full: NewEvent = {
    ...fourMondays,
    body: { contentType: 'html', content: '<p>Ebb</p>' },
    locations: [{ name: 'Pier 4' }],
    categories: ['Sea'],
    busyStatus: 'outOfOffice',
    privacy: 'private',
    attendees: [ben],
    conference: { kind: 'link', url: 'https://meet.example/a' },
    properties: { ticket: 'T-1' },
  };

  it('a change divides the series; the second half has everything the first has', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({
      event: { ...full, recurrence: weekly(['mo'], { kind: 'count', count: 4 }, { excluded: [fourth] }) },
      notify: 'everyone',
    });
    world.mails();
    const master = await ada.events.update({
      masterId,
      recurrenceId: third,
      scope: 'following',
      patch: { title: 'Two Mondays', properties: { more: 'x' } },
      notify: 'everyone',
    });
    expect(master).toMatchObject({ kind: 'master', title: 'Two Mondays', time: { start: { instant: third } } });
    const read = await ada.events.get({ eventId: master.id, include: ['body', 'properties'] });
    expect(read).toMatchObject({
      locations: [{ name: 'Pier 4' }],
      categories: ['Sea'],
      busyStatus: 'outOfOffice',
      privacy: 'private',
      properties: { ticket: 'T-1', more: 'x' },
      recurrence: { excluded: [fourth] },
    });
    expect(read.body?.content.split('https://meet.example/a')).toHaveLength(3);
    expect(read.attendees.map(({ address }) => address)).toEqual([ben.address]);
    expect(await startsOf(ada, title)).toEqual([first, second]);
    expect(await startsOf(ada, 'Two Mondays')).toEqual([third]);
    expect(await startsOf(world.open('ben'), 'Two Mondays')).toEqual([third]);
    expect(await startsOf(world.open('ben'), title)).toEqual([first, second]);
    expect(world.mails().map(({ kind }) => kind)).toEqual(['invitation', 'update']);
  });

  it('a call that is broken off anywhere and made again leaves one division', async () => {
    for (let broken = 1; broken <= 5; broken += 1) {
      await using world = await start();
      const ada = world.open('ada');
      const { id: masterId } = await ada.events.create({ event: full, notify: 'nobody' });
      const call = (): Promise<unknown> =>
        ada.events.update({
          masterId,
          recurrenceId: third,
          scope: 'following',
          patch: { title: 'Later' },
          notify: 'nobody',
        });
      for (const fault of [exchangeFaults.lostAnswer(), exchangeFaults.internalServerError()]) {
        world.emulator.faults.add({ ...exchangeFaults.nthWrite(broken, fault), times: 3 });
        await call().catch(() => undefined);
        world.emulator.faults.clear();
      }
      await call();
      expect([await startsOf(ada, title), await startsOf(ada, 'Later')]).toEqual([
        [first, second],
        [third, fourth],
      ]);
      expect(seriesOf(world, 'Later')).toHaveLength(1);
    }
  });

  it('a deletion or cancellation ends the series', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({
      event: { ...fourMondays, attendees: [ben] },
      notify: 'everyone',
    });
    world.mails();
    await ada.events.delete({ masterId, recurrenceId: fourth, scope: 'following', notify: 'nobody' });
    expect(world.mails()).toEqual([]);
    expect(await startsOf(ada, title)).toEqual([first, second, third]);
    await ada.events.cancel({ masterId, recurrenceId: third, scope: 'following' });
    expect(world.mails()).toEqual([{ to: ben.address, kind: 'update' }]);
    expect(await startsOf(world.open('ben'), title)).toEqual([first, second]);
    const text = { masterId, recurrenceId: second, scope: 'following', message: 'Fog' } as const;
    await expect(ada.events.cancel(text)).rejects.toMatchObject({ code: 'unsupported' });
    await ada.events.delete({ masterId, recurrenceId: first, scope: 'following', notify: 'nobody' });
    expect(await startsOf(ada, title)).toEqual([]);
  });

  it('attendees change; those who are there already divide nothing', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({
      event: { ...fourMondays, attendees: [ben] },
      notify: 'everyone',
    });
    const target = { masterId, recurrenceId: third, scope: 'following', notify: 'everyone' } as const;
    world.writes();
    expect((await ada.events.addAttendees({ ...target, attendees: [ben] })).id).toBe(masterId);
    expect(world.writes()).toEqual([]);
    const later = await ada.events.addAttendees({ ...target, attendees: [chitra] });
    expect(later.attendees.map(({ address }) => address)).toEqual([ben.address, chitra.address]);
    expect(await startsOf(world.open('chitra'), title)).toEqual([third, fourth]);
  });

  it('nothing is divided that would lose changed occurrences or files', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    const target = { masterId, recurrenceId: third, scope: 'following', notify: 'nobody' } as const;
    await expect(ada.events.update({ ...target, patch: {}, ifVersion: 'CQAA' })).rejects.toMatchObject({
      code: 'unsupported',
    });
    await ada.events.update({ masterId, recurrenceId: second, patch: { title: 'Other' }, notify: 'nobody' });
    await expect(ada.events.update({ ...target, patch: { title: 'x' } })).rejects.toMatchObject({
      code: 'unsupported',
    });
    await expect(ada.events.delete(target)).rejects.toMatchObject({ code: 'unsupported' });
    const { id: other } = await ada.events.create({ event: { ...fourMondays, title: 'Files' }, notify: 'nobody' });
    const attachment = { name: 'a', contentType: 'text/plain', contentBase64: 'YQ==' };
    await ada.events.attachments.add({ eventId: other, attachment });
    world.writes();
    await expect(ada.events.update({ ...target, masterId: other, patch: { title: 'x' } })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(world.writes()).toEqual([]);
  });

  it('the first is all', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    await ada.events.delete({ masterId, recurrenceId: first, notify: 'nobody' });
    const target = { masterId, recurrenceId: second, scope: 'following', notify: 'nobody' } as const;
    expect((await ada.events.update({ ...target, patch: { title: 'Whole' } })).id).toBe(masterId);
    expect(await startsOf(ada, 'Whole')).toEqual([second, third, fourth]);
  });
});

describe('a meeting of one occurrence', () => {
  it('is a single event to whoever is invited to no more', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id: masterId } = await ada.events.create({ event: fourMondays, notify: 'nobody' });
    await ada.events.addAttendees({ masterId, recurrenceId: second, attendees: [ben], notify: 'everyone' });
    const invited = world.open('ben');
    const window = { start: '2026-09-01T00:00:00Z', end: '2026-10-01T00:00:00Z' };
    const [event, ...others] = (await invited.events.list({ window }).toArray()).filter((one) => one.title === title);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'single', time: { start: { instant: second } } });
    const eventId = event?.id ?? '';
    expect(await invited.events.getMany({ eventIds: [eventId] })).toMatchObject([
      { kind: 'done', value: { kind: 'single' } },
    ]);
    const answered = await invited.events.respond({ eventId, response: 'accepted', notifyOrganizer: true });
    expect(answered).toMatchObject({ kind: 'single', participationStatus: 'accepted' });
    await invited.events.delete({ eventId: answered?.id ?? '', notify: 'nobody' });
    expect(await startsOf(invited, title)).toEqual([]);
  });
});
