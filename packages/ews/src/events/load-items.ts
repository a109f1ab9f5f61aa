import { CalendarError } from '@kalends/core';
import type { ExchangeCaller } from '../http/exchange-client.ts';
import { getItems } from '../operations/get-item.ts';
import type { ItemReference, ItemResult } from '../operations/get-item.ts';
import type { ItemDetail } from '../operations/item-properties.ts';

/** Items per GetItem: a batch has to end within a minute of server time, and large bodies add up. */
export const itemsPerBatch = 50;

/** What {@link loadItems} gives for each reference: parts that were not tried have been asked for again. */
export type LoadedItem = Exclude<ItemResult, { readonly kind: 'notTried' }>;

/**
 * Reads any number of items in batches and returns a result for each, in order. A batch whose answer is too large is asked
 * for again in halves; what the server left undone is asked for again as long as it does something each time.
 */
export async function loadItems(
  client: ExchangeCaller,
  references: readonly ItemReference[],
  detail: ItemDetail,
  signal: AbortSignal | undefined,
): Promise<readonly LoadedItem[]> {
  const loaded: LoadedItem[] = [];
  let batchSize = itemsPerBatch;
  while (loaded.length < references.length) {
    const batch = references.slice(loaded.length, loaded.length + batchSize);
    try {
      const done = tried(await client.call(getItems(batch, detail), signal));
      loaded.push(...done);
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'responseTooLarge' || batch.length === 1) throw error;
      batchSize = Math.ceil(batch.length / 2);
    }
  }
  return loaded;
}

/** The results up to the first that was not tried; an error when nothing was. */
function tried(results: readonly ItemResult[]): readonly LoadedItem[] {
  const done: LoadedItem[] = [];
  for (const result of results) {
    if (result.kind !== 'notTried') done.push(result);
    else if (done.length === 0) throw result.error;
    else break;
  }
  return done;
}
