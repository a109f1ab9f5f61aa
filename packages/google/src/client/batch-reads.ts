import { CalendarError } from '@kalends/core';
import { errorOfAnswer, toCalendarError } from '../errors/to-calendar-error.ts';
import type { Session, SessionCall } from '../session.ts';
import { batchBody, batchContentType, readBatch } from './batch-message.ts';
import type { BatchPart } from './batch-message.ts';
import type { ApiChannel, ClientCall } from './calendar-access.ts';

/** One read among many, to the Calendar API. */
export interface BatchRead {
  /** Path below the API's root with its query, percent-encoded, without a slash before it. */
  readonly path: string;
  /** The same by itself, where requests cannot be put together. */
  readonly alone: ClientCall;
}

/** What became of one read. */
export type BatchOutcome =
  | { readonly kind: 'done'; readonly data: unknown }
  | { readonly kind: 'failed'; readonly error: CalendarError };

/** The number that every edition of Google's documentation allows. */
const maxParts = 50;

/**
 * Makes many reads in as few requests as the service allows. Each is judged by itself, and those that may succeed later are sent again
 * without the others.
 *
 * @returns one outcome for each read, in their order.
 * @throws CalendarError when nothing could be asked at all, and when the call was given up.
 */
export async function batchReads(
  session: Session,
  call: SessionCall,
  reads: readonly BatchRead[],
): Promise<readonly BatchOutcome[]> {
  const chunks = Array.from({ length: Math.ceil(reads.length / maxParts) }, (_, index) =>
    reads.slice(index * maxParts, (index + 1) * maxParts),
  );
  const results = await Promise.all(chunks.map((chunk) => readChunk(session, call, chunk)));
  const failures = results.flatMap((result) => ('failure' in result ? [result.failure] : []));
  const [failure] = failures;
  const isOver = failures.some(({ code }) => code === 'aborted' || code === 'disposed');
  if (failure !== undefined && (isOver || failures.length === results.length)) throw failure;
  return results.flatMap((result, index) =>
    'failure' in result
      ? (chunks[index] ?? []).map((): BatchOutcome => ({ kind: 'failed', error: result.failure }))
      : result.outcomes,
  );
}

/** What became of one batch: of its parts, or of the whole. */
type ChunkResult = { readonly outcomes: readonly BatchOutcome[] } | { readonly failure: CalendarError };

async function readChunk(session: Session, call: SessionCall, reads: readonly BatchRead[]): Promise<ChunkResult> {
  const outcomes = new Map<number, BatchOutcome>();
  let isSeparate = false;
  /** What was thrown for the sake of single parts. */
  let partFailure: CalendarError | undefined;
  const isPending = (index: number): boolean => {
    const outcome = outcomes.get(index);
    return outcome === undefined || (outcome.kind === 'failed' && mayPass(outcome.error));
  };
  try {
    await session.read(call, async (_client, { signal }, channel) => {
      isSeparate = channel === undefined;
      if (channel === undefined) return {};
      const pending = reads.flatMap((read, index) => (isPending(index) ? [{ ...read, index }] : []));
      const answers = await sendBatch(channel, session, pending, signal);
      for (const [place, { index }] of pending.entries()) {
        outcomes.set(index, outcomeOf(answers.get(place), session));
      }
      partFailure = worstOf([...outcomes.values()]);
      // Thrown for the sake of those who wait, replace tokens and count tries.
      if (partFailure !== undefined) throw partFailure;
      return {};
    });
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    const isOver = error.code === 'aborted' || error.code === 'disposed';
    // A token that is refused twice is refused for everything.
    const isWhole = error !== partFailure || error.status === 401;
    const pending = [...reads.keys()].filter(isPending);
    if (isOver || (isWhole && pending.length === reads.length)) return { failure: error };
    if (isWhole) for (const index of pending) outcomes.set(index, { kind: 'failed', error });
  }
  if (isSeparate) return readSeparately(session, call, reads);
  return { outcomes: reads.map((_, index) => outcomes.get(index) ?? { kind: 'failed', error: missingPart() }) };
}

async function readSeparately(session: Session, call: SessionCall, reads: readonly BatchRead[]): Promise<ChunkResult> {
  const outcomes = await Promise.all(
    reads.map(async ({ alone }): Promise<BatchOutcome> => {
      try {
        return { kind: 'done', data: await session.read(call, alone) };
      } catch (error) {
        if (!CalendarError.is(error)) throw error;
        return { kind: 'failed', error };
      }
    }),
  );
  const over = outcomes.find(
    (outcome) => outcome.kind === 'failed' && (outcome.error.code === 'aborted' || outcome.error.code === 'disposed'),
  );
  return over?.kind === 'failed' ? { failure: over.error } : { outcomes };
}

/** Sends a batch once. @throws CalendarError when it fails as a whole. */
async function sendBatch(
  { fetch, accessToken, apiRootUrl }: ApiChannel,
  session: Session,
  reads: readonly BatchRead[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, BatchPart>> {
  const { clock } = session.runtime;
  // A part names a path only: it goes where the batch goes.
  const paths = reads.map(({ path }) => new URL(path, apiRootUrl)).map(({ pathname, search }) => pathname + search);
  try {
    const response = await fetch(new URL('batch/calendar/v3', apiRootUrl).href, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken()}`, 'content-type': batchContentType },
      body: batchBody(paths),
      signal,
    });
    const text = await response.text();
    const header = (name: string): string | null => response.headers.get(name);
    if (!response.ok) throw errorOfAnswer({ status: response.status, data: jsonOf(text), header }, { clock });
    const answers = readBatch(header('content-type'), text);
    if (answers === undefined) throw noBatch();
    return answers;
  } catch (error) {
    throw toCalendarError(error, { clock });
  }
}

function outcomeOf(part: BatchPart | undefined, { runtime }: Session): BatchOutcome {
  if (part === undefined) return { kind: 'failed', error: missingPart() };
  const { status, data, headers } = part;
  if (status >= 200 && status < 300) return { kind: 'done', data };
  const answer = { status, data, header: (name: string): string | null => headers.get(name) };
  return { kind: 'failed', error: errorOfAnswer(answer, { clock: runtime.clock }) };
}

/** Whether sending a part again may help: later, or with another token. */
function mayPass({ retryable, status }: CalendarError): boolean {
  return retryable || status === 401;
}

/** Of failures that may pass, the one to wait for. A refused token goes first: nothing helps before it is replaced. */
function worstOf(outcomes: readonly BatchOutcome[]): CalendarError | undefined {
  const errors = outcomes.flatMap((outcome) =>
    outcome.kind === 'failed' && mayPass(outcome.error) ? [outcome.error] : [],
  );
  const refused = errors.find(({ status }) => status === 401);
  return refused ?? errors.toSorted((one, other) => (other.retryAfterMs ?? 0) - (one.retryAfterMs ?? 0))[0];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function missingPart(): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Google left a part of the batch unanswered',
    provider: 'google',
  });
}

function noBatch(): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Google answered a batch with something that is none; a proxy may stand in between',
    provider: 'google',
  });
}
