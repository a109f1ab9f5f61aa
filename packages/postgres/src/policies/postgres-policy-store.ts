import { calendarAccessLevels, contactAccessLevels } from '@kalends/core';
import type { PolicyScope, PolicySetting, PolicyStore } from '@kalends/core/accounts';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { checked, jsonOf, nameSchema, readRow } from '../input.ts';

const scopeSchema: z.ZodType<PolicyScope> = z.strictObject({
  kind: z.enum(['organization', 'group', 'user']),
  id: nameSchema,
});

const settingSchema: z.ZodType<PolicySetting> = z.strictObject({
  calendars: z.enum(calendarAccessLevels).exactOptional(),
  contacts: z.enum(contactAccessLevels).exactOptional(),
  locked: z.array(z.enum(['calendars', 'contacts'])).exactOptional(),
});

const rowSchema = z.object({ setting: jsonOf(settingSchema) });

/** Settings of administrators, a row for each scope that has one. */
export class PostgresPolicyStore implements PolicyStore {
  readonly #database: Database;
  readonly #policies: string;

  constructor(database: Database) {
    this.#database = database;
    this.#policies = `${database.schema}.policies`;
  }

  async get(scope: PolicyScope): Promise<PolicySetting | undefined> {
    const { kind, id } = checked(scopeSchema, scope, 'policies.get');
    const text = `select setting::text from ${this.#policies} where kind = $1 and id = $2`;
    const [row] = await this.#database.query(text, [kind, id]);
    return row === undefined ? undefined : readRow(rowSchema, row, 'a policy').setting;
  }

  async set(scope: PolicyScope, setting: PolicySetting | undefined): Promise<void> {
    const { kind, id } = checked(scopeSchema, scope, 'policies.set');
    if (setting === undefined) {
      await this.#database.query(`delete from ${this.#policies} where kind = $1 and id = $2`, [kind, id]);
      return;
    }
    const text = `insert into ${this.#policies} (kind, id, setting) values ($1, $2, $3::jsonb)
      on conflict (kind, id) do update set setting = excluded.setting`;
    await this.#database.query(text, [kind, id, JSON.stringify(checked(settingSchema, setting, 'policies.set'))]);
  }
}
