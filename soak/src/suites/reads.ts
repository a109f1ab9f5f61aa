import type { EventInstance, ListEventsOptions, TimeWindow } from '@kalends/core';
import { judgeRead } from '../reads/judge-read.ts';
import type { Outcome } from '../reads/judge-read.ts';
import { randomCompany, randomTimeZone, soakNow } from '../reads/random-company.ts';
import { planFaults } from '../reads/random-faults.ts';
import { startExchangeTarget, startGoogleTarget, startGraphTarget } from '../service-target.ts';
import type { ServiceTarget } from '../service-target.ts';
import { seededRandom } from '../seeded-random.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Suite } from '../suite.ts';

const readsPerTarget = 4;

/** Reading three services through whatever happens on the way. */
export const reads: Suite = {
  name: 'reads',
  description: 'events.list gives all events or a typed error, whatever happens on the way',
  defaultSeeds: 50,
  async run(seed) {
    const random = seededRandom(seed);
    const company = randomCompany(random);
    const counts: Record<string, number> = {};
    const count = (name: string, by: number): void => void (counts[name] = (counts[name] ?? 0) + by);
    for (const start of [startGraphTarget, startGoogleTarget, startExchangeTarget]) {
      await using target = await start(company, random);
      for (let read = 0; read < readsPerTarget; read += 1) {
        const query = { window: randomWindow(random), timeZone: randomTimeZone(random) };
        const expected = await target.connection.events.list(query).toArray();
        const outcome = await readUnderFaults(target, random, query);
        count(judgeRead(expected, outcome), 1);
        count('events', expected.length);
      }
    }
    return counts;
  },
};

/** From an hour to about four months, around the time of the company's meetings. */
function randomWindow(random: SeededRandom): TimeWindow {
  const hourMs = 3_600_000;
  const start = Date.parse(soakNow) + random.integer(-80 * 24, 60 * 24) * hourMs;
  const end = start + random.pick([1, 24, 24 * 7, 24 * 31, 24 * 120]) * hourMs;
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

async function readUnderFaults(
  target: ServiceTarget,
  random: SeededRandom,
  query: ListEventsOptions,
): Promise<Outcome> {
  const caller = new AbortController();
  const stops = random.chance(0.1) ? abortAfter(target, caller, random.integer(1, 6)) : () => undefined;
  if (random.chance(0.2)) target.expireTokens();
  planFaults(target, random);
  const options = { ...query, signal: caller.signal, pageSize: random.integer(1, 60) };
  try {
    return { kind: 'listed', events: await listed(target, random, options) };
  } catch (error) {
    return { kind: 'threw', error };
  } finally {
    stops();
    target.emulator.faults.clear();
  }
}

/** The two ways of reading a list: as a whole, and page by page with a token that the caller keeps. */
async function listed(
  target: ServiceTarget,
  random: SeededRandom,
  options: ListEventsOptions,
): Promise<readonly EventInstance[]> {
  const { events } = target.connection;
  if (random.chance(0.5)) return events.list(options).toArray();
  const byId = new Map<string, EventInstance>();
  let pageToken: string | undefined;
  do {
    const page = await events.list(pageToken === undefined ? options : { ...options, pageToken });
    // A page may repeat what an earlier one had: only a walk can leave that out.
    for (const event of page.items) byId.set(event.id, event);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return [...byId.values()];
}

function abortAfter(target: ServiceTarget, caller: AbortController, requests: number): () => void {
  let left = requests;
  return target.emulator.onExchange(() => {
    left -= 1;
    if (left === 0) caller.abort();
  });
}
