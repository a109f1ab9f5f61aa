import { CalendarError, retryRead } from '@kalends/core';
import type { z } from 'zod';
import { reading } from '../calendars/read-calendar.ts';
import { maxBatchParts, readBatch } from '../client/graph-batch.ts';
import type { BatchResult } from '../client/graph-batch.ts';
import { together } from '../client/together.ts';
import { endsCall } from '../errors/ends-call.ts';
import type { GraphSession } from '../graph-session.ts';
import { parseWire } from '../wire/parse-wire.ts';

/** What became of one of many reads. */
export type ReadOutcome<T> =
  | { readonly kind: 'read'; readonly wire: T }
  | { readonly kind: 'failed'; readonly error: CalendarError };

/** Reads of the same kind. */
export interface ManyReads<T> {
  readonly operation: string;
  readonly ids: ReadonlySet<string>;
  /** @throws CalendarError for an id that is none; the others are read all the same. */
  readonly pathOf: (id: string) => string;
  readonly query: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<T>;
  /** Names one answer in messages. */
  readonly what: string;
  readonly signal: AbortSignal;
}

interface OneRead {
  readonly id: string;
  readonly path: string;
}

/**
 * Reads many things in batches. A part that was throttled, failed in passing or got no answer is read again by itself, when its time has
 * come; the rest of its batch stands.
 *
 * @throws CalendarError when the whole call failed, see {@link endsCall}, or no batch was answered at all.
 */
export async function readMany<T>(
  session: GraphSession,
  reads: ManyReads<T>,
): Promise<ReadonlyMap<string, ReadOutcome<T>>> {
  const outcomes = new Map<string, ReadOutcome<T>>();
  const possible: OneRead[] = [];
  for (const id of reads.ids) {
    try {
      possible.push({ id, path: reads.pathOf(id) });
    } catch (error) {
      outcomes.set(id, failed(error));
    }
  }
  const lost: CalendarError[] = [];
  const batches = Array.from({ length: Math.ceil(possible.length / maxBatchParts) }, (_, index) =>
    possible.slice(index * maxBatchParts, (index + 1) * maxBatchParts),
  );
  const readBatchOf = async (batch: readonly OneRead[], signal: AbortSignal): Promise<void> => {
    try {
      for (const [id, outcome] of await readOneBatch(session, { ...reads, signal }, batch)) outcomes.set(id, outcome);
    } catch (error) {
      const { error: failure } = failed(error);
      if (endsCall(failure)) throw failure;
      lost.push(failure);
      for (const { id } of batch) outcomes.set(id, { kind: 'failed', error: failure });
    }
  };
  await together(reads.signal, (signal) => Promise.all(batches.map((batch) => readBatchOf(batch, signal))));
  const [first] = lost;
  if (first !== undefined && lost.length === batches.length) throw first;
  return outcomes;
}

async function readOneBatch<T>(
  session: GraphSession,
  reads: ManyReads<T>,
  batch: readonly OneRead[],
): Promise<readonly (readonly [string, ReadOutcome<T>])[]> {
  const { operation, query, signal } = reads;
  const results = await readBatch({
    reader: session.reader,
    clock: session.context.runtime.clock,
    operation,
    permission: reading,
    parts: batch.map(({ path }) => ({ path, query })),
    signal,
  });
  return Promise.all(
    batch.map(async (read, index) => {
      try {
        const wire = await wireOf(session, reads, read, results[index] ?? { kind: 'missing' });
        return [read.id, { kind: 'read', wire }] as const;
      } catch (error) {
        const outcome = failed(error);
        // Said by the service about one of many, it is about that one.
        if (endsCall(outcome.error) && outcome.error.status === undefined) throw error;
        return [read.id, outcome] as const;
      }
    }),
  );
}

async function wireOf<T>(
  session: GraphSession,
  reads: ManyReads<T>,
  { path }: OneRead,
  result: BatchResult,
): Promise<T> {
  const { operation, query, schema, what, signal } = reads;
  const alone = (): Promise<T> =>
    session.reader.read({ operation, permission: reading, path, query, schema, what, signal });
  switch (result.kind) {
    case 'answered':
      return parseWire(schema, result.body, what);
    case 'missing':
      return alone();
    default: {
      // A token that ended on the way is renewed by a request of its own.
      if (result.error.status === 401) return alone();
      return afterRefusal(session, result.error, alone, signal);
    }
  }
}

/** Waits as the refusal asks, and reads alone; or lets the refusal stand when it does not pass, or not in time. */
function afterRefusal<T>(
  { context, rules }: GraphSession,
  refusal: CalendarError,
  alone: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const error = rules.judge(refusal);
  if ((context.retry?.maxAttempts ?? 2) <= 1) return Promise.reject(error);
  let isRefused = true;
  const readAgain = (): Promise<T> => {
    if (!isRefused) return alone();
    isRefused = false;
    return Promise.reject(error);
  };
  return retryRead(context.runtime, readAgain, { policy: { ...context.retry, maxAttempts: 2 }, signal });
}

function failed(error: unknown): { readonly kind: 'failed'; readonly error: CalendarError } {
  if (CalendarError.is(error)) return { kind: 'failed', error };
  throw error;
}
