import { isDeepStrictEqual } from 'node:util';
import { CalendarError } from '@kalends/core';
import type { CalendarConnection, CalendarEvent, NewEvent } from '@kalends/core';
import { eventCopy } from '@kalends/core/transfer';
import type { EventLoss } from '@kalends/core/transfer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ewsSubject, ownPasswords } from '../../../ews/test/support/ews-subject.ts';
import { googleSubject } from '../../../google/test/support/google-subject.ts';
import { graphSubject } from '../../../graph/test/support/graph-subject.ts';
import type { ConformanceSubject } from '../../src/conformance/index.ts';
import { contractWatch } from '../contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../contracts/ews-contract.ts';
import { checkGoogleExchange, hasGoogleContract } from '../contracts/google-contract.ts';
import { checkGraphExchange, hasGraphContract } from '../contracts/graph-contract.ts';
import { startsOf } from '../../src/conformance/writing-times.ts';
import { comparedEvent } from './compared-event.ts';
import { expectedLosses } from './expected-losses.ts';
import type { Service } from './expected-losses.ts';
import { sampleEvents } from './sample-events.ts';

const contracts = {
  graph: contractWatch({
    name: 'Graph OpenAPI description',
    isPresent: hasGraphContract,
    check: (exchange) => (exchange.request.path.startsWith('/v1.0/') ? checkGraphExchange(exchange) : []),
  }),
  google: contractWatch({
    name: 'Google discovery documents',
    isPresent: hasGoogleContract,
    check: checkGoogleExchange,
  }),
  ews: contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange }),
};

const services = ['graph', 'google', 'ews'] as const;

const start: Readonly<Record<Service, () => Promise<ConformanceSubject>>> = {
  graph: () => graphSubject((emulator) => contracts.graph.watch(emulator)),
  google: () => googleSubject((emulator) => contracts.google.watch(emulator)),
  ews: () => ewsSubject(ownPasswords, (emulator) => contracts.ews.watch(emulator)),
};

const include = ['body', 'properties'] as const;

/** Losses that are no difference between two calendars: they are about who is asked, or come from the copy being another event. */
const ofTheCopy = new Set(['attendees.participationStatus', 'organizer', 'attachments']);

describe('an event that is carried from one service to another', () => {
  const subjects = new Map<Service, ConformanceSubject>();
  const connections = new Map<Service, CalendarConnection>();

  beforeAll(async () => {
    for (const service of services) {
      const subject = await start[service]();
      subjects.set(service, subject);
      connections.set(service, await subject.connect('ada'));
    }
  });
  afterAll(async () => {
    for (const connection of connections.values()) await connection.close();
    for (const subject of subjects.values()) await subject.close();
  });

  const at = (service: Service): CalendarConnection => {
    const connection = connections.get(service);
    if (connection === undefined) throw new Error('Connections exist only while tests run');
    return connection;
  };
  const write = async (service: Service, event: NewEvent): Promise<CalendarEvent> => {
    const { id: eventId } = await at(service).events.create({ event, notify: 'everyone' });
    await subjects.get(service)?.settle?.();
    return at(service).events.get({ eventId, include });
  };

  for (const from of services) {
    for (const to of services) {
      test.each(Object.entries(sampleEvents))(`${from} to ${to}: %s`, async (name, sample) => {
        const original = await write(from, sample(at(from).capabilities.events.writes));
        const outcome = copyOf(original, at(to));
        // A series that the target would repeat otherwise is no copy.
        const isPoorer = from === 'google' && to !== 'google' && name === 'a rule that only some can say';
        expect(outcome === 'unsupported').toBe(isPoorer);
        if (outcome === 'unsupported') return;
        const copy = await write(to, outcome.event);
        const lost = new Set(outcome.losses.map(({ field }) => field));
        const changed = differences(original, copy);
        expect(Object.fromEntries(Object.entries(changed).filter(([field]) => !lost.has(field)))).toEqual({});
        const named = [...lost].filter((field) => !ofTheCopy.has(field));
        expect(named).toEqual(expectedLosses(name, from, to));
        // A loss that is none would be a lie.
        expect(named.filter((field) => !Object.hasOwn(changed, field))).toEqual([]);
        expect(await occurrencesOf(at(to), copy)).toEqual(await occurrencesOf(at(from), original));
      });
    }
  }
});

/** What is not the same in both, by field. */
function differences(original: CalendarEvent, copy: CalendarEvent): Readonly<Record<string, unknown>> {
  const link = original.conference?.url;
  const [one, other] = [comparedEvent(original, link), comparedEvent(copy, link)];
  return Object.fromEntries(
    Object.entries(one)
      .filter(([field, value]) => !isDeepStrictEqual(value, other[field]))
      .map(([field, value]) => [field, { original: value, copy: other[field] }]),
  );
}

/** When a series takes place in two years: rules can say one thing in several ways. */
async function occurrencesOf(connection: CalendarConnection, master: CalendarEvent): Promise<readonly string[]> {
  if (master.kind !== 'master') return [];
  const window = { start: '2026-07-01T00:00:00Z', end: '2028-07-01T00:00:00Z' };
  const events = await connection.events.list({ window, timeZone: 'Europe/Berlin' }).toArray();
  return startsOf(events.filter((event) => 'masterId' in event && event.masterId === master.id)).toSorted();
}

function copyOf(
  event: CalendarEvent,
  target: CalendarConnection,
): { readonly event: NewEvent; readonly losses: readonly EventLoss[] } | 'unsupported' {
  try {
    return eventCopy({ event, target: target.capabilities, attendees: 'invite' });
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'unsupported') throw error;
    return 'unsupported';
  }
}
