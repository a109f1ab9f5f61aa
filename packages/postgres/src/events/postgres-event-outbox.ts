import type { AccountEvent, EventOutbox, QueuedEvent } from '@kalends/core/accounts';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { checked, durationMsSchema, jsonOf, readRow } from '../input.ts';
import { accountEventSchema } from './account-event-schema.ts';
import { keepEvent } from './keep-event.ts';

const maxTaken = 1_000;
const limitSchema = z.int().min(1).max(maxTaken);
const positionSchema = z.string().regex(/^\d{1,18}$/);
const rowSchema = z.object({ position: positionSchema, event: z.string() });
const eventTextSchema = jsonOf(accountEventSchema);

/** Events in a table; whoever takes some hides them from others by the database's clock. */
export class PostgresEventOutbox implements EventOutbox {
  readonly #database: Database;
  readonly #events: string;

  constructor(database: Database) {
    this.#database = database;
    this.#events = `${database.schema}.events`;
  }

  async add(event: AccountEvent): Promise<boolean> {
    return keepEvent(this.#database, this.#database.schema, event);
  }

  async take(options: { readonly limit: number; readonly visibilityMs: number }): Promise<readonly QueuedEvent[]> {
    const rows = await this.#database.query(
      `with waiting as (
         select position from ${this.#events} where acknowledged_at is null and visible_at <= clock_timestamp()
         order by position limit $1::int for update skip locked
       ), taken as (
         update ${this.#events} as event set visible_at = clock_timestamp() + $2::float8 * interval '1 millisecond'
         from waiting where event.position = waiting.position
         returning event.position, event.event
       )
       select position::text, event::text from taken order by taken.position`,
      [
        checked(limitSchema, options.limit, 'events.take'),
        checked(durationMsSchema, options.visibilityMs, 'events.take'),
      ],
    );
    return rows.flatMap((row) => {
      const { position, event } = readRow(rowSchema, row, 'an event');
      const parsed = eventTextSchema.safeParse(event);
      if (parsed.success) return [{ position, event: parsed.data }];
      // A newer version of this program wrote it and will deliver it; it must not stop the others.
      this.#database.logger.warn('store.eventSkipped');
      return [];
    });
  }

  async acknowledge(position: string): Promise<void> {
    const text = `update ${this.#events} set event = null, acknowledged_at = clock_timestamp()
      where position = $1::bigint and acknowledged_at is null`;
    await this.#database.query(text, [checked(positionSchema, position, 'events.acknowledge')]);
  }
}
