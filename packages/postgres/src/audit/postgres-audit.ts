import type { AuditEntry, AuditSink } from '@kalends/core';
import { z } from 'zod';
import { Database } from '../database.ts';
import type { PostgresOptions } from '../database.ts';
import { checked, instantSchema, textSchema } from '../input.ts';

const maxTextLength = 1_024;

const entrySchema: z.ZodType<AuditEntry> = z.strictObject({
  action: textSchema.min(1).max(maxTextLength),
  actor: textSchema.min(1).max(maxTextLength),
  recordId: textSchema.min(1).max(maxTextLength),
  purpose: textSchema.min(1).max(maxTextLength),
  outcome: z.enum(['success', 'failure']),
  at: instantSchema,
});

/**
 * Keeps audit entries in the table `audit`, which refuses every change and removal of a row; only its owner can take that away. An
 * entry is safe, committed, when `record` resolves.
 *
 * @returns a sink that rejects as {@link postgresStores} does, so that what is to be audited does not happen.
 * @throws CalendarError `invalidConfiguration` when the schema's name cannot be one.
 * @public
 */
export function postgresAudit(options: PostgresOptions): AuditSink {
  const database = new Database(options);
  return {
    async record(entry) {
      const { action, actor, recordId, purpose, outcome, at } = checked(entrySchema, entry, 'audit.record');
      const text = `insert into ${database.schema}.audit (action, actor, record_id, purpose, outcome, at)
        values ($1, $2, $3, $4, $5, $6::timestamptz)`;
      await database.query(text, [action, actor, recordId, purpose, outcome, at]);
    },
  };
}
