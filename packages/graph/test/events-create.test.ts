import { CalendarError } from '@kalends/core';
import type { NewEvent } from '@kalends/core';
import { calendarEventSchema } from '@kalends/core/schemas';
import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { watchedRigs, wednesday } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;

describe('events.create', () => {
  it('makes an event with what was said and nothing else', async () => {
    const { ada, writes } = await startRig();
    const event = await ada.events.create({ event: wednesday, ...everyone });
    expect(calendarEventSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      kind: 'single',
      title: 'Tide tables',
      time: { start: { dateTime: '2026-03-25T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-25T08:00:00Z' } },
    });
    const [write, ...others] = writes();
    expect(others).toEqual([]);
    expect(write?.what).toBe('calendars/*/events');
    expect(Object.keys(write?.body ?? {}).sort()).toEqual(
      ['end', 'isAllDay', 'singleValueExtendedProperties', 'start', 'subject', 'transactionId'].sort(),
    );
    expect(write?.body['start']).toEqual({ dateTime: '2026-03-25T09:00:00', timeZone: 'W. Europe Standard Time' });
    expect(write?.headers['prefer']).toContain('IdType="ImmutableId"');
  });

  it('keeps everything that can be said', async () => {
    const { ada } = await startRig();
    const full: NewEvent = {
      ...wednesday,
      body: { contentType: 'html', content: '<p>Bring <b>charts</b></p>' },
      locations: [{ name: 'Pier room', address: 'pier@harbour.example' }, { name: 'Quay 7' }],
      categories: ['Tides', 'Öffentlich'],
      reminderMinutes: 40_320,
      busyStatus: 'outOfOffice',
      privacy: 'confidential',
      allowsNewTimeProposals: false,
      attendees: [
        { address: 'bo@harbour.example', name: 'Bo Marsh', role: 'optional' },
        { address: 'pier@harbour.example', kind: 'resource' },
        { address: 'guest@elsewhere.example' },
      ],
      properties: { 'acme-Id': '42', 'acme-id': 'Grüße "and" ümläüts' },
    };
    const made = await ada.events.create({ event: full, ...everyone });
    const event = await ada.events.get({ eventId: made.id, include: ['body', 'properties'] });
    expect(event).toMatchObject({
      locations: full.locations,
      categories: full.categories,
      reminderMinutes: 40_320,
      busyStatus: 'outOfOffice',
      privacy: 'confidential',
      allowsNewTimeProposals: false,
      attendees: [
        { address: 'bo@harbour.example', role: 'optional', kind: 'individual' },
        { address: 'pier@harbour.example', kind: 'resource' },
        { address: 'guest@elsewhere.example' },
      ],
      properties: full.properties,
    });
    expect(event.body?.content).toContain('Bring <b>charts</b>');
    expect('properties' in made).toBe(false);
  });

  it('makes whole days of dates', async () => {
    const { ada } = await startRig();
    const time = { kind: 'allDay', startDate: '2026-03-28', endDate: '2026-03-30' } as const;
    expect((await ada.events.create({ event: { time }, ...everyone })).time).toEqual(time);
  });

  it('makes a series without the occurrences that are left out, and invites to what is left', async () => {
    const { ada, mails, bo } = await startRig();
    const event: NewEvent = {
      ...wednesday,
      attendees: [{ address: 'bo@harbour.example' }],
      recurrence: {
        rules: [
          {
            frequency: 'weekly',
            interval: 1,
            skip: 'omit',
            firstDayOfWeek: 'mo',
            byDay: [{ day: 'we' }],
            end: { kind: 'count', count: 3 },
          },
        ],
        excludedRules: [],
        additional: [],
        excluded: ['2026-04-01T07:00:00Z'],
      },
    };
    const made = await ada.events.create({ event, ...everyone, idempotencyKey: 'series' });
    expect(made).toMatchObject({ kind: 'master', recurrence: event.recurrence });
    expect(mails()).toEqual(['invitation bo@harbour.example']);
    const window = { start: '2026-03-21T00:00:00Z', end: '2026-05-01T00:00:00Z' };
    const { items } = await bo.events.list({ window });
    expect(items.filter(({ title }) => title === 'Tide tables').map(({ time }) => time)).toMatchObject([
      { start: { instant: '2026-03-25T08:00:00Z' } },
      { start: { instant: '2026-04-08T07:00:00Z' } },
    ]);
    expect(await ada.events.create({ event, ...everyone, idempotencyKey: 'series' })).toEqual(made);
  });

  test.each([
    'a color',
    'privacy "public"',
    'Meet',
    'a zone without a Windows id',
    'the second run of an hour',
    'RDATE',
  ])('refuses %s before anything is sent', async (what) => {
    const { ada, requests } = await startRig();
    const wall = { dateTime: '2026-10-25T02:30:00', timeZone: 'Europe/Berlin', instant: '2026-10-25T01:30:00Z' };
    const troll = { dateTime: '2026-03-25T09:00:00', timeZone: 'Antarctica/Troll' };
    const refused: Record<string, Partial<NewEvent>> = {
      'a color': { color: '#a4bdfc' },
      'privacy "public"': { privacy: 'public' },
      Meet: { conference: { kind: 'create', service: 'meet' } },
      'a zone without a Windows id': { time: { kind: 'timed', start: troll, end: troll } },
      'the second run of an hour': { time: { kind: 'timed', start: wall, end: wall } },
      RDATE: {
        recurrence: { rules: [], excludedRules: [], additional: ['2026-03-26T08:00:00Z'], excluded: [] },
      },
    };
    await expect(ada.events.create({ event: { ...wednesday, ...refused[what] }, ...everyone })).rejects.toMatchObject({
      code: 'unsupported',
      provider: 'graph',
      operation: 'events.create',
    });
    expect(requests()).toEqual([]);
  });

  it('moves a wall time that clocks skip, as RFC 5545 says', async () => {
    const { ada } = await startRig();
    const skipped = { dateTime: '2026-03-29T02:30:00', timeZone: 'Europe/Berlin' };
    const made = await ada.events.create({
      event: { time: { kind: 'timed', start: skipped, end: skipped } },
      ...everyone,
    });
    expect(made.time).toMatchObject({ start: { dateTime: '2026-03-29T03:30:00', instant: '2026-03-29T01:30:00Z' } });
  });

  it('does not invite the organizer', async () => {
    const { ada, requests } = await startRig();
    const attendees = [{ address: 'ADA@harbour.example' }];
    await expect(ada.events.create({ event: { ...wednesday, attendees }, ...everyone })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
    expect(requests()).toEqual([]);
  });

  test.each(['nobody', 'externalOnly'] as const)('cannot keep a meeting from being mailed: %s', async (notify) => {
    const { ada, requests, mails } = await startRig();
    const attendees = [{ address: 'bo@harbour.example' }];
    await expect(ada.events.create({ event: { ...wednesday, attendees }, notify })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(requests()).toEqual([]);
    await ada.events.create({ event: wednesday, notify });
    expect(mails()).toEqual([]);
  });

  it('sends nothing where the policy only allows reading', async () => {
    const { reader, requests } = await startRig();
    const { events } = reader('ada');
    const target = { eventId: 'any' };
    const attachment = { name: 'a.txt', contentType: 'text/plain', contentBase64: '' };
    const calls = [
      () => events.create({ event: wednesday, ...everyone }),
      () => events.update({ ...target, patch: { title: 'x' }, ...everyone }),
      () => events.delete({ ...target, ...everyone }),
      () => events.cancel(target),
      () => events.respond({ ...target, response: 'accepted', notifyOrganizer: true }),
      () => events.addAttendees({ ...target, attendees: [{ address: 'bo@harbour.example' }], ...everyone }),
      () => events.removeAttendees({ ...target, addresses: ['bo@harbour.example'], ...everyone }),
      () => events.attachments.add({ ...target, attachment }),
      () => events.attachments.remove({ ...target, attachmentId: 'any' }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'policyDenied' });
    expect(requests()).toEqual([]);
  });
});

describe('one event for one key', () => {
  it('whichever process asks, and another in another calendar', async () => {
    const { ada, connect, emulator } = await startRig();
    const call = { event: wednesday, ...everyone, idempotencyKey: 'k'.repeat(128) };
    const [first, second] = await Promise.all([ada.events.create(call), connect('ada').events.create(call)]);
    expect(second.id).toBe(first.id);
    expect(emulator.storedEvents('ada').filter(({ subject }) => subject === 'Tide tables')).toHaveLength(1);
    const other = await ada.events.create({ ...call, idempotencyKey: 'other' });
    expect(other.id).not.toBe(first.id);
  });

  it('also where the service answers the repetition with a conflict', async () => {
    const { ada } = await startRig({ repeatedTransaction: 'conflict' });
    const call = { event: wednesday, ...everyone, idempotencyKey: 'key' };
    const first = await ada.events.create(call);
    expect(await ada.events.create(call)).toEqual(first);
  });

  test.each(['existing', 'conflict'] as const)('not again once it was deleted (%s)', async (repeatedTransaction) => {
    const { ada } = await startRig({ repeatedTransaction });
    const call = { event: wednesday, ...everyone, idempotencyKey: 'key' };
    const { id } = await ada.events.create(call);
    await ada.events.delete({ eventId: id, ...everyone });
    await expect(ada.events.create(call)).rejects.toMatchObject({ code: 'conflict' });
  });

  const lost = [
    ['a lost answer', graphFaults.lostAnswer()],
    ['a cut connection', graphFaults.connectionCut()],
    ['a gateway that gives up early', graphFaults.lateGatewayTimeout()],
    ['a gateway that never passed it on', graphFaults.gatewayTimeout()],
    ['a broken backend', graphFaults.internalServerError()],
    ['throttling', graphFaults.throttled(20)],
    ['an answer of a proxy', graphFaults.htmlAnswer()],
    ['an outage', graphFaults.serviceUnavailable(5)],
  ] as const;

  test.each(
    lost.flatMap(([name, fault]) => (['existing', 'conflict'] as const).map((mode) => [name, mode, fault] as const)),
  )('after %s (repetitions: %s)', async (_name, repeatedTransaction, fault) => {
    const { ada, emulator, mails } = await startRig({ repeatedTransaction });
    emulator.faults.add(graphFaults.nthWrite(1, fault));
    const attendees = [{ address: 'bo@harbour.example' }];
    const event = await ada.events.create({ event: { ...wednesday, attendees }, ...everyone });
    expect(event).toMatchObject({ kind: 'single', title: 'Tide tables' });
    expect(emulator.storedEvents('ada').filter(({ subject }) => subject === 'Tide tables')).toHaveLength(1);
    expect(mails()).toEqual(['invitation bo@harbour.example']);
  });

  it('says so when it cannot find out', async () => {
    const { ada, emulator } = await startRig();
    await ada.calendars.list();
    await ada.events.list({ window: { start: '2026-03-20T00:00:00Z', end: '2026-03-21T00:00:00Z' } });
    emulator.faults.add(graphFaults.lostAnswer({ when: ({ method }) => method === 'POST' }));
    emulator.faults.add(
      graphFaults.serviceUnavailable(undefined, { when: ({ method }) => method === 'GET', times: 9 }),
    );
    const error: unknown = await ada.events
      .create({ event: wednesday, ...everyone })
      .then(undefined, (e: unknown) => e);
    expect(error).toMatchObject({ code: 'outcomeUnknown', operation: 'events.create' });
    expect(CalendarError.is(error) && error.retryable).toBe(false);
  });

  it('waits as long as it is told, and no longer than allowed', async () => {
    const { ada, emulator } = await startRig();
    emulator.faults.add(graphFaults.nthWrite(1, graphFaults.throttled(90)));
    await expect(ada.events.create({ event: wednesday, ...everyone })).rejects.toMatchObject({
      code: 'rateLimited',
      retryAfterMs: 90_000,
    });
  });
});
