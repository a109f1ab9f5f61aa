import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@kalends/core';
import { generateKey } from '@kalends/crypto';
import { demoCompany } from '@kalends/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectAsVisitor } from '../src/demo/demo-visitor.ts';
import { startDemo } from '../src/demo/start-demo.ts';
import type { Demo } from '../src/demo/start-demo.ts';
import { filesWith } from './kit/files-with.ts';
import { missingServer, startPostgresServer } from '@kalends-tools/postgres-server';
import type { PostgresServer } from '@kalends-tools/postgres-server';
import { plantedSecrets } from './kit/planted-secrets.ts';
import { spawnService } from './kit/spawn-service.ts';
import type { SpawnedService } from './kit/spawn-service.ts';

const adminToken = 'canary-admin-token'.padEnd(40, '-');
const brokerToken = 'canary-broker-token'.padEnd(40, '-');
const accountsSchema = z.object({ accounts: z.array(z.object({ id: z.string(), provider: z.string() })) });
const timeoutMs = 120_000;

const reason = missingServer === undefined ? '' : ` (skipped: ${missingServer})`;

describe.skipIf(missingServer !== undefined)(`two services on one Postgres server${reason}`, () => {
  let server: PostgresServer;
  let demo: Demo;
  let first: SpawnedService;
  let second: SpawnedService;
  const folder = mkdtempSync(join(tmpdir(), 'kalends-heap-'));

  beforeAll(async () => {
    // Passwords that stand in no source: those of the emulators' own company would be found in any process that loads them.
    const usual = demoCompany(new Date().toISOString().slice(0, 10));
    const people = usual.people.map((person) => ({ ...person, password: `canary-${person.id}-${generateKey()}` }));
    demo = await startDemo({ clock: systemClock, runtime: {}, company: { ...usual, people } });
    server = await startPostgresServer();
    const environment = {
      DATABASE_URL: server.url,
      KALENDS_KEYS: `k1:${generateKey()}`,
      KALENDS_ADMIN_TOKEN: adminToken,
      KALENDS_BROKER_TOKEN: brokerToken,
    };
    // At once: both want to make the tables.
    [first, second] = await Promise.all([spawnService(demo, environment), spawnService(demo, environment)]);
  }, timeoutMs);
  afterAll(async () => {
    await Promise.all([first.kill(), second.kill()]);
    await demo[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = async (service: SpawnedService, path: string): Promise<unknown> =>
    (await fetch(new URL(path, service.url))).json();
  const ask = (service: SpawnedService, path: string, token: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, service.url), { ...init, headers: { authorization: `Bearer ${token}` } });
  const accountsOf = async (service: SpawnedService): Promise<z.infer<typeof accountsSchema>['accounts']> =>
    accountsSchema.parse(await (await ask(service, '/api/admin/accounts', adminToken)).json()).accounts;
  const authorize = (service: SpawnedService, accountId: string): Promise<Response> => {
    const body = JSON.stringify({ consumer: 'userClient', accountId, ownerId: 'team', actor: 'test' });
    return ask(service, '/api/broker/authorize', brokerToken, { method: 'POST', body });
  };
  const connect = async (personId: string, provider: 'microsoft' | 'google' | 'exchange'): Promise<void> => {
    const person = demo.company.people.find(({ id }) => id === personId);
    if (person === undefined) throw new Error(`Nobody is called ${personId}`);
    await connectAsVisitor(first.url, provider, person);
  };

  test('many readers in both renew one token once', { timeout: timeoutMs }, async () => {
    await connect('priya', 'google');
    const [account] = await accountsOf(second);
    const { google } = demo.emulators;
    const readers = [first, second, first, second].flatMap((service) => [
      get(service, '/api/agenda'),
      authorize(service, account?.id ?? '').then((response) => response.json()),
    ]);
    const answers = await Promise.all(readers);
    expect(answers.filter((_, index) => index % 2 === 0)).toMatchObject(
      Array.from({ length: 4 }, () => ({ isComplete: true })),
    );
    expect(new Set(answers.filter((_, index) => index % 2 === 1).map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(google.tokenRequests({ grantType: 'refresh_token' })).toHaveLength(1);
  });

  test('whom one of them disconnects is gone in the other at once', { timeout: timeoutMs }, async () => {
    expect(await get(first, '/api/agenda')).toMatchObject({ sources: [{ provider: 'google', outcome: 'complete' }] });
    const [account] = await accountsOf(first);
    const id = account?.id ?? '';
    const before = demo.emulators.google.exchanges.length;
    const removed = await ask(second, `/api/admin/accounts/${id}`, adminToken, { method: 'DELETE' });
    expect(await removed.json()).toEqual({ wasConnected: true, providerRevocation: 'done' });
    const refused = await authorize(first, id);
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'disconnected' } }]);
    expect(await get(first, '/api/agenda')).toMatchObject({ sources: [], events: [] });
    // Google was told, and asked nothing any more.
    expect(demo.emulators.google.exchanges.slice(before).map(({ request }) => request.path)).toEqual(['/revoke']);
    const again = await ask(second, `/api/admin/accounts/${id}`, adminToken, { method: 'DELETE' });
    expect(await again.json()).toEqual({ wasConnected: false, providerRevocation: 'notNeeded' });
  });

  test('nothing of a disconnected person stays in memory, files or log', { timeout: timeoutMs }, async () => {
    await connect('priya', 'google');
    await connect('marta', 'microsoft');
    await connect('joe', 'exchange');
    expect(await get(first, '/api/agenda')).toMatchObject({ isComplete: true, sources: [{}, {}, {}] });
    const joe = demo.company.people.find(({ id }) => id === 'joe');
    const secrets = plantedSecrets(demo);
    expect(secrets.length).toBeGreaterThan(8);
    // Long ones are cut off in a snapshot.
    const needles = secrets.map((secret) => secret.slice(0, 200));
    expect(needles).toContain(joe?.password);
    const inMemory = async (name: string): Promise<readonly string[]> => {
      const path = join(folder, name);
      await first.writeHeap(path);
      const heap = readFileSync(path);
      rmSync(path);
      return needles.filter((needle) => heap.includes(needle));
    };
    // The search finds what there is to find, or it would prove nothing.
    expect((await inMemory('before.heapsnapshot')).length).toBeGreaterThan(0);
    expect(filesWith(server.dataFolder, needles)).toEqual([]);

    for (const { id } of await accountsOf(second)) {
      await ask(first, `/api/admin/accounts/${id}`, adminToken, { method: 'DELETE' });
    }
    expect(await inMemory('after.heapsnapshot')).toEqual([]);
    expect(filesWith(server.dataFolder, needles)).toEqual([]);
    const log = first.output() + second.output();
    expect(log).toContain('account.removed');
    expect([...needles, adminToken, brokerToken].filter((needle) => log.includes(needle))).toEqual([]);
  });
});
