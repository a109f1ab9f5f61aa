import { readJson, retryRead } from '@kalends/core';
import type { z } from 'zod';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import { parseWire } from '../wire/parse-wire.ts';
import type { GraphExchange, GraphRequest } from './graph-exchange.ts';

/** One read and what its answer looks like. */
export interface GraphRead<T> extends Omit<GraphRequest, 'method' | 'ifMatch'> {
  /** `POST` for questions that need a body. Default `GET`. */
  readonly method?: 'GET' | 'POST' | undefined;
  readonly schema: z.ZodType<T>;
  /** Names the answer in messages. */
  readonly what: string;
}

/** Reads from Graph, again after failures that pass, and checks the shape of the answer. */
export interface GraphReader {
  read<T>(read: GraphRead<T>): Promise<T>;
}

/** Creates a {@link GraphReader}. */
export function graphReader(options: {
  readonly context: GraphContext;
  readonly exchange: GraphExchange;
}): GraphReader {
  const { context, exchange } = options;
  return {
    async read(read) {
      const answer = jsonAnswer(read.schema, read.what);
      try {
        return await retryRead(context.runtime, () => exchange.send(read, answer), {
          policy: context.retry,
          signal: read.signal,
        });
      } catch (thrown) {
        throw exchange.explain(thrown, read);
      }
    },
  };
}

/** Reads an answer as JSON of a known shape. */
export function jsonAnswer<T>(schema: z.ZodType<T>, what: string): (response: Response) => Promise<T> {
  return async (response) => parseWire(schema, await readJson(response, { provider: providerId }), what);
}
