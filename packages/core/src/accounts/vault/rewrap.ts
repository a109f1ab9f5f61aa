import { CalendarError } from '../../errors/calendar-error.ts';
import type { CallOptions } from '../../provider/connection.ts';
import { parsePosition, readBatch } from './rewrap-batch.ts';
import type { RewrapBatch, RewrapPosition, SealedPlace } from './rewrap-batch.ts';
import type { SealedRecords } from './sealed-records.ts';

/** What became of the sealed texts that `rewrap` looked at. @public */
export interface RewrapCounts {
  /** Sealed anew. */
  readonly rewrapped: number;
  /** Under the active key already. */
  readonly current: number;
  /** Changed by somebody else at the same time, more than once: left as it is. Repeat `rewrap` when there are any. */
  readonly contested: number;
  /** Do not open: changed, or their key is not configured. They stay as they are. */
  readonly unreadable: number;
}

/** How far `rewrap` has come. @public */
export interface RewrapProgress {
  readonly counts: RewrapCounts;
  /** Pass it as `position` to go on from there. Not secret. */
  readonly position: string;
}

/** Options of `rewrap`. @public */
export interface RewrapOptions extends CallOptions {
  /** Records read at a time. Default 100, at most 1,000. */
  readonly batchSize?: number;
  /** Where an earlier run came to. Default: the beginning. */
  readonly position?: string;
  /** Awaited after each batch. */
  readonly onProgress?: (progress: RewrapProgress) => Promise<void> | void;
}

/** The answer of `rewrap`. @public */
export interface RewrapResult {
  readonly counts: RewrapCounts;
}

type Outcome = keyof RewrapCounts;

const defaultBatchSize = 100;
const maxBatchSize = 1_000;
/** Times a text is read again that somebody else has just replaced. */
const maxTries = 3;

/** Seals everything under the active key; see `RotateHandle.rewrap`. */
export async function rewrap(
  records: SealedRecords,
  actor: string,
  options: RewrapOptions = {},
): Promise<RewrapResult> {
  const { signal, batchSize = defaultBatchSize, onProgress } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > maxBatchSize) {
    throw new CalendarError({ code: 'invalidArgument', message: 'rewrap: batchSize is a number from 1 to 1,000' });
  }
  await records.privileged.authorize({ action: 'credential.rotate', actor, accountId: '*', purpose: 'rewrap' });
  const counts: Record<Outcome, number> = { rewrapped: 0, current: 0, contested: 0, unreadable: 0 };
  let position: RewrapPosition | undefined = parsePosition(options.position);
  while (position !== undefined) {
    if (signal?.aborted === true) throw new CalendarError({ code: 'aborted', message: 'rewrap was aborted' });
    const batch: RewrapBatch = await readBatch(records, position, batchSize);
    // One secret at a time is in clear, and only while it is sealed anew.
    for (const look of batch.looks) {
      const outcome = await rewrapOne(records, actor, look);
      if (outcome !== undefined) counts[outcome] += 1;
    }
    position = batch.next;
    if (position !== undefined) await onProgress?.({ counts: { ...counts }, position: JSON.stringify(position) });
  }
  return { counts };
}

/** Absent result: the text is gone. */
async function rewrapOne(
  records: SealedRecords,
  actor: string,
  look: () => Promise<SealedPlace | undefined>,
): Promise<Outcome | undefined> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const place = await look();
    if (place === undefined) return undefined;
    try {
      if (!records.needsReseal(place.sealed)) return 'current';
      const to = await sealAnew(records, actor, place);
      if (await place.write(to)) return 'rewrapped';
    } catch (error) {
      if (CalendarError.is(error) && error.code === 'credentialUnreadable') return 'unreadable';
      throw error;
    }
  }
  return 'contested';
}

function sealAnew(records: SealedRecords, actor: string, { accountId, sealed, binding }: SealedPlace): Promise<string> {
  const action = { action: 'credential.rotate', actor, accountId, purpose: 'rewrap' } as const;
  return records.privileged.revealAllowed(action, async () =>
    records.seal(await records.open(sealed, binding), binding),
  );
}
