import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { defaultTokenLifetimes, Secret } from '@kalends/core';
import type { TokenProvider } from '@kalends/core';
import { calendarAccounts } from '@kalends/core/accounts';
import { credentialCipher, generateKey, keyRing } from '@kalends/crypto';
import { migratePostgres, pgClient, pgliteClient, postgresAudit, postgresStores } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithServer } from './kit/describe-with-server.ts';

const canaries = {
  first: 'canary-refresh-token-1',
  rotated: 'canary-refresh-token-2',
  access: 'canary-access-token',
  subscription: 'canary-subscription-secret',
};
const owner = 'owner-that-stands-in-clear';

/** Issues one token and replaces the refresh token with it. */
const provider: TokenProvider = {
  id: 'graph',
  hosts: [],
  permissionControl: { calendars: true, contacts: true },
  connect: () => {
    throw new Error('No connection is opened here');
  },
  tokens: {
    provider: 'graph',
    lifetimes: defaultTokenLifetimes,
    tokenReach: () => 'account',
    issue: () =>
      Promise.resolve({
        accessToken: new Secret(canaries.access),
        expiresIn: 3600,
        refreshToken: new Secret(canaries.rotated),
      }),
  },
};

/** Does what an application does with secrets: connects, renews, keeps one of a subscription. */
async function useAccounts(client: SqlClient): Promise<void> {
  await migratePostgres({ client });
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  await using accounts = calendarAccounts({
    stores: postgresStores({ client }),
    cipher: credentialCipher(ring),
    providers: [provider],
    audit: postgresAudit({ client }),
  });
  const { id } = await accounts.connect({
    ownerId: owner,
    role: 'user',
    actor: 'test',
    credential: {
      kind: 'oauth',
      provider: 'graph',
      account: { id: 'identity', tenantId: 'tenant' },
      scopes: ['Calendars.Read'],
      refreshToken: new Secret(canaries.first),
      issuedAt: new Date().toISOString(),
    },
  });
  const authorization = await accounts.authorization(id).get();
  expect(authorization.kind === 'bearer' && authorization.token.reveal()).toBe(canaries.access);
  const secrets = accounts.vault.handle('test', 'secrets');
  await secrets.put({ accountId: id, name: 'subscription' }, new Secret(canaries.subscription));
}

/** Which of the texts are anywhere in the files of a folder. */
function foundIn(folder: string, texts: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const text of texts) if (bytes.includes(text)) found.add(text);
  }
  return [...found];
}

const sought = [owner, ...Object.values(canaries)];

describe('the folder of PGlite', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kalends-pglite-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds no secret in clear, and opens again with what was kept', async () => {
    const data = join(folder, 'data');
    const database = await PGlite.create(data);
    await useAccounts(pgliteClient(database));
    await database.close();
    expect(foundIn(data, sought)).toEqual([owner]);

    const again = await PGlite.create(data);
    const client = pgliteClient(again);
    expect(await migratePostgres({ client })).toEqual([]);
    expect(await postgresStores({ client }).accounts.list({ ownerId: owner })).toHaveLength(1);
    await again.close();
  }, 60_000);
});

describeWithServer('the files of a server', (using) => {
  test('hold no secret in clear, its log of changes included', async () => {
    await useAccounts(pgClient(using.pool()));
    await using.server().stop();
    expect(foundIn(using.server().dataFolder, sought)).toEqual([owner]);
  });
});
