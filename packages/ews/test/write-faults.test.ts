import { exchangeFaults } from '@kalends/testing';
import type { Fault, RecordedRequest } from '@kalends/testing';
import { CalendarError } from '@kalends/core';
import type { Fetch } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import type { EwsCalendarConnection } from '../src/index.ts';
import { timed, writingEmulators } from './support/writing-emulator.ts';
import type { WritingEmulator } from './support/writing-emulator.ts';

const start = writingEmulators();
const title = 'Tide tables';
const ben = { address: 'ben@tidewater.example' };
const event = { title, time: timed('2026-09-07'), attendees: [ben] };

const isWritten = (body: string): boolean =>
  /<s:Body><m:(?:CreateItem|UpdateItem|DeleteItem|MoveItem|CreateAttachment|DeleteAttachment)[\s>]/.test(body);
const isWrite = ({ body }: RecordedRequest): boolean => isWritten(body);

/** Everything that passes by itself: what was asked for happens, once. */
const passing: readonly (readonly [string, () => Fault])[] = [
  ['a lost answer', () => exchangeFaults.lostAnswer()],
  ['a late gateway timeout', () => exchangeFaults.lateGatewayTimeout()],
  ['an answer cut off', () => exchangeFaults.truncatedXml(300)],
  ['a cut connection', () => exchangeFaults.connectionCut()],
  ['an early gateway timeout', () => exchangeFaults.gatewayTimeout()],
  ['an internal error', () => exchangeFaults.internalServerError()],
  ['throttling', () => exchangeFaults.serverBusy(5_000)],
  ['throttling that hides in an answer', () => exchangeFaults.innerServerBusy()],
  ['429 with Retry-After', () => exchangeFaults.tooManyRequests(3)],
  ['503 with Retry-After', () => exchangeFaults.unavailable(3)],
  ['an authorization that is refused', () => exchangeFaults.unauthorized()],
];

type Call = (ada: EwsCalendarConnection, id: string, world: WritingEmulator) => Promise<unknown>;

const subjects = (world: WritingEmulator): readonly string[] =>
  world.emulator
    .storedEvents('ada')
    .filter(({ subject, folder }) => subject.startsWith(title) && folder === 'calendar')
    .map(({ subject }) => subject);

/** Each verb, and what is to be seen of it afterwards. */
const verbs: Readonly<
  Record<string, { readonly call: Call; readonly after: Call; readonly expected: unknown; readonly mails: number }>
> = {
  create: {
    call: (ada) => ada.events.create({ event: { ...event, title: `${title} 2` }, notify: 'everyone' }),
    after: (_ada, _id, world) => Promise.resolve(subjects(world)),
    expected: [title, `${title} 2`],
    mails: 1,
  },
  'create with a key': {
    call: (ada) =>
      ada.events.create({ event: { ...event, title: `${title} 2` }, notify: 'everyone', idempotencyKey: 'k' }),
    after: (_ada, _id, world) => Promise.resolve(subjects(world)),
    expected: [title, `${title} 2`],
    mails: 1,
  },
  update: {
    call: (ada, id) => ada.events.update({ eventId: id, patch: { title: `${title} 3` }, notify: 'everyone' }),
    after: (_ada, _id, world) => Promise.resolve(subjects(world)),
    expected: [`${title} 3`],
    mails: 1,
  },
  addAttendees: {
    call: (ada, id) =>
      ada.events.addAttendees({ eventId: id, attendees: [{ address: 'x@elsewhere.example' }], notify: 'everyone' }),
    after: async (ada, id) => (await ada.events.get({ eventId: id })).attendees.length,
    expected: 2,
    mails: 1,
  },
  delete: {
    call: (ada, id) => ada.events.delete({ eventId: id, notify: 'everyone' }),
    after: (_ada, _id, world) => Promise.resolve(subjects(world)),
    expected: [],
    mails: 1,
  },
  cancel: {
    call: (ada, id) => ada.events.cancel({ eventId: id, message: 'Fog' }),
    after: (_ada, _id, world) => Promise.resolve(subjects(world)),
    expected: [],
    mails: 1,
  },
  move: {
    call: async (ada, id) => {
      const calendars = (await ada.calendars.list()).items;
      const toCalendarId = calendars.find(({ name }) => name === 'Garden')?.id ?? '';
      return (await ada.events.move({ eventId: id, toCalendarId, notify: 'nobody' })).title;
    },
    after: (_ada, _id, world) =>
      Promise.resolve(
        world.emulator
          .storedEvents('ada')
          .filter(({ subject }) => subject === title)
          .map(({ folder }) => folder),
      ),
    expected: ['Garden'],
    mails: 0,
  },
  respond: {
    call: async (_ada, _id, world) => {
      const [copy] = world.emulator.storedEvents('ben').filter(({ subject }) => subject === title);
      const answer = { eventId: copy?.id ?? '', response: 'accepted', notifyOrganizer: true } as const;
      return world.open('ben').events.respond(answer);
    },
    after: (_ada, _id, world) =>
      Promise.resolve(
        world.emulator
          .storedEvents('ben')
          .filter(({ subject }) => subject === title)
          .map(({ response }) => response),
      ),
    expected: ['accepted'],
    mails: 1,
  },
  'attachments.add': {
    call: (ada, id) =>
      ada.events.attachments.add({
        eventId: id,
        attachment: { name: 'a.txt', contentType: 'text/plain', contentBase64: 'YQ==' },
      }),
    after: async (ada, id) => (await ada.events.attachments.list({ eventId: id })).map(({ name }) => name),
    expected: ['a.txt'],
    mails: 0,
  },
};

