import type { CalendarEvent, Fetch, NewEvent } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { timed, writingEmulators } from './support/writing-emulator.ts';

const start = writingEmulators();
const ben = { address: 'ben@tidewater.example' };
const meeting: NewEvent = { title: 'Tide tables', time: timed('2026-09-07'), attendees: [ben] };
const appointment: NewEvent = { title: 'Sand bank', time: timed('2026-09-08') };

/** Of what is there, the first always seems to be the youngest. */
const rejuvenating: Fetch = async (input, init) => {
  const response = await fetch(input, init);
  const text = (await response.text()).replace(/(?<=<t:DateTimeCreated>)[^<]*/, '2099-01-01T00:00:00Z');
  return new Response(text, response);
};

describe('events.create with a key', () => {
  it('makes one event of one key, whoever asks at the same time', async () => {
    await using world = await start();
    const options = { event: meeting, notify: 'everyone', idempotencyKey: 'tide-1' } as const;
    const created = await Promise.all(['ada', 'ada', 'ada'].map((who) => world.open(who).events.create(options)));
    const again = await world.open('ada').events.create(options);
    const ids = world.emulator.storedEvents('ada').filter(({ subject }) => subject === meeting.title);
    expect(ids.map(({ id }) => id)).toEqual([again.id]);
    expect(created.every(({ title }) => title === meeting.title)).toBe(true);
    expect(world.mails().map(({ kind }) => kind)).toEqual(['invitation']);
    const { garden } = Object.fromEntries(
      (await world.open('ada').calendars.list()).items.map((calendar) => [calendar.name.toLowerCase(), calendar.id]),
    );
    const elsewhere = await world.open('ada').events.create({ ...options, calendarId: garden ?? '' });
    expect(elsewhere.id).not.toBe(again.id);
  });

  it('asks for neither attendees nor text where nobody wants to know them', async () => {
    await using world = await start();
    const ada = world.open('ada');
    await ada.calendars.list();
    const before = world.emulator.exchanges.length;
    const omit = ['attendees', 'description'] as const;
    const created = await ada.events.create({ event: appointment, notify: 'nobody', idempotencyKey: 'sand', omit });
    expect(created).toMatchObject({ title: appointment.title, attendees: [], attendeesOmitted: true });
    const sent = world.emulator.exchanges.slice(before).map(({ request }) => request.body);
    expect(sent.length).toBeGreaterThan(1);
    expect(
      sent.filter((body) =>
        /FieldURI="(?:calendar:\w*Attendees|calendar:Resources|item:(?:\w*Body|Preview))"/.test(body),
      ),
    ).toEqual([]);
  });

  it.each([
    ['has done', 'FindItem'],
    ['is about to decide', 'UpdateItem'],
  ])('keeps what somebody else with the key %s when clocks differ', async (_when, operation) => {
    await using world = await start();
    const options = { event: meeting, notify: 'everyone', idempotencyKey: 'tide-2' } as const;
    let other: Promise<CalendarEvent> | undefined;
    const interrupted: Fetch = async (input, init) => {
      const isMoment = other === undefined && typeof init?.body === 'string' && init.body.includes(`<m:${operation} `);
      if (isMoment && operation === 'UpdateItem') {
        other = world.open('ada', { runtime: { fetch: rejuvenating } }).events.create(options);
        await other;
      }
      const response = await (operation === 'FindItem' ? rejuvenating(input, init) : fetch(input, init));
      if (isMoment && operation === 'FindItem') {
        other = world.open('ada').events.create(options);
        await other;
      }
      return response;
    };
    const own = await world.open('ada', { runtime: { fetch: interrupted } }).events.create(options);
    expect((await other)?.id).toBe(own.id);
    const stored = world.emulator.storedEvents('ada').filter(({ subject }) => subject === meeting.title);
    expect(stored.map(({ id }) => id)).toEqual([own.id]);
    expect(world.mails().map(({ kind }) => kind)).toEqual(['invitation']);
  });

  it('leaves what somebody else decides to keep while the own is about to be kept', async () => {
    await using world = await start();
    const options = { event: meeting, notify: 'everyone', idempotencyKey: 'tide-3' } as const;
    const [hasLooked, mayDecide] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const isDecision = (init: RequestInit | undefined): boolean =>
      typeof init?.body === 'string' && init.body.includes('<m:UpdateItem ');
    const waiting: Fetch = async (input, init) => {
      if (isDecision(init)) {
        hasLooked.resolve();
        await mayDecide.promise;
      }
      return fetch(input, init);
    };
    let first: Promise<CalendarEvent> | undefined;
    const later: Fetch = async (input, init) => {
      if (isDecision(init)) {
        mayDecide.resolve();
        await first;
      }
      const response = await rejuvenating(input, init);
      if (first === undefined && typeof init?.body === 'string' && init.body.includes('<m:FindItem ')) {
        first = world.open('ada', { runtime: { fetch: waiting } }).events.create(options);
        await hasLooked.promise;
      }
      return response;
    };
    const second = await world.open('ada', { runtime: { fetch: later } }).events.create(options);
    expect(second.id).toBe((await first)?.id);
    const stored = world.emulator.storedEvents('ada').filter(({ subject }) => subject === meeting.title);
    expect(stored.map(({ id }) => id)).toEqual([second.id]);
    expect(world.mails().map(({ kind }) => kind)).toEqual(['invitation']);
  });

  it('knows that what was created with a key has been deleted', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const options = { event: appointment, notify: 'nobody', idempotencyKey: 'sand' } as const;
    const { id } = await ada.events.create(options);
    await ada.events.delete({ eventId: id, notify: 'nobody' });
    await expect(ada.events.create(options)).rejects.toMatchObject({ code: 'conflict' });
  });
});
