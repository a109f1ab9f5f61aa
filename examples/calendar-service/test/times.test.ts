import type { Fault } from '@kalends/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

const moment = z.strictObject({ dateTime: z.string(), timeZone: z.string(), instant: z.string() });
const timesSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  minutes: z.number(),
  isComplete: z.boolean(),
  unknown: z.array(
    z.strictObject({
      mailbox: z.string(),
      role: z.enum(['person', 'room']),
      reason: z.string(),
      code: z.string().optional(),
    }),
  ),
  proposals: z.array(z.strictObject({ start: moment, end: moment, freeRooms: z.array(z.string()) })),
});
type TimesJson = z.infer<typeof timesSchema>;

const [ada, ben, chitra, harbour] = ['ada', 'ben', 'chitra', 'harbour'].map((name) => `${name}@tidewater.example`);
// Monday 23 March 2026, on which the standup is at nine; Ben works in New York.
const monday = 'from=2026-03-23&to=2026-03-24&tz=Europe/Berlin';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());
beforeEach(() => {
  for (const emulator of Object.values(fixture.service.demo?.emulators ?? {})) emulator.faults.clear();
});

async function times(query: string, at: ServiceFixture = fixture): Promise<TimesJson> {
  const response = await at.get(`/api/times?${query}`);
  expect(response.status).toBe(200);
  return timesSchema.parse(await response.json());
}

const starts = ({ proposals }: TimesJson): readonly string[] => proposals.map(({ start }) => start.dateTime);
const requestsTo = (name: 'microsoft' | 'google' | 'exchange', { service }: ServiceFixture = fixture): number =>
  service.demo?.emulators[name].exchanges.length ?? 0;
const bodiesTo = (name: 'microsoft' | 'google', { service }: ServiceFixture, from = 0): readonly string[] =>
  (service.demo?.emulators[name].exchanges ?? []).slice(from).map(({ request }) => request.body);

const refuseCalendars: Fault = {
  times: Infinity,
  when: (request) => request.path.startsWith('/calendar/'),
  action: {
    kind: 'respond',
    status: 403,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      error: {
        code: 403,
        message: 'Forbidden',
        errors: [{ domain: 'global', reason: 'forbidden', message: 'Forbidden' }],
      },
    }),
  },
};

