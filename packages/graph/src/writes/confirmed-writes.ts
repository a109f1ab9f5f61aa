import { CalendarError } from '@kalends/core';
import type { GraphSession } from '../graph-session.ts';
import { providerId } from '../graph-context.ts';

/**
 * Runs a call that writes, in one request or in several. Once the service has confirmed one of its writes, whatever fails afterwards (the
 * event read back, the next step) is no failure of the call: its error would say that nothing happened.
 *
 * @throws CalendarError `outcomeUnknown` for a failure after a confirmed write; `aborted` and what fails before as they are.
 */
export async function withConfirmedWrites<T>(
  session: GraphSession,
  run: (session: GraphSession) => Promise<T>,
): Promise<T> {
  let isConfirmed = false;
  const writer: GraphSession['writer'] = {
    async write(write) {
      const value = await session.writer.write(write);
      isConfirmed = true;
      return value;
    },
  };
  try {
    return await run({ ...session, writer });
  } catch (error) {
    throw isConfirmed && CalendarError.is(error) ? partlyDone(error) : error;
  }
}

function partlyDone(error: CalendarError): CalendarError {
  if (error.code === 'aborted' || error.code === 'disposed' || error.code === 'outcomeUnknown') return error;
  return new CalendarError({
    code: 'outcomeUnknown',
    message: `The write took place; what followed it failed (${error.code})`,
    provider: providerId,
    operation: error.operation,
    requestId: error.requestId,
    retryAfterMs: error.retryAfterMs,
    cure: {
      text: 'Read the event before writing again. A creation with an idempotencyKey, a call with scope "following", and a change of time or recurrence can be repeated as they are.',
    },
    cause: error,
  });
}
