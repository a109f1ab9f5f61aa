import { ItemError } from '../soap/ews-errors.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { hashBytes } from './ids.ts';
import type { Folder } from './stored-item.ts';

/** How far a client has read the changes of a folder. */
export interface SyncState {
  /** Version up to which earlier rounds went. */
  readonly since: number;
  /** Version at which this round began. */
  readonly upTo: number;
  /** Version of the last change on the page before; absent at the beginning of a round. */
  readonly before: number | undefined;
  /** States of an earlier epoch are void. */
  readonly epoch: number;
}

const prefix = 'H4sIAAAAAAAEAO29B2AcSZYlJi9tynt';

/** Writes a state: text that means nothing to clients. */
export function writeSyncState({ since, upTo, before, epoch }: SyncState, folder: Folder): string {
  const payload = JSON.stringify([since, upTo, before ?? null, epoch]);
  const check = hashBytes(`${folder.id}/${payload}`, 24).toString('base64url');
  return `${prefix}${Buffer.from(`${check}${payload}`, 'latin1').toString('base64')}`;
}

/**
 * Reads a state; without one a first round begins, and after a finished round the next one.
 *
 * @throws ItemError `ErrorInvalidSyncStateData` for one that is damaged, empty, void or of another folder.
 */
export function readSyncState(text: string | undefined, folder: Folder, store: ExchangeStore): SyncState {
  const upTo = store.items.versionOf(folder.account);
  const epoch = store.syncEpochOf(folder.account);
  if (text === undefined) return { since: 0, upTo, before: undefined, epoch };
  const decoded = Buffer.from(text.trim().slice(prefix.length), 'base64').toString('latin1');
  const payload = decoded.slice(32);
  const numbers: unknown = tryParse(payload);
  if (!Array.isArray(numbers)) throw invalid();
  const [since, roundUpTo, before, stateEpoch]: unknown[] = numbers;
  if (typeof since !== 'number' || typeof roundUpTo !== 'number' || stateEpoch !== epoch) throw invalid();
  const state: SyncState = { since, upTo: roundUpTo, before: typeof before === 'number' ? before : undefined, epoch };
  if (writeSyncState(state, folder) !== text.trim()) throw invalid();
  return state.before === undefined ? { ...state, upTo } : state;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(): ItemError {
  return new ItemError('ErrorInvalidSyncStateData', 'Synchronization state data is corrupt or otherwise invalid.');
}