describe('/api/times', () => {
  test('proposes times when people at three services are free, in the viewer’s zone', async () => {
    const found = await times(`with=${ada}&with=${ben}&with=${chitra}&minutes=30&${monday}`);
    expect(found).toMatchObject({
      from: '2026-03-22T23:00:00.000Z',
      to: '2026-03-23T23:00:00.000Z',
      timeZone: 'Europe/Berlin',
      minutes: 30,
      isComplete: true,
      unknown: [],
    });
    expect(found.proposals.length).toBeGreaterThan(0);
    const { events } = z
      .object({
        events: z.array(
          z.object({
            status: z.string(),
            time: z.object({ kind: z.string(), start: moment.optional(), end: moment.optional() }),
          }),
        ),
      })
      .parse(await (await fixture.get(`/api/agenda?${monday}`)).json());
    const meetings = events.flatMap(({ status, time: { start, end } }) =>
      status === 'cancelled' || start === undefined || end === undefined ? [] : [{ start, end }],
    );
    expect(meetings.length).toBeGreaterThan(0);
    for (const { start, end } of found.proposals) {
      expect(start.timeZone).toBe('Europe/Berlin');
      expect(Date.parse(end.instant) - Date.parse(start.instant)).toBe(30 * 60_000);
      const taken = meetings.filter(
        (meeting) =>
          Date.parse(meeting.start.instant) < Date.parse(end.instant) &&
          Date.parse(start.instant) < Date.parse(meeting.end.instant),
      );
      expect([start.dateTime, taken]).toEqual([start.dateTime, []]);
    }
  });

  test('the standup is in the way of its people, and of nobody else', async () => {
    const nine = 'from=2026-03-23T08:00:00Z&to=2026-03-23T09:00:00Z&tz=Europe/Berlin&minutes=15';
    expect(starts(await times(`with=${ada}&${nine}`))).toEqual([
      '2026-03-23T09:15:00',
      '2026-03-23T09:30:00',
      '2026-03-23T09:45:00',
    ]);
  });

  test('asks the connected through their own connections', async () => {
    const before = {
      microsoft: requestsTo('microsoft'),
      exchange: requestsTo('exchange'),
      google: requestsTo('google'),
    };
    expect((await times(`with=${chitra}&${monday}`)).isComplete).toBe(true);
    expect(requestsTo('exchange')).toBeGreaterThan(before.exchange);
    expect([requestsTo('microsoft'), requestsTo('google')]).toEqual([before.microsoft, before.google]);
  });

  test('addresses are the same however they are written, and stand there once', async () => {
    const { unknown, proposals } = await times(`with=ADA@Tidewater.example&with=${ada}&${monday}`);
    expect(unknown).toEqual([]);
    expect(proposals.length).toBeGreaterThan(0);
  });

  test('names a room that is free', async () => {
    const { proposals } = await times(`with=${ada}&rooms=${harbour}&${monday}`);
    expect(proposals.length).toBeGreaterThan(0);
    for (const { freeRooms } of proposals) expect(freeRooms).toEqual([harbour]);
  });

  test('whoever is unknown is named, and nothing is proposed', async () => {
    const found = await times(`with=${ada}&with=nobody@tidewater.example&${monday}`);
    expect(found).toMatchObject({
      isComplete: false,
      unknown: [{ mailbox: 'nobody@tidewater.example', role: 'person', reason: 'notFound' }],
      proposals: [],
    });
  });

  test('a room that is unknown is never proposed, one that is known still is', async () => {
    const found = await times(`with=${ada}&rooms=broom@tidewater.example&rooms=${harbour}&${monday}`);
    expect(found).toMatchObject({
      isComplete: false,
      unknown: [{ mailbox: 'broom@tidewater.example', role: 'room' }],
    });
    expect(found.proposals.length).toBeGreaterThan(0);
    expect(new Set(found.proposals.flatMap(({ freeRooms }) => freeRooms))).toEqual(new Set([harbour]));
    expect(await times(`with=${ada}&rooms=broom@tidewater.example&${monday}`)).toMatchObject({ proposals: [] });
  });

  test('a service that fails makes its person unknown and nobody free', async () => {
    fixture.service.demo?.emulators.google.faults.add(refuseCalendars);
    expect(await times(`with=${ada}&with=${ben}&${monday}`)).toMatchObject({
      isComplete: false,
      unknown: [{ mailbox: ben, role: 'person', reason: 'accessDenied', code: 'accessDenied' }],
      proposals: [],
    });
  });

  test('what has passed is not proposed', async () => {
    // It is nine in Berlin on 20 March.
    const found = await times(`with=${ada}&from=2026-03-20&to=2026-03-21&tz=Europe/Berlin`);
    expect(found.from).toBe('2026-03-20T08:00:00.000Z');
    for (const start of starts(found)) expect(start >= '2026-03-20T09:00:00').toBe(true);
  });

  test.each([
    ['', 'with'],
    ['with=', 'with'],
    ['with=canary', 'with'],
    ['with=ada@tidewater.example%0acanary', 'with'],
    [`with=${'c'.repeat(250)}@canary.example`, 'with'],
    [Array.from({ length: 51 }, (_, index) => `with=canary${index}@x.example`).join('&'), 'with'],
    [`with=${ada}&rooms=canary`, 'rooms'],
    [`with=${ada}&minutes=0`, 'minutes'],
    [`with=${ada}&minutes=1441`, 'minutes'],
    [`with=${ada}&minutes=30.5`, 'minutes'],
    [`with=${ada}&minutes=`, 'minutes'],
    [`with=${ada}&minutes=30&minutes=60`, 'minutes'],
    [`with=${ada}&tz=Mars`, 'tz'],
    [`with=${ada}&from=tomorrow`, 'from'],
    [`with=${ada}&from=2026-03-23&to=2026-03-22`, 'to'],
    [`with=${ada}&from=2026-03-23&to=2026-06-23`, 'to'],
    [`with=${ada}&from=2026-03-01&to=2026-03-02`, 'to'],
    [`with=${ada}&canary=1`, 'Only these parameters are known'],
  ])('refuses %s and names what is wrong, without repeating it', async (query, name) => {
    const before = requestsTo('microsoft');
    const response = await fixture.get(`/api/times?${query}`);
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toMatchObject([
      400,
      { error: { code: 'invalidArgument', message: expect.stringMatching(new RegExp(`^${name}: `)) } },
    ]);
    expect(text).not.toContain('canary');
    expect(requestsTo('microsoft')).toBe(before);
  });
});

