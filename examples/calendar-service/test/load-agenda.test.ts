import { silentLogger } from '@kalends/core';
import type { Clock } from '@kalends/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Agenda } from '../src/agenda/agenda.ts';
import { agendaQuery } from '../src/agenda/agenda-query.ts';
import { loadAgenda } from '../src/agenda/load-agenda.ts';
import type { LoadAgendaOptions } from '../src/agenda/load-agenda.ts';
import { sourceTimeoutMs } from '../src/connections/ask-person.ts';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());
beforeEach(() => {
  for (const emulator of Object.values(fixture.service.demo?.emulators ?? {})) emulator.faults.clear();
});

const query = agendaQuery({ from: '2026-03-23', to: '2026-04-06' }, { timeZone: 'Europe/Berlin', nowMs: 0 });
const requestsToGoogle = (): number => fixture.service.demo?.emulators.google.exchanges.length ?? 0;

/** Google takes the request and never answers. */
function hangGoogle(): void {
  fixture.service.demo?.emulators.google.faults.add({
    times: Infinity,
    when: (request) => request.path.startsWith('/calendar/'),
    action: { kind: 'hang' },
  });
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Resolves once Google has one request more than it had. */
async function googleIsAsked(before: number): Promise<void> {
  await vi.waitFor(() => expect(requestsToGoogle()).toBeGreaterThan(before));
}

describe('a provider that does not answer', () => {
  test('is given up after its time and named, and the others are shown', async () => {
    hangGoogle();
    const people = new Set<object>();
    const clock: Clock = {
      now: () => fixture.clock.now(),
      async sleep(ms, options) {
        const person = {};
        people.add(person);
        await fixture.clock.sleep(ms, options).finally(() => people.delete(person));
      },
    };
    const agenda = loadAgenda(query, { team: fixture.service.team, clock, logger: silentLogger });
    await vi.waitFor(() => expect(people.size).toBe(3));
    // The other two load what they work with, which takes its time on a busy machine.
    await vi.waitFor(() => expect(people.size).toBe(1), { timeout: 20_000 });
    await fixture.clock.advance(sourceTimeoutMs - 1);
    expect(people.size).toBe(1);
    await fixture.clock.advance(1);
    const { isComplete, sources, events } = await agenda;
    expect(isComplete).toBe(false);
    expect(sources).toMatchObject([
      { provider: 'microsoft', outcome: 'complete' },
      { provider: 'google', outcome: 'failed', code: 'timeout' },
      { provider: 'exchange', outcome: 'complete' },
    ]);
    expect(new Set(events.map((event) => event.provider))).toEqual(new Set(['microsoft', 'exchange']));
  });

  test('does not hold up the page even when it ignores that it is given up', async () => {
    const [person] = await fixture.service.team.list();
    const team: LoadAgendaOptions['team'] = {
      list: () => Promise.resolve(person === undefined ? [] : [person]),
      open: () => new Promise(() => undefined),
    };
    const agenda = loadAgenda(query, { team, clock: fixture.clock, logger: silentLogger });
    // The list has to be read before the time begins.
    await settled();
    await fixture.clock.advance(sourceTimeoutMs);
    expect(await agenda).toMatchObject({ isComplete: false, sources: [{ outcome: 'failed', code: 'timeout' }] });
  });
});

test('when the asker leaves, the calls to the providers end, and nobody’s calendar is blamed in the log', async () => {
  hangGoogle();
  const before = requestsToGoogle();
  const leaving = new AbortController();
  const answer = fixture.get('/api/agenda?from=2026-03-23&to=2026-04-06', { signal: leaving.signal });
  await googleIsAsked(before);
  const lines = fixture.log.length;
  leaving.abort();
  await expect(answer).rejects.toThrow(/abort/i);
  // The clock stands still: nothing but the departure can end a call that hangs.
  await vi.waitFor(() =>
    expect(fixture.log.slice(lines).join('\n')).toContain('agenda.source.abandoned provider=google code=aborted'),
  );
  expect(fixture.log.slice(lines).join('\n')).not.toContain('agenda.source.failed');
});

test('keys tell the events of all calendars apart, stay the same, and say nothing', async () => {
  const read = (): Promise<Agenda> =>
    loadAgenda(query, { team: fixture.service.team, clock: fixture.clock, logger: silentLogger });
  const keys = (await read()).events.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(20);
  expect((await read()).events.map(({ key }) => key)).toEqual(keys);
  for (const key of keys) expect(key).toMatch(/^[\w-]{22}$/);
});
