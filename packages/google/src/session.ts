import { CalendarError, retryRead } from '@kalends/core';
import type { AccountIdentity, RetryPolicy, Runtime } from '@kalends/core';
import type { CalendarAccess, ClientCall } from './client/calendar-access.ts';

/** What one connection's calls share. Nothing in it outlives the connection or is seen by another. */
export interface Session {
  readonly account: AccountIdentity;
  /** The scopes let calendars be listed; without it some things are told less exactly. */
  readonly canListCalendars: boolean;
  /** Makes a call of a reading operation, with retries. */
  read(operation: string, signal: AbortSignal | undefined, call: ClientCall): Promise<unknown>;
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
  return {
    account: options.account,
    canListCalendars: options.canListCalendars,
    knownCalendars: new Map(),
    async read(operation, signal, call) {
      const either = signal === undefined ? closeSignal : AbortSignal.any([closeSignal, signal]);
      try {
        // Else a token would be asked for that nobody needs.
        if (either.aborted) throw aborted();
        return await retryRead(runtime, () => access.attempt(call, either), { policy: retry, signal: either });
      } catch (error) {
        if (closeSignal.aborted) throw disposed(operation);
        throw error;
      }
    },
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