describe('with some connected', () => {
  test('others are asked about through the first connection that can', async () => {
    const some = await startFixture([
      ['ada', 'microsoft'],
      ['chitra', 'microsoft'],
      ['ben', 'google'],
    ]);
    onTestFinished(() => some.close());
    const before = requestsTo('google', some);
    const query = `with=sam@tidewater.example&rooms=${harbour}&${monday}`;
    expect(await times(query, some)).toMatchObject({ unknown: [{ mailbox: 'sam@tidewater.example', role: 'person' }] });
    // A second connection there would be told the same. Only the one whom Microsoft does not know was looked for at Google.
    expect(bodiesTo('microsoft', some).filter((body) => body.includes('sam@tidewater.example'))).toHaveLength(1);
    const atGoogle = bodiesTo('google', some, before).join();
    expect(atGoogle).toContain('sam@tidewater.example');
    expect(atGoogle).not.toContain('harbour');
  });

  test('a service that does not know somebody leaves it to the next', async () => {
    const some = await startFixture([
      ['ben', 'google'],
      ['ada', 'microsoft'],
    ]);
    onTestFinished(() => some.close());
    expect(await times(`with=${chitra}&rooms=${harbour}&${monday}`, some)).toMatchObject({
      isComplete: true,
      unknown: [],
    });

    // A service that fails may know the one who is meant: the next does not speak for it.
    const mend = some.service.demo?.emulators.google.faults.add(refuseCalendars);
    expect(await times(`with=${chitra}&${monday}`, some)).toMatchObject({
      isComplete: false,
      unknown: [{ mailbox: chitra, reason: 'accessDenied' }],
      proposals: [],
    });
    mend?.();

    // A connection that has ended asks for nobody any more: its own person is unknown, others are asked about elsewhere.
    some.service.demo?.emulators.google.revokeGrants('ben');
    await some.clock.advance(2 * 3_600_000);
    expect(await times(`with=${ben}&${monday}`, some)).toMatchObject({
      isComplete: false,
      unknown: [{ mailbox: ben, role: 'person', code: 'reauthorizationRequired' }],
      proposals: [],
    });
    const after = requestsTo('google', some);
    expect(await times(`with=${chitra}&${monday}`, some)).toMatchObject({ isComplete: true });
    expect(requestsTo('google', some)).toBe(after);
  });

  test('with two connections both count', async () => {
    const both = await startFixture([
      ['ada', 'microsoft'],
      ['ada', 'google'],
    ]);
    onTestFinished(() => both.close());
    both.service.demo?.emulators.google.faults.add(refuseCalendars);
    expect(await times(`with=${ada}&${monday}`, both)).toMatchObject({ unknown: [{ mailbox: ada }], proposals: [] });
  });

  test('and nobody at all, everybody is unknown', async () => {
    const empty = await startFixture([]);
    onTestFinished(() => empty.close());
    expect(await times(`with=${ada}&rooms=${harbour}&${monday}`, empty)).toMatchObject({
      isComplete: false,
      unknown: [
        { mailbox: ada, role: 'person', reason: 'noConnection' },
        { mailbox: harbour, role: 'room', reason: 'noConnection' },
      ],
      proposals: [],
    });
  });
});
