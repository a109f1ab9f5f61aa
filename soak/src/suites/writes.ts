import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';
import { contentCanary, randomCompany } from '../reads/random-company.ts';
import { seededRandom } from '../seeded-random.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { startExchangeTarget, startGoogleTarget, startGraphTarget } from '../service-target.ts';
import type { ServiceTarget } from '../service-target.ts';
import { Violation } from '../suite.ts';
import type { Suite } from '../suite.ts';
import { judgeInvitations, judgeState } from '../writes/judge-state.ts';
import type { State } from '../writes/judge-state.ts';
import { makeCall } from '../writes/make-call.ts';
import type { PlannedEvent } from '../writes/planned-event.ts';
import { effectsOf } from '../writes/step-effects.ts';
import type { Effects } from '../writes/step-effects.ts';
import { planWriteFaults } from '../writes/write-faults.ts';
import { nextStep, plannedWindow } from '../writes/write-plan.ts';
import type { WriteStep } from '../writes/write-plan.ts';

const stepsPerTarget = 10;

/** What may be said of faults that pass by themselves, and of a write whose end nobody heard. */
const allowedCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'networkError',
  'timeout',
  'rateLimited',
  'serviceUnavailable',
  'invalidResponse',
  'outcomeUnknown',
  'aborted',
]);

/** Of these a caller expects that the write may have taken place; every other code says that it did not. */
const mayHaveHappened: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>(['outcomeUnknown', 'aborted']);

/** Writing to three services through whatever happens on the way. */
export const writes: Suite = {
  name: 'writes',
  description: 'a write happens once or not at all, and repeating it makes it happen once',
  defaultSeeds: 50,
  async run(seed) {
    const random = seededRandom(seed);
    const company = { ...randomCompany(random), meetings: [] };
    const [writer, ...others] = company.people;
    if (writer === undefined) throw new RangeError('The company has no people');
    const counts: Record<string, number> = {};
    const count = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
    for (const start of [startGraphTarget, startGoogleTarget, startExchangeTarget]) {
      await using target = await start(company, random, 'readWrite');
      const run = { target, random, writer: writer.id, count };
      let events: readonly PlannedEvent[] = [];
      for (let index = 0; index < stepsPerTarget; index += 1) {
        const addresses = others.map(({ address }) => address.toLowerCase());
        events = await takeStep(run, nextStep(random, events, addresses, index), events);
      }
      await judgeOccurrences(target, events);
      count(`${target.name}Runs`);
    }
    return counts;
  },
};

interface Run {
  readonly target: ServiceTarget;
  readonly random: SeededRandom;
  /** Id of whoever writes. */
  readonly writer: string;
  readonly count: (name: string) => void;
}

/** Makes a call under faults; when it fails, repeats it without them, from another process now and then. */
async function takeStep(run: Run, step: WriteStep, events: readonly PlannedEvent[]): Promise<readonly PlannedEvent[]> {
  const { target, random, writer, count } = run;
  const mark = step.kind === 'create' ? step.mark : step.event.mark;
  const others = events.filter((event) => step.kind === 'create' || event.eventId !== step.event.eventId);
  const rest = others.filter((event) => event.mark === mark);
  const judge = ({ after, between }: Effects): Promise<State> =>
    judgeState(target, writer, mark, {
      before: events.filter((event) => event.mark === mark),
      after: [...rest, ...after],
      ...(between === undefined ? {} : { between: [...rest, ...between] }),
    });
  const invitationsBefore = target.invitations().length;
  const finish = async (eventId: string): Promise<readonly PlannedEvent[]> => {
    const effects = effectsOf(step, eventId);
    const state = await judge(effects);
    if (state === 'before' || state === 'between') throw new Violation('A write was lost, or a part of it');
    judgeInvitations(target.invitations().slice(invitationsBefore));
    return [...others, ...effects.after];
  };

  const first = await callUnderFaults(run, step);
  count(step.kind);
  if (first.kind === 'done') {
    count('done');
    return finish(first.eventId);
  }
  const { error } = first;
  judgeError(error);
  const state = await judge(effectsOf(step, ''));
  count(error.code);
  // Of what the service gets after the call has ended nobody can know.
  const isPlain = mayHaveHappened.has(error.code) || first.hasLateEffect;
  if ((state === 'after' || state === 'between') && !isPlain) {
    throw new Violation(`${error.code} is said of a write that took place`, { cause: error });
  }
  const connection = random.chance(0.3) ? target.connect() : target.connection;
  try {
    return await finish(await inTime(target, () => makeCall(connection, step, new AbortController().signal)));
  } catch (repeated) {
    // Calling off what is called off finds nothing; whoever removes it twice hears nothing of that.
    const isGone = CalendarError.is(repeated) && repeated.code === 'notFound' && state !== 'before';
    if (!isGone || (step.kind !== 'cancel' && step.kind !== 'cancelOne')) throw repeated;
    return finish('');
  }
}

