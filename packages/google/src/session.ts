import { CalendarError, retryRead } from '@kalends/core';
import type { AccountIdentity, RequiredPermission, RetryPolicy, Runtime } from '@kalends/core';
import type { CalendarAccess, ClientCall } from './client/calendar-access.ts';

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

/** What one connection's calls share. Nothing in it outlives the connection or is seen by another. */
export interface Session {
  readonly account: AccountIdentity;
  /** The scopes let calendars be listed; without it some things are told less exactly. */
  readonly canListCalendars: boolean;
  /** Makes a request of a reading operation, with retries. */
  read(call: SessionCall, request: ClientCall): Promise<unknown>;
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
  readonly retry?: RetryPolicy | undefined;
  readonly closeSignal: AbortSignal;
}

/** Creates a {@link Session}. */
export function createSession(options: SessionOptions): Session {
  const { access, runtime, retry, closeSignal } = options;

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

  return {
    account: options.account,
    canListCalendars: options.canListCalendars,
    knownCalendars: new Map(),
    authorize: (call) => unlessEnded(call, (signal) => access.authorize({ ...call, signal })),
    read: (call, request) =>
      unlessEnded(call, async (signal) => {
        const outcome = await retryRead(runtime, () => access.attempt(request, { ...call, signal }), {
          policy: retry,
          signal,
        });
        if ('refusal' in outcome) throw outcome.refusal;
        return outcome.data;
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
