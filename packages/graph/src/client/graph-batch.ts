import type { CalendarError, Clock, RequiredPermission } from '@kalends/core';
import { graphError } from '../errors/graph-error.ts';
import { batchWireSchema } from '../wire/batch-wire.ts';
import type { BatchAnswerWire } from '../wire/batch-wire.ts';
import { preferredIds } from './graph-client.ts';
import type { GraphReader } from './graph-reader.ts';

/**
 * Reads per batch.
 *
 * @see {@link https://learn.microsoft.com/graph/json-batching | Graph docs, "Combine multiple HTTP requests using JSON batching"}
 */
export const maxBatchParts = 20;

/** Parts of a batch that the service works on at a time in one mailbox, which is all it allows an application there. */
const partsAtOnce = 4;

/** One read of a batch. */
export interface BatchPart {
  /** Below the version root, with encoded segments. */
  readonly path: string;
  /** Query options, not encoded. */
  readonly query: Readonly<Record<string, string>>;
}

/** What came back for one part. */
export type BatchResult =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly error: CalendarError }
  /** The service answered the others. */
  | { readonly kind: 'missing' };

/** Options of {@link readBatch}. */
export interface BatchOptions {
  readonly reader: GraphReader;
  readonly clock: Clock;
  readonly operation: string;
  readonly permission: RequiredPermission;
  /** At most {@link maxBatchParts}. */
  readonly parts: readonly BatchPart[];
  readonly signal: AbortSignal;
}

/**
 * Sends reads in one request; each is judged by itself, and none is repeated here.
 *
 * @returns a result for each part, in their order.
 * @throws CalendarError when the batch as a whole failed.
 */
export async function readBatch(options: BatchOptions): Promise<readonly BatchResult[]> {
  const { reader, clock, operation, permission, parts, signal } = options;
  const { responses } = await reader.read({
    method: 'POST',
    operation,
    permission,
    path: '/$batch',
    places: partsAtOnce,
    body: { requests: parts.map((part, index) => requestOf(part, index)) },
    schema: batchWireSchema,
    what: 'the answers of a batch',
    signal,
  });
  const byId = new Map(responses.map((answer) => [answer.id, answer]));
  return parts.map((_part, index) => resultOf(byId.get(String(index)), clock.now()));
}

function requestOf({ path, query }: BatchPart, index: number): Readonly<Record<string, unknown>> {
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  // Headers of the request around it count for no part of a batch.
  return { id: String(index), method: 'GET', url: `${path}?${options.join('&')}`, headers: { Prefer: preferredIds } };
}

function resultOf(answer: BatchAnswerWire | undefined, nowMs: number): BatchResult {
  if (answer === undefined) return { kind: 'missing' };
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: 'answered', body };
  const error = graphError({ status, headers: readHeaders(answer), body: JSON.stringify(body ?? '') }, nowMs);
  return { kind: 'refused', error };
}

function readHeaders({ headers }: BatchAnswerWire): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(headers ?? {})) {
    const isHeader = /^[\w-]+$/.test(name) && typeof value === 'string' && /^[\t\u0020-\u007e]*$/.test(value);
    if (isHeader) read.set(name, value);
  }
  return read;
}
