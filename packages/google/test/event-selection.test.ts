import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from './support/fake-google.ts';
import { eventsPath, rejection, setup } from './support/setup.ts';
import { plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
let eventId: string;
const window = { start: '2026-11-20T00:00:00Z', end: '2026-11-21T00:00:00Z' };
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
  const event = plain('Meet', {
    body: { contentType: 'html', content: '<p>Agenda</p>' },
    attendees: [{ address: 'bob@tidewater.example' }],
    properties: { a: '1' },
    color: '#fbd75b',
  });
  ({ id: eventId } = await kit.ada.events.create({ event, notify: 'nobody' }));
  kit.forget();
});
afterEach(() => kit.emulator.close());

/** The field selector of the last request. */
const selected = (): string => kit.requests().at(-1)?.query.get('fields') ?? '';

describe('what a list leaves out', () => {
  it('is not asked for', async () => {
    const { items } = await kit.ada.events.list({ window, omit: ['attendees', 'description'] });
    const meet = items.find(({ id }) => id === eventId);
    expect(selected()).not.toMatch(/attendees\(|description/);
    expect(meet).toMatchObject({
      title: 'Meet',
      attendees: [],
      attendeesOmitted: true,
      organizer: { address: 'ada@tidewater.example', isSelf: true, participationStatus: 'unknown' },
      participationStatus: 'unknown',
    });
    expect(meet).not.toHaveProperty('description');
  });

  it('is not given where the body is the same field', async () => {
    const { items } = await kit.ada.events.list({ window, omit: ['description'], include: ['body'] });
    const meet = items.find(({ id }) => id === eventId);
    expect(meet).toMatchObject({ body: { content: '<p>Agenda</p>' }, attendees: [{}] });
    expect(meet).not.toHaveProperty('description');
  });

  it('belongs to the query of a page token', async () => {
    const { service, connection } = setup();
    service.on(eventsPath, json({ items: [], nextPageToken: 'more' }));
    const { nextPageToken: pageToken = '' } = await connection.events.list({ window, omit: ['attendees'] });
    expect(await rejection(connection.events.list({ window, pageToken }))).toMatchObject({ code: 'invalidArgument' });
  });
});

describe('properties', () => {
  it('are asked for only when they are wanted', async () => {
    const { items } = await kit.ada.events.list({ window });
    expect(selected()).not.toContain('extendedProperties');
    expect(items.find(({ id }) => id === eventId)).not.toHaveProperty('properties');
    expect(await kit.ada.events.get({ eventId })).not.toHaveProperty('properties');
    const full = await kit.ada.events.list({ window, include: ['properties'] });
    expect(selected()).toContain('extendedProperties/private');
    expect(full.items.find(({ id }) => id === eventId)).toMatchObject({ properties: { a: '1' } });
  });

  it('are each copy’s own', async () => {
    expect(await kit.bob.events.get({ eventId, include: ['properties'] })).toMatchObject({ properties: {} });
    await kit.bob.events.update({ eventId, patch: { properties: { a: 'mine' } }, notify: 'nobody' });
    expect(await kit.ada.events.get({ eventId, include: ['properties'] })).toMatchObject({ properties: { a: '1' } });
  });
});

describe('a colour', () => {
  it('is the event’s own', async () => {
    expect(await kit.ada.events.get({ eventId })).toMatchObject({ color: '#fbd75b' });
    expect(await kit.bob.events.get({ eventId })).not.toHaveProperty('color');
  });

  it('that is not known is none', async () => {
    const { service, connection } = setup();
    service.on(`${eventsPath}/e1`, json({ id: 'e1', colorId: '99', start: { date: '2026-11-20' } }));
    expect(await connection.events.get({ eventId: 'e1' })).not.toHaveProperty('color');
  });
});

describe('an occurrence by its recurrence id', () => {
  const path = `${eventsPath}/m1/instances`;
  const target = { masterId: 'm1', recurrenceId: '2026-11-20T08:00:00Z' };
  const occurrence = {
    // As Google's own programs name them after a split: not the id of the series.
    id: 'm0_20261120T080000Z',
    recurringEventId: 'm1',
    start: { dateTime: '2026-12-01T12:00:00+01:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-12-01T13:00:00+01:00', timeZone: 'Europe/Berlin' },
    originalStartTime: { dateTime: '2026-11-20T09:00:00+01:00', timeZone: 'Europe/Berlin' },
  };

  it('is looked for by its original start, on every page', async () => {
    const { service, connection } = setup();
    service.on(path, json({ nextPageToken: 'more' }), json({ items: [occurrence] }));
    expect(await connection.events.get(target)).toMatchObject({
      kind: 'exception',
      id: 'm0_20261120T080000Z',
      masterId: 'm1',
      recurrenceId: target.recurrenceId,
    });
    expect(service.sentTo(path).map(({ url }) => url.searchParams.get('originalStart'))).toEqual(
      Array(2).fill(target.recurrenceId),
    );
  });

  it('is not found among others, without end, or when it was deleted', async () => {
    const { service, connection } = setup();
    service.on(path, json({ items: [{ ...occurrence, originalStartTime: { date: '2026-11-20' } }] }));
    expect(await rejection(connection.events.get(target))).toMatchObject({ code: 'notFound' });
    service.on(path, json({ nextPageToken: 'more' }));
    expect(await rejection(connection.events.get(target))).toMatchObject({ code: 'notFound' });
    expect(service.sentTo(path).length).toBeLessThan(50);
    service.on(path, json({ items: [{ ...occurrence, status: 'cancelled' }] }));
    expect(await rejection(connection.events.get(target))).toMatchObject({ code: 'notFound' });
  });

  it.each(['.', '..'])('is not asked for with %s as the series', async (masterId) => {
    const { service, connection } = setup();
    const call = connection.events.get({ ...target, masterId });
    expect(await rejection(call)).toMatchObject({ code: 'invalidArgument' });
    expect(service.requests).toEqual([]);
  });
});
