import type { AccountEvent } from '@kalends/core/accounts';
import type { SqlSession } from '../client/sql-client.ts';
import { checked } from '../input.ts';
import { accountEventSchema } from './account-event-schema.ts';

/** Keeps an event in the transaction of what it tells of; tells whether it was new. */
export async function keepEvent(session: SqlSession, schema: string, event: AccountEvent): Promise<boolean> {
  const kept = checked(accountEventSchema, event, 'events.add');
  const text = `insert into ${schema}.events (id, event) values ($1, $2::jsonb) on conflict (id) do nothing returning 1 as kept`;
  const rows = await session.query(text, [kept.id, JSON.stringify(kept)]);
  return rows.length > 0;
}
