import { z } from 'zod';
import type { CallOptions } from '../../provider/connection.ts';
import { parseOptions } from '../../schemas/options-schemas.ts';
import type { AccountEvent } from '../account-event.ts';
import type { AccountsContext } from './accounts-context.ts';

/** Options of `CalendarAccounts.deliverEvents`. @public */
export interface DeliverEventsOptions extends CallOptions {
  /** Events taken at a time, 1 to 1,000. Default 50. */
  readonly batchSize?: number;
  /** How long an event that is being handled is hidden from other processes, in milliseconds; at most a day. Default 1 minute. */
  readonly visibilityMs?: number;
}

/** The answer of `CalendarAccounts.deliverEvents`. @public */
export interface DeliverEventsResult {
  readonly delivered: number;
  /** Events whose handler failed; they come again once their visibility time is over. */
  readonly failed: number;
}

const defaultBatchSize = 50;
const defaultVisibilityMs = 60_000;
const optionsSchema = z.strictObject({
  batchSize: z.int().min(1).max(1_000).exactOptional(),
  visibilityMs: z
    .number()
    .min(1)
    .max(24 * 60 * 60_000)
    .exactOptional(),
  signal: z.instanceof(AbortSignal).exactOptional(),
});

/** Hands out the events that wait; see `CalendarAccounts.deliverEvents`. */
export async function deliverEvents(
  { stores, runtime }: Pick<AccountsContext, 'stores' | 'runtime'>,
  handler: (event: AccountEvent) => Promise<void> | void,
  options: DeliverEventsOptions = {},
): Promise<DeliverEventsResult> {
  const {
    batchSize: limit = defaultBatchSize,
    visibilityMs = defaultVisibilityMs,
    signal,
  } = parseOptions(optionsSchema, options, 'deliverEvents');
  let delivered = 0;
  let failed = 0;
  for (;;) {
    const batch = await stores.events.take({ limit, visibilityMs });
    for (const { position, event } of batch) {
      if (signal?.aborted === true) return { delivered, failed };
      try {
        await handler(event);
      } catch {
        // What the handler threw is its own; it may hold anything.
        failed += 1;
        runtime.logger.warn('event.delivery.failed', { provider: event.provider, operation: event.type });
        continue;
      }
      await stores.events.acknowledge(position);
      delivered += 1;
    }
    if (batch.length < limit || signal?.aborted === true) return { delivered, failed };
  }
}
