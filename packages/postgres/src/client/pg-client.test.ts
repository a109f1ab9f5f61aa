import { describe, expect, test } from 'vitest';
import { pgClient } from './pg-client.ts';
import type { PgConnection, PgPool } from './pg-client.ts';

type Listener = (error: Error) => void;

/** A pool of one connection; `refuse` names the statements that fail. */
class FakePool implements PgPool {
  readonly statements: string[] = [];
  readonly releases: (boolean | undefined)[] = [];
  readonly poolListeners: Listener[] = [];
  readonly listeners = new Set<Listener>();
  readonly #refused: ReadonlySet<string>;

  constructor(...refused: readonly string[]) {
    this.#refused = new Set(refused);
  }

  on(_event: 'error', listener: Listener): void {
    this.poolListeners.push(listener);
  }

  async connect(): Promise<PgConnection> {
    return {
      query: async (text) => {
        this.statements.push(text);
        if (this.#refused.has(text)) throw new Error(`${text} failed`);
        return { rows: [{ text }] };
      },
      on: (_event, listener) => this.listeners.add(listener),
      off: (_event, listener) => this.listeners.delete(listener),
      release: (destroy) => void this.releases.push(destroy),
    };
  }
}

const begin = 'begin isolation level read committed';

describe('pgClient', () => {
  test('runs a statement on a connection and gives it back', async () => {
    const pool = new FakePool();
    expect(await pgClient(pool).query('select 1')).toEqual([{ text: 'select 1' }]);
    expect([pool.releases, pool.listeners.size]).toEqual([[false], 0]);
  });

  test('commits what resolves and rolls back what rejects, on one connection', async () => {
    const pool = new FakePool('bad');
    const client = pgClient(pool);
    expect(await client.transaction((session) => session.query('good'))).toEqual([{ text: 'good' }]);
    await expect(client.transaction((session) => session.query('bad'))).rejects.toThrow('bad failed');
    expect(pool.statements).toEqual([begin, 'good', 'commit', begin, 'bad', 'rollback']);
    expect(pool.releases).toEqual([false, false]);
  });

  test('keeps no connection of which it is not known whether its transaction ended', async () => {
    const uncommitted = new FakePool('commit');
    await expect(pgClient(uncommitted).transaction(() => Promise.resolve())).rejects.toThrow('commit failed');
    expect(uncommitted.releases).toEqual([true]);
    const stuck = new FakePool('bad', 'rollback');
    await expect(pgClient(stuck).transaction((session) => session.query('bad'))).rejects.toThrow('bad failed');
    expect(stuck.releases).toEqual([true]);
  });

  test('keeps no connection that broke while it was used', async () => {
    const pool = new FakePool();
    await pgClient(pool).transaction(async () => {
      for (const listener of pool.listeners) listener(new Error('broken'));
    });
    expect([pool.releases, pool.listeners.size]).toEqual([[true], 0]);
  });

  test('listens to a pool once, however many clients it has', () => {
    const pool = new FakePool();
    pgClient(pool);
    pgClient(pool);
    expect(pool.poolListeners).toHaveLength(1);
  });
});
