import { CalendarError } from '@kalends/core';
import type { CallOptions } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';

/**
 * Runs one call of a connection: opens the session at the first one, ends the call when its caller or the connection ends, and names the
 * operation in errors. What a caller passed has to be copied before: it may change while the call runs.
 */
export type SessionCall = <T>(
  operation: string,
  options: CallOptions,
  run: (session: GraphSession, signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** Creates the {@link SessionCall} of one connection. */
export function sessionCalls(open: () => Promise<GraphSession>, closing: AbortSignal): SessionCall {
  let session: Promise<GraphSession> | undefined;
  return async (operation, options, run) => {
    const disposed = (): CalendarError =>
      new CalendarError({
        code: 'disposed',
        message: 'This connection was closed; open a new one',
        provider: providerId,
        operation,
      });
    if (closing.aborted) throw disposed();
    session ??= open();
    const signal = options.signal instanceof AbortSignal ? AbortSignal.any([options.signal, closing]) : closing;
    try {
      return await run(await session, signal);
    } catch (error) {
      if (closing.aborted && CalendarError.is(error) && error.code === 'aborted') throw disposed();
      throw CalendarError.is(error) ? error.withContext({ provider: providerId, operation }) : error;
    }
  };
}

/** The same for calls that write: what fails after a confirmed write is not told as if nothing had happened. */
export function writingCalls(inSession: SessionCall): SessionCall {
  return (operation, options, run) =>
    inSession(operation, options, async (session, signal) => {
      const { withConfirmedWrites } = await import('../writes/confirmed-writes.ts');
      return withConfirmedWrites(session, (confirming) => run(confirming, signal));
    });
}