describe.each(Object.entries(verbs))('%s', (_name, { call, after, expected, mails }) => {
  it.each(passing)('takes effect once after %s', async (_fault, fault) => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event, notify: 'everyone' });
    world.mails();
    world.emulator.faults.add({ ...fault(), when: isWrite });
    await call(ada, id, world).catch((error: unknown) => {
      // Of a password that has not worked yet, a refusal counts.
      if (!CalendarError.is(error) || error.code !== 'reauthorizationRequired') throw error;
      return call(world.open('ada'), id, world);
    });
    expect(await after(ada, id, world)).toEqual(expected);
    expect(world.mails()).toHaveLength(mails);
  });

  it('says that the outcome is not known when it cannot be read', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event, notify: 'everyone' });
    let isBroken = false;
    const when = (request: RecordedRequest): boolean => (isBroken ||= isWrite(request));
    world.emulator.faults.add({ ...exchangeFaults.lostAnswer(), when, times: Infinity });
    await expect(call(ada, id, world)).rejects.toMatchObject({ code: 'outcomeUnknown' });
  });

  it('does not say that nothing happened when what was written cannot be read', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event, notify: 'everyone' });
    let hasWritten = false;
    const when = (request: RecordedRequest): boolean => {
      const wasWritten = hasWritten;
      hasWritten ||= isWrite(request);
      return wasWritten;
    };
    world.emulator.faults.add({ ...exchangeFaults.unavailable(1), when, times: Infinity });
    const code = await call(ada, id, world).then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    );
    expect(['done', 'outcomeUnknown']).toContain(code);
  });
});

/** A way to the server on which the first write is taken for lost, and arrives when the next one is sent. */
function lateFetch(order: 'before' | 'after'): Fetch {
  const late: (() => Promise<Response>)[] = [];
  let writes = 0;
  return async (input, init) => {
    if (typeof init?.body !== 'string' || !isWritten(init.body)) return fetch(input, init);
    writes += 1;
    if (writes === 1) {
      const { signal: _signal, ...kept } = init;
      late.push(() => fetch(input, kept));
      return new Response('', { status: 504 });
    }
    const arrive = async (): Promise<void> => {
      for (const send of late.splice(0)) await (await send()).text();
    };
    if (order === 'before') await arrive();
    const response = await fetch(input, init);
    if (order === 'after') await arrive();
    return response;
  };
}

describe('a write', () => {
  it('is not repeated sooner than the server says, nor later than the caller waits', async () => {
    await using world = await start();
    const ada = world.open('ada');
    world.emulator.faults.add({ ...exchangeFaults.serverBusy(297_749), when: isWrite });
    const call = ada.events.create({ event, notify: 'nobody' });
    await expect(call).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 297_749 });
    expect(subjects(world)).toEqual([]);
    // The whole mailbox is left alone, over all connections of the provider.
    await expect(ada.events.create({ event, notify: 'nobody' })).rejects.toMatchObject({ code: 'rateLimited' });
    expect(world.writes()).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'that comes through late, %s the one that took its place, takes effect once',
    async (order) => {
      await using world = await start();
      const ada = world.open('ada', { runtime: { fetch: lateFetch(order) } });
      const { id } = await ada.events.create({ event, notify: 'nobody' });
      expect(subjects(world)).toEqual([title]);
      expect((await ada.events.get({ eventId: id })).title).toBe(title);
      world.mails();
      const other = world.open('ada', { runtime: { fetch: lateFetch(order) } });
      await other.events.update({ eventId: id, patch: { title: `${title} 2` }, notify: 'everyone' });
      expect(subjects(world)).toEqual([`${title} 2`]);
      expect(world.mails()).toHaveLength(1);
    },
  );

  it('ends with its signal', async () => {
    await using world = await start();
    const signal = AbortSignal.abort();
    const call = world.open('ada').events.create({ event, notify: 'nobody', signal });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(world.writes()).toEqual([]);
  });

  it('has nothing of the event in an error', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const canary = { ...event, title: `CANARY ${'x'.repeat(300)}` };
    const error: unknown = await ada.events
      .create({ event: canary, notify: 'nobody' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unsupported', vendorCode: 'ErrorPropertyValidationFailure' });
    expect(error).toMatchObject({ requestId: expect.any(String) });
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });
});
