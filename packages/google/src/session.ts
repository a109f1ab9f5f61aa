import { CalendarError, retryRead, settledWrite } from '@kalends/core';
import type {
  AccountIdentity,
  RequiredPermission,
  RetryPolicy,
  Runtime,
  Settlement,
  TrafficLimiter,
} from '@kalends/core';
import type { AttemptOutcome, CalendarAccess, ClientCall } from './client/calendar-access.ts';

/** One call on the connection, as everything below it needs to know it. */
export interface SessionCall {
  /** For example `events.list`. */
  readonly operation: string;
  readonly signal: AbortSignal | undefined;
  /** What the policy is asked for before each request. Absent: nothing that a policy could forbid. */
  readonly permission?: RequiredPermission;
}

/** What every call that reads calendars and events needs. */
export const readingCalendars: RequiredPermission = { group: 'calendars', access: 'read' };

/** What every call that writes events needs. */
export const writingCalendars: RequiredPermission = { group: 'calendars', access: 'readWrite' };

/** A write and how to find out what became of it. */
export interface SessionWrite<T> {
  /** Sends the write once. */
  readonly send: ClientCall;
  /** Reads the answer's data. What it refuses counts as an answer that was lost. */
  readonly parse: (data: unknown) => T;
  /** Reads whether the write took place after all; see `settledWrite` of core. */
  readonly settle: (failure: CalendarError) => Promise<Settlement<T>>;
}

/** What one connection's calls share. Nothing in it outlives the connection or is seen by another. */
export interface Session {
  readonly account: AccountIdentity;
  readonly runtime: Runtime;
  /** The scopes let calendars be listed; without it some things are told less exactly. */
  readonly canListCalendars: boolean;
  /** Makes a request of a reading operation, with retries. */
  read(call: SessionCall, request: ClientCall): Promise<unknown>;
  /** Makes a request that must not take effect twice. Refusals for too many requests are waited for; a lost answer is settled by a read. */
  write<T>(call: SessionCall, write: SessionWrite<T>): Promise<T>;
  /** Waits on the injected clock. */
  pause(call: SessionCall, ms: number): Promise<void>;
  /** Asks for an authorization and sends nothing else. */
  authorize(call: SessionCall): Promise<void>;
  /** Calendars that were looked up. */
  readonly knownCalendars: Map<string, KnownCalendar>;
}

/** What is known of a calendar without listing it. */
export interface KnownCalendar {
  readonly id: string;
  readonly timeZone?: string;
  /** What the account may do in it. */
  readonly accessRole?: string;
}

/** Settings of {@link createSession}. */
export interface SessionOptions {
  readonly account: AccountIdentity;
  readonly canListCalendars: boolean;
  readonly access: CalendarAccess;
  readonly runtime: Runtime;
  readonly traffic: TrafficLimiter;
  readonly retry?: RetryPolicy | undefined;
  readonly closeSignal: AbortSignal;
}

/** Creates a {@link Session}. */
export function createSession(options: SessionOptions): Session {
  const { access, runtime, traffic, retry, closeSignal } = options;
  // Google counts requests by the account that makes them, whosever calendar they are about.
  const mailbox = (options.account.address ?? options.account.id).toLowerCase();

  const unlessEnded = async <T>(call: SessionCall, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const either = call.signal === undefined ? closeSignal : AbortSignal.any([closeSignal, call.signal]);
    try {
      // Else a token would be asked for that nobody needs.
      if (either.aborted) throw aborted();
      return await work(either);
    } catch (error) {
      if (closeSignal.aborted) throw disposed(call.operation);
      throw error;
    }
  };

  const attempt = (call: SessionCall, request: ClientCall, signal: AbortSignal): Promise<AttemptOutcome> =>
    traffic.run({ mailbox, signal }, () => access.attempt(request, { ...call, signal }));

  return {
    account: options.account,
    runtime,
    canListCalendars: options.canListCalendars,
    knownCalendars: new Map(),
    pause: (call, ms) =>
      unlessEnded(call, (signal) =>
        runtime.clock.sleep(ms, { signal }).catch(() => {
          throw aborted();
        }),
      ),
    authorize: (call) => unlessEnded(call, (signal) => access.authorize({ ...call, signal })),
    read: (call, request) =>
      unlessEnded(call, async (signal) => {
        const outcome = await retryRead(runtime, () => attempt(call, request, signal), { policy: retry, signal });
        if ('refusal' in outcome) throw outcome.refusal;
        return outcome.data;
      }),
    write: <T>(call: SessionCall, { send, parse, settle }: SessionWrite<T>) =>
      unlessEnded(call, async (signal) => {
        const outcome = await settledWrite<{ readonly refusal: unknown } | { readonly value: T }>(runtime, {
          policy: retry,
          signal,
          send: async () => {
            const answer = await attempt(call, send, signal);
            // Nothing was sent: there is nothing to settle, whatever kept the authorization away.
            return 'refusal' in answer ? answer : { value: parse(answer.data) };
          },
          settle: async (failure) => {
            const settlement = await settle(failure);
            return settlement.kind === 'done' ? { kind: 'done', value: { value: settlement.value } } : settlement;
          },
        });
        if ('refusal' in outcome) throw outcome.refusal;
        return outcome.value;
      }),
  };
}

/** The error of a call that its caller gave up. */
export function aborted(): CalendarError {
  return new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller', provider: 'google' });
}

/** The error of a call on a connection that was closed. */
export function disposed(operation: string): CalendarError {
  return new CalendarError({
    code: 'disposed',
    message: 'This connection was closed',
    provider: 'google',
    operation,
  });
}
