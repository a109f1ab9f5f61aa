import type {
  AccessPolicy,
  EventTime,
  NewEvent,
  NewEventTime,
  Recurrence,
  RecurrenceEnd,
  Weekday,
} from '@kalends/core';
import type { ExchangeEmulatorOptions, ExchangeSentMail } from '@kalends/testing';
import { contractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../../testing/test/contracts/ews-contract.ts';
import { impatientClock } from '../../../testing/test/conformance/impatient-clock.ts';
import type { EwsCalendarConnection, EwsSettings } from '../../src/index.ts';
import { directoryEmulator } from './directory-emulator.ts';
import type { DirectoryEmulator } from './directory-emulator.ts';

/** An emulator whose clients do not wait for the time to pass. */
export interface WritingEmulator extends Omit<DirectoryEmulator, 'connect'> {
  readonly open: (
    who: string,
    settings?: Partial<EwsSettings>,
    options?: { readonly policy?: AccessPolicy; readonly mailbox?: string },
  ) => EwsCalendarConnection;
  /** Mails since the last call. */
  readonly mails: () => readonly Pick<ExchangeSentMail, 'to' | 'kind'>[];
  /** Bodies of requests that write, since the last call. */
  readonly writes: () => readonly string[];
}

/** Makes {@link WritingEmulator}s whose exchanges are checked against the schemas of EWS. */
export function writingEmulators(): (options?: ExchangeEmulatorOptions) => Promise<WritingEmulator> {
  const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
  return async (options = {}) => {
    const base = await directoryEmulator((emulator) => contract.watch(emulator), options);
    let mailsSeen = 0;
    let exchangesSeen = 0;
    const random = { bytes: distinctBytes() };
    return {
      ...base,
      [Symbol.asyncDispose]: () => base[Symbol.asyncDispose](),
      open: (who, settings = {}, connectOptions = {}) => {
        const { runtime, ...others } = settings;
        const clock = impatientClock(base.clock);
        return base.connect(
          who,
          { retry: { maxAttempts: 3 }, runtime: { clock, random, ...runtime }, ...others },
          connectOptions,
        );
      },
      mails: () => {
        const fresh = base.emulator.sentMails.slice(mailsSeen);
        mailsSeen = base.emulator.sentMails.length;
        return fresh.map(({ to, kind }) => ({ to, kind }));
      },
      writes: () => {
        const fresh = base.emulator.exchanges.slice(exchangesSeen);
        exchangesSeen = base.emulator.exchanges.length;
        return fresh.map(({ request }) => request.body).filter((body) => writing.test(body));
      },
    };
  };
}

/** Bytes that differ from call to call, whichever connection asks; the first two are zero, so that waits are short. */
function distinctBytes(): (length: number) => Uint8Array {
  let calls = 0;
  return (length) => {
    calls += 1;
    const bytes = new Uint8Array(length);
    if (length >= 6) new DataView(bytes.buffer).setUint32(2, calls);
    return bytes;
  };
}

const writing = /<s:Body><m:(?:CreateItem|UpdateItem|DeleteItem|MoveItem|CreateAttachment|DeleteAttachment)[\s>]/;

/** Properties that an UpdateItem sets, takes away or adds to, in order; the mark of the write is left out. */
export function changedFields(body: string): readonly string[] {
  const changes = body.matchAll(
    /<t:(Set|Delete|AppendTo)ItemField>(?:<t:FieldURI FieldURI="([^"]+)"|<t:ExtendedFieldURI [^>]*PropertyName="([^"]+)")/g,
  );
  return [...changes]
    .map(([, action, field, property]) => `${action ?? ''} ${field ?? property ?? ''}`)
    .filter((change) => change !== 'Set kalends-lastWrite');
}

/** A time in Berlin. */
export function timed(date: string, from = '10:00', to = '11:00'): Extract<NewEventTime, { kind: 'timed' }> {
  const at = (time: string): { readonly dateTime: string; readonly timeZone: string } => ({
    dateTime: `${date}T${time}:00`,
    timeZone: 'Europe/Berlin',
  });
  return { kind: 'timed', start: at(from), end: at(to) };
}

/** Every week on some days. */
export function weekly(days: readonly Weekday[], end: RecurrenceEnd, more: Partial<Recurrence> = {}): Recurrence {
  return {
    rules: [
      {
        frequency: 'weekly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byDay: days.map((day) => ({ day })),
        end,
      },
    ],
    excludedRules: [],
    additional: [],
    excluded: [],
    ...more,
  };
}

/** Four Mondays in September. */
export const fourMondays: NewEvent = {
  title: 'Four Mondays',
  time: timed('2026-09-07'),
  recurrence: weekly(['mo'], { kind: 'count', count: 4 }),
};

/** Where an event begins, as short as it can be said. */
export function startOf(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : time.start.instant;
}

/** Starts of the events of a title between the middle of August and the end of the year. */
export async function startsOf(connection: EwsCalendarConnection, title: string): Promise<readonly string[]> {
  const window = { start: '2026-08-15T00:00:00Z', end: '2026-12-31T00:00:00Z' };
  const events = await connection.events.list({ window }).toArray();
  return events.filter((event) => event.title === title).map(({ time }) => startOf(time));
}
