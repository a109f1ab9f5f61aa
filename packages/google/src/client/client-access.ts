import { CalendarError, requirePermission } from '@kalends/core';
import type { AccessPolicy, Clock, RequiredPermission } from '@kalends/core';
import { toCalendarError } from '../errors/to-calendar-error.ts';
import { aborted } from '../session.ts';
import { requestOptions } from './calendar-access.ts';
import type { CalendarAccess } from './calendar-access.ts';
import type { GoogleCalendarClient } from './google-calendar-client.ts';

/** Access through a client that somebody else made: its credentials and its transport are theirs, time limits are ours. */
export function clientAccess(options: {
  readonly client: GoogleCalendarClient;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Default: everything. */
  readonly policy?: AccessPolicy | undefined;
}): CalendarAccess {
  const { client, clock, timeoutMs, policy } = options;
  const check = (permission: RequiredPermission | undefined): void => {
    if (policy !== undefined && permission !== undefined) requirePermission(policy, permission);
  };
  return {
    // What the client is authorized with is its own affair.
    authorize: ({ permission }) => Promise.resolve(check(permission)),
    async attempt(call, { signal, permission }) {
      check(permission);
      const attempt = new AbortController();
      const stopTimer = new AbortController();
      const ended = new Promise<never>((_resolve, reject) => {
        const end = (error: CalendarError): void => {
          reject(error);
          attempt.abort(error);
        };
        const onAbort = (): void => end(aborted());
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true, signal: stopTimer.signal });
        clock.sleep(timeoutMs, { signal: stopTimer.signal }).then(
          () => end(timeout(timeoutMs)),
          () => undefined,
        );
      });
      try {
        return {
          data: (await Promise.race([call(client, { ...requestOptions, signal: attempt.signal }, undefined), ended]))
            .data,
        };
      } catch (error) {
        throw toCalendarError(error, { clock });
      } finally {
        stopTimer.abort();
      }
    },
    close: () => undefined,
  };
}

function timeout(timeoutMs: number): CalendarError {
  return new CalendarError({
    code: 'timeout',
    message: `Google did not answer within ${timeoutMs} ms`,
    provider: 'google',
  });
}