type CallOutcome =
  | { readonly kind: 'done'; readonly eventId: string }
  | { readonly kind: 'threw'; readonly error: unknown; readonly hasLateEffect: boolean };

async function callUnderFaults({ target, random, count }: Run, step: WriteStep): Promise<CallOutcome> {
  const caller = new AbortController();
  const stop = random.chance(0.1) ? abortAfter(target, caller, random.integer(1, 6)) : () => undefined;
  if (random.chance(0.1)) target.expireTokens();
  // Exchange has nothing that keeps a creation from happening twice when the first request arrives after the second.
  if (target.name !== 'ews' && random.chance(0.2)) target.transport.hold(random.integer(0, 2), random.integer(0, 8));
  planWriteFaults(target, random, step.kind === 'renameFollowing' ? 14 : 5);
  let outcome: (hasLateEffect: boolean) => CallOutcome;
  try {
    const eventId = await makeCall(target.connection, step, caller.signal);
    outcome = () => ({ kind: 'done', eventId });
  } catch (error) {
    outcome = (hasLateEffect) => ({ kind: 'threw', error, hasLateEffect });
  }
  stop();
  target.emulator.faults.clear();
  const hasLateEffect = await target.transport.release();
  if (hasLateEffect) count('lateEffect');
  return outcome(hasLateEffect);
}

/** Repeats a call once the service may be asked again: a mailbox that is to be left alone refuses every call until then. */
async function inTime<T>(target: ServiceTarget, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'rateLimited' || error.retryAfterMs === undefined) throw error;
    await target.clock.sleep(error.retryAfterMs);
    return call();
  }
}

function judgeError(error: unknown): asserts error is CalendarError {
  if (!CalendarError.is(error)) throw new Violation('The error has no type', { cause: error });
  if (!allowedCodes.has(error.code)) throw new Violation(`${error.code} is said of a passing fault`, { cause: error });
  if (JSON.stringify(error).includes(contentCanary)) throw new Violation('The error quotes an event', { cause: error });
}

/** At the end everything is read again: each event as often as its series has occurrences. */
async function judgeOccurrences(target: ServiceTarget, events: readonly PlannedEvent[]): Promise<void> {
  const listed = await target.observer.events.list({ window: plannedWindow }).toArray();
  const found = listed
    .filter(({ status }) => status !== 'cancelled')
    .map(({ title = '' }) => title)
    .toSorted();
  const expected = events.flatMap(({ occurrences }) => occurrences.map(({ title }) => title));
  if (JSON.stringify(found) !== JSON.stringify(expected.toSorted())) {
    throw new Violation(`${expected.length} occurrences were written, ${found.length} are listed, or others`);
  }
}

function abortAfter(target: ServiceTarget, caller: AbortController, requests: number): () => void {
  let left = requests;
  return target.emulator.onExchange(() => {
    left -= 1;
    if (left === 0) caller.abort();
  });
}
