import type { CalendarConnection, CalendarEvent, EventInstance, EventWriteCapabilities, NewEvent } from '@kalends/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceMail, ConformanceOptions, ConformanceSubject } from './conformance-subject.ts';
import type { DifferenceId } from './differences.ts';
import { expectCode } from './expect-code.ts';
import { needs } from './needs.ts';
import type { Need } from './needs.ts';
import { startOf, timed, writingWindow } from './writing-times.ts';

/** People of the company with a mailbox. */
export type PersonId = 'ada' | 'ben' | 'chitra';

/** The mail address of somebody or something of the company. */
export function addressOf(id: PersonId | 'harbour'): string {
  return `${id}@tidewater.example`;
}

/** A company of its own for a group of tests that write. Connections exist only while tests run, so they are asked for. */
export interface FreshCompany {
  subject(): ConformanceSubject;
  /** The connection of a person that the tests of the group share. */
  as(person: PersonId): CalendarConnection;
  /** What Ada's service can do in writing events. */
  writes(): EventWriteCapabilities;
  has(difference: DifferenceId): boolean;
  /** A test that needs some calls: where capabilities lack one of them, that call has to be refused, and that is the test. */
  test(name: string, needed: readonly Need[], run: () => Promise<void>): void;
  /** Creates an event in Ada's calendar, an hour of a summer's day unless it says when; everybody invited is told. */
  create(event: Partial<NewEvent>, person?: PersonId): Promise<CalendarEvent>;
  /** What happens under a title in the primary calendar of a person within the window of writing, in order of time. */
  titled(title: string, person?: PersonId, extra?: object): Promise<EventInstance[]>;
  /** The only event of that title. */
  one(title: string, person?: PersonId, extra?: object): Promise<EventInstance>;
  /** Waits until what was written shows everywhere. */
  settle(): Promise<void>;
  /** The mails that a call brought about; `undefined` where the service does not tell. */
  mailsOf(call: () => Promise<unknown>): Promise<readonly ConformanceMail[] | undefined>;
  /** Expects a call to be refused because the service cannot do it, and nothing to have changed by it. */
  refused(call: () => PromiseLike<unknown>): Promise<void>;
  /** Expects a call to be refused with one of these codes, and nothing to have changed by it. */
  unchanged(
    codes: Parameters<typeof expectCode>[0],
    call: () => PromiseLike<unknown>,
    person?: PersonId,
  ): Promise<void>;
}

/** Begins a group of tests on a company of their own. */
export type InCompany = (name: string, define: (company: FreshCompany) => void) => void;

/** Makes {@link InCompany} for a provider. */
export function companiesOf(options: ConformanceOptions): InCompany {
  return (name, define) => {
    // The topic that begins the group names it.
    // oxlint-disable-next-line vitest/valid-title
    describe(name, () => {
      let subject: ConformanceSubject;
      const connections = new Map<PersonId, CalendarConnection>();

      beforeAll(async () => {
        subject = await options.create();
        for (const person of ['ada', 'ben', 'chitra'] as const) connections.set(person, await subject.connect(person));
      });
      afterAll(async () => {
        for (const connection of connections.values()) await connection.close();
        await subject.close();
      });

      const as = (person: PersonId): CalendarConnection => {
        const connection = connections.get(person);
        if (connection === undefined) throw new Error('Connections exist only while tests run');
        return connection;
      };
      const settle = async (): Promise<void> => subject.settle?.();
      const everything = async (person: PersonId): Promise<unknown> => [
        await listAll(as(person), { include: ['body', 'properties'] }),
        subject.sentMails?.().length,
      ];
      const unchanged: FreshCompany['unchanged'] = async (codes, call, person = 'ada') => {
        await settle();
        const before = await everything(person);
        await expectCode(codes, call);
        await settle();
        expect(await everything(person)).toEqual(before);
      };
      const refused: FreshCompany['refused'] = (call) => unchanged('unsupported', call);
      const titled: FreshCompany['titled'] = async (title, person = 'ada', extra = {}) =>
        (await listAll(as(person), extra)).filter((event) => event.title === title);

      define({
        subject: () => subject,
        as,
        writes: () => as('ada').capabilities.events.writes,
        has: (id) => options.differences?.some((difference) => difference.id === id) ?? false,
        test(testName, needed, run) {
          // oxlint-disable-next-line vitest/valid-title
          test(testName, async () => {
            const missing = needed.find((need) => !needs[need].isMet(as('ada').capabilities));
            await (missing === undefined ? run() : refused(() => needs[missing].call(as('ada'))));
          });
        },
        create: (event, person = 'ada') =>
          as(person).events.create({ event: { time: timed('2026-07-06'), ...event }, notify: 'everyone' }),
        titled,
        one: async (...asked) => {
          const [event, ...others] = await titled(...asked);
          if (event === undefined || others.length > 0) throw new Error(`There is not exactly one '${asked[0]}'`);
          return event;
        },
        settle,
        async mailsOf(call) {
          await settle();
          const before = subject.sentMails?.().length ?? 0;
          await call();
          await settle();
          return subject.sentMails?.().slice(before);
        },
        refused,
        unchanged,
      });
    });
  };
}

async function listAll(connection: CalendarConnection, extra: object): Promise<EventInstance[]> {
  const events = await connection.events.list({ window: writingWindow, timeZone: 'Europe/Berlin', ...extra }).toArray();
  return events.sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
}
