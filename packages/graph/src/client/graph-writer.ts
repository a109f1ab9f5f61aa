import { CalendarError, readBack, settledWrite } from '@kalends/core';
import type { Settlement } from '@kalends/core';
import type { GraphContext } from '../graph-context.ts';
import type { GraphMethod } from './graph-client.ts';
import type { GraphExchange, GraphRequest } from './graph-exchange.ts';

/** One write, how its answer is read, and the read that settles it when the answer is lost. */
export interface GraphWrite<T> extends GraphRequest {
  readonly method: Exclude<GraphMethod, 'GET'>;
  /** Reads the answer: `jsonAnswer(…)`, or {@link noAnswer}. */
  readonly answer: (response: Response) => Promise<T>;
  /** Reads whether the write took place; {@link repeatable} for what may as well happen twice. */
  readonly settle: (failure: CalendarError) => Promise<Settlement<T>>;
}

/** Writes to Graph, never twice without knowing that the first time came to nothing. */
export interface GraphWriter {
  /** @throws CalendarError `outcomeUnknown` when the answer was lost and reading what became of it failed too. */
  write<T>(write: GraphWrite<T>): Promise<T>;
}

/** Creates a {@link GraphWriter}. */
export function graphWriter(options: {
  readonly context: GraphContext;
  readonly exchange: GraphExchange;
}): GraphWriter {
  const { context, exchange } = options;
  return {
    async write<T>(write: GraphWrite<T>): Promise<T> {
      let lost: CalendarError | undefined;
      const settle = (failure: CalendarError): Promise<Settlement<T>> => {
        lost = failure;
        return write.settle(failure);
      };
      const send = async (): Promise<T> => {
        try {
          return await exchange.send(write, write.answer);
        } catch (error) {
          // The first try may have come through after it was looked for: then it is what stands in the way of the second.
          const failure = lost;
          if (failure === undefined || !CalendarError.is(error) || !standsInTheWay.has(error.code)) throw error;
          const settlement = await readBack(() => write.settle(failure));
          if (settlement.kind === 'done') return settlement.value;
          throw error;
        }
      };
      try {
        return await settledWrite(context.runtime, { send, settle, policy: context.retry, signal: write.signal });
      } catch (thrown) {
        throw exchange.explain(thrown, write);
      }
    },
  };
}

/** How the service refuses a write that took place already: the version is another, the thing is gone. */
const standsInTheWay: ReadonlySet<string> = new Set<CalendarError['code']>(['conflict', 'notFound', 'invalidArgument']);

/** Of an answer that says nothing. */
export async function noAnswer(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** Settles a write that may as well happen twice, a deletion for example: it is sent again. */
export function repeatable(): Promise<{ readonly kind: 'notDone' }> {
  return Promise.resolve({ kind: 'notDone' });
}
