import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';
import type { ExchangeCall } from './exchange-call.ts';
import type { ExchangeCaller } from './exchange-client.ts';

/** What became of one of the things that an operation is about. */
export type PartResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: CalendarError };

/** A question about many things at once. */
export interface JudgedBatch<K, T> {
  readonly keys: readonly K[];
  /** The operation about some of them; its results are in their order, and it throws only for what concerns them all. */
  readonly callOf: (keys: readonly K[]) => ExchangeCall<readonly PartResult<T>[]>;
  readonly signal: AbortSignal | undefined;
}

/** After these nobody has answered yet. Other codes say that this account, program or server cannot ask at all. */
const passingCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'rateLimited',
  'timeout',
  'networkError',
  'serviceUnavailable',
  'invalidResponse',
  'responseTooLarge',
]);

/** Whether an error leaves open what other requests would have been answered. */
export function isPassing(error: unknown): error is CalendarError {
  return CalendarError.is(error) && passingCodes.has(error.code);
}

/**
 * Asks about many things in one operation and judges each by itself. Those that fail for a reason that passes, throttling say, are
 * asked about again, as often as reads are, and the others are not.
 *
 * @returns a result for each key, in their order. When the request itself fails and keeps failing, that error stands for every key
 *   without an answer.
 * @throws CalendarError when the account cannot ask at all, is aborted, or is refused by a policy.
 */
export async function askForEach<K, T>(
  client: ExchangeCaller,
  { keys, callOf, signal }: JudgedBatch<K, T>,
): Promise<readonly PartResult<T>[]> {
  const results: (PartResult<T> | undefined)[] = keys.map(() => undefined);
  let pending = keys.map((key, index) => ({ key, index }));
  let asking = callOf(keys);
  const call: ExchangeCall<void> = {
    responseName: asking.responseName,
    response: asking.response,
    request: (version) => asking.request(version),
    read(response, context) {
      const answers = asking.read(response, context);
      // A schema version that the mailbox's server does not take is no matter of the one part that says so.
      const refused = answers.find((answer) => answer.kind === 'failed' && answer.error.code === 'unsupported');
      if (refused?.kind === 'failed') throw refused.error;
      for (const [at, { index }] of pending.entries()) results[index] = answers[at];
      pending = pending.filter(({ index }) => isWorthRepeating(results[index]));
      const first = pending.map(({ index }) => results[index]).find((result) => result?.kind === 'failed');
      if (first?.kind !== 'failed') return;
      asking = callOf(pending.map(({ key }) => key));
      throw first.error;
    },
  };
  const failure = await client.call(call, signal).then(
    () => undefined,
    (error: unknown) => {
      if (!isPassing(error)) throw error;
      return error;
    },
  );
  return results.map((result) => result ?? { kind: 'failed', error: failure ?? unanswered() });
}

function isWorthRepeating(result: PartResult<unknown> | undefined): boolean {
  return result?.kind === 'failed' && result.error.retryable;
}

function unanswered(): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Exchange did not answer a part of the request',
    provider: 'ews',
  });
}
