import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { systemClock } from '@kalends/core';
import { generateKey } from '@kalends/crypto';
import { demoCompany } from '@kalends/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../src/cli/run-cli.ts';
import { readServiceConfig } from '../src/config/service-config.ts';
import { connectDemoPeople } from '../src/demo/connect-demo-people.ts';
import { startDemo } from '../src/demo/start-demo.ts';
import type { Demo } from '../src/demo/start-demo.ts';
import { consoleLogger } from '../src/logging/console-logger.ts';
import { startService } from '../src/start-service.ts';
import type { CalendarService } from '../src/start-service.ts';
import { openStorage } from '../src/storage/open-storage.ts';
import { filesWith } from './kit/files-with.ts';
import { plantedSecrets } from './kit/planted-secrets.ts';
import { spawnService } from './kit/spawn-service.ts';
import type { SpawnedService } from './kit/spawn-service.ts';

const timeoutMs = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'kalends-durable-'));
const environment = { PORT: '0', KALENDS_KEYS: `k1:${generateKey()}`, KALENDS_DATA_DIR: folder };
const log: string[] = [];
let demo: Demo;

beforeAll(async () => {
  // Around today: the services go by the real clock.
  const company = demoCompany(new Date().toISOString().slice(0, 10));
  const people = company.people.map((person) => ({ ...person, password: `canary-${person.id}-${generateKey()}` }));
  demo = await startDemo({ clock: systemClock, runtime: {}, company: { ...company, people } });
});
afterAll(async () => {
  await demo[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function start(settings: Readonly<Record<string, string>> = environment): Promise<CalendarService> {
  const logger = consoleLogger(true, (line) => log.push(line));
  const service = await startService({ config: readServiceConfig(settings), slots: demo.slots, logger });
  demo.allowRedirectUri(`${service.url}/callback`);
  return service;
}

const signIns = (): number =>
  Object.values(demo.emulators)
    .flatMap(({ exchanges }) => exchanges)
    .filter(({ request }) => request.body.includes('grant_type=authorization_code')).length;
const agendaOf = async ({ url }: Pick<SpawnedService, 'url'>): Promise<unknown> =>
  (await fetch(new URL('/api/agenda?tz=UTC', url))).json();
const complete = { isComplete: true, sources: [{}, {}, {}] };

// One folder through its life, because making a database takes its time.
describe('a folder', () => {
  test('that is half made is made anew', { timeout: timeoutMs }, async () => {
    // As somebody leaves it who is ended while it is made for the first time.
    mkdirSync(join(folder, 'database.new'), { recursive: true });
    writeFileSync(join(folder, 'database.new', 'PG_VERSION'), '');
    await using storage = await openStorage({ kind: 'folder', path: folder }, { clock: systemClock });
    expect(await storage.stores.accounts.list()).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['database', 'lock']);
  });

  test('keeps who is connected over a restart, and holds no secret in clear', { timeout: timeoutMs }, async () => {
    await using before = await start();
    await connectDemoPeople({ url: before.url, demo }, () => undefined);
    expect(await agendaOf(before)).toMatchObject(complete);
    const people = await before.team.list();
    await before.close();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
    const count = signIns();

    await using after = await start();
    expect(await agendaOf(after)).toMatchObject(complete);
    expect(await after.team.list()).toEqual(people);
    expect([count, signIns()]).toEqual([2, 2]);
    await after.close();
    const secrets = plantedSecrets(demo);
    expect(secrets.length).toBeGreaterThan(8);
    expect(filesWith(folder, secrets)).toEqual([]);
  });

  test('survives that its process is killed, and its lock is taken over', { timeout: timeoutMs }, async () => {
    const service = await spawnService(demo, environment);
    expect(await agendaOf(service)).toMatchObject(complete);
    await service.kill();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    await using after = await start();
    expect(await agendaOf(after)).toMatchObject(complete);
    expect(signIns()).toBe(2);
  });

  test('goes by changed settings after a restart, with everybody still connected', { timeout: timeoutMs }, async () => {
    await using before = await start();
    const read = async ({ url }: CalendarService): Promise<unknown> =>
      (await fetch(new URL('/api/agenda', url))).json();
    expect(await read(before)).toMatchObject({ ...complete, timeZone: 'Europe/Berlin' });
    await before.close();
    const keys = `k2:${generateKey()},${environment.KALENDS_KEYS}`;
    await using after = await start({ ...environment, KALENDS_KEYS: keys, KALENDS_TIME_ZONE: 'Asia/Tokyo' });
    expect(await read(after)).toMatchObject({ ...complete, timeZone: 'Asia/Tokyo' });
    expect(signIns()).toBe(2);
    // What was sealed anew on the way needs the new key from here on.
    environment.KALENDS_KEYS = keys;
  });

  test('is open in one process: a command says so, and leaves it alone', { timeout: timeoutMs }, async () => {
    await using service = await start();
    const said: string[] = [];
    const io = {
      environment: { ...environment, KALENDS_GOOGLE_CLIENT_ID: 'id', KALENDS_GOOGLE_CLIENT_SECRET: 'secret' },
      clock: systemClock,
      print: (line: string) => said.push(line),
      complain: (line: string) => said.push(line),
    };
    expect(await runCli(['accounts'], io)).toBe(1);
    expect(await runCli(['doctor'], io)).toBe(1);
    expect(said.join('\n')).toMatch(/in use by the process \d+\. End that process first/);
    expect(said.join('\n')).toMatch(/ok +keys\n +database\n +error +conflict/);
    expect(await agendaOf(service)).toMatchObject(complete);
  });

  test('whose database has lost its files is not begun anew in silence', { timeout: timeoutMs }, async () => {
    const open = (): Promise<unknown> => openStorage({ kind: 'folder', path: folder }, { clock: systemClock });
    const [database, kept] = [join(folder, 'database'), join(folder, 'kept')];
    renameSync(database, kept);
    mkdirSync(database);
    await expect(open()).rejects.toMatchObject({
      code: 'invalidConfiguration',
      message: expect.stringMatching(/damaged/),
    });
    cpSync(kept, database, { recursive: true });
    writeFileSync(join(database, 'global', 'pg_control'), 'torn');
    await expect(open()).rejects.toMatchObject({
      code: 'invalidConfiguration',
      cure: { text: expect.stringMatching(/backup/) },
    });
    rmSync(database, { recursive: true });
    renameSync(kept, database);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  test('forgets people who are disconnected', { timeout: timeoutMs }, async () => {
    const before = await start();
    const secrets = plantedSecrets(demo);
    for (const { id } of await before.team.list()) await before.team.disconnect(id, { actor: 'test' });
    expect(await agendaOf(before)).toMatchObject({ isComplete: true, sources: [], events: [] });
    await before.close();
    await using after = await start();
    expect(await after.team.list()).toEqual([]);
    await after.close();
    expect(filesWith(folder, secrets)).toEqual([]);
    // Who did what stays in the database, whatever becomes of the log.
    const database = await PGlite.create(join(folder, 'database'));
    const { rows } = await database.query("select distinct action from kalends.audit where actor = 'test'");
    await database.close();
    expect(rows).toContainEqual({ action: 'credential.purge' });
    expect(secrets.filter((secret) => log.join('\n').includes(secret))).toEqual([]);
  });
});
