import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock } from '@kalends/core';
import { generateKey } from '@kalends/crypto';
import { demoPassword } from '@kalends/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readServiceConfig } from '../src/config/service-config.ts';
import { connectAsVisitor } from '../src/demo/demo-visitor.ts';
import { startService } from '../src/start-service.ts';
import type { CalendarService } from '../src/start-service.ts';
import { openStorage } from '../src/storage/open-storage.ts';

// Nobody connects in these tests, so that one folder does for all.
const dataDirectory = mkdtempSync(join(tmpdir(), 'kalends-start-'));
beforeAll(async () => {
  // The first opening makes the database, which takes a while.
  const storage = await openStorage({ kind: 'folder', path: dataDirectory }, { clock: systemClock });
  await storage[Symbol.asyncDispose]();
}, 120_000);
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

async function start(environment: Record<string, string>): Promise<CalendarService> {
  const config = readServiceConfig({ PORT: '0', ...environment });
  const service = await startService({ config, logger: silentLogger });
  onTestFinished(() => service.close());
  return service;
}

const google = {
  KALENDS_GOOGLE_CLIENT_ID: 'google-id',
  KALENDS_GOOGLE_CLIENT_SECRET: 'google-secret',
  KALENDS_KEYS: `k1:${generateKey()}`,
  KALENDS_DATA_DIR: dataDirectory,
};
const get = (service: CalendarService, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(new URL(path, service.url), { redirect: 'manual', ...init });
const listeners = (): number => process.getActiveResourcesInfo().filter((one) => one === 'TCPServerWrap').length;
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === '::1'));

// What an earlier test closed takes a moment to go.
beforeEach(() => vi.waitUntil(() => listeners() === 0));

describe('with one provider', () => {
  test('there is no demo, and the page offers that one alone', async () => {
    const service = await start(google);
    expect(service.demo).toBeUndefined();
    const page = await (await get(service, '/?tz=UTC')).text();
    expect([...page.matchAll(/href="\/connect\/(\w+)"/g)].map(([, slug]) => slug)).toEqual(['google']);
    expect(page).toContain('Nobody is connected yet');
    expect(await (await get(service, '/api/agenda')).json()).toMatchObject({
      isComplete: true,
      sources: [],
      events: [],
    });
  });

  test('a sign-in begins at the real address, and the others are unknown', async () => {
    const service = await start(google);
    const url = new URL((await get(service, '/connect/google')).headers.get('location') ?? '');
    expect(url.origin).toBe('https://accounts.google.com');
    expect(url.searchParams.get('client_id')).toBe('google-id');
    expect(url.href).not.toContain('google-secret');
    for (const slug of ['microsoft', 'exchange']) expect((await get(service, `/connect/${slug}`)).status).toBe(404);
    const body = new URLSearchParams({ state: 'x', username: 'x', password: 'x' });
    expect((await get(service, '/connect/exchange', { method: 'POST', body })).status).toBe(400);
  });
});

describe('an address', () => {
  test.skipIf(!hasIpv6)('of IPv6 is one that a browser can open (skipped where there is none)', async () => {
    const service = await start({ ...google, HOST: '::1' });
    expect(service.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await get(service, '/healthz')).status).toBe(200);
    const { searchParams } = new URL((await get(service, '/connect/google')).headers.get('location') ?? '');
    expect(searchParams.get('redirect_uri')).toBe(`${service.url}/callback`);
  });

  test('that stands for all is reached on loopback', async () => {
    const service = await start({ ...google, HOST: '0.0.0.0' });
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await get(service, '/healthz')).status).toBe(200);
  });
});

describe('what keeps it from starting', () => {
  test('a port that is taken: nothing is left running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    await expect(start({ PORT: port })).rejects.toThrow(
      `It cannot listen on port ${port} of 127.0.0.1: another program does`,
    );
    // The other program is part of this process.
    await vi.waitFor(() => expect(listeners()).toBe(1));
  });

  test('no key ring where something lasts: it says how to make one', async () => {
    const { KALENDS_KEYS: _, ...withoutKeys } = google;
    await expect(start(withoutKeys)).rejects.toThrow(/KALENDS_KEYS is missing.*keys new/);
  });

  test('a folder that another service has open', async () => {
    await start(google);
    await expect(start(google)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('in use') });
  });

  test('a folder that cannot be one', async () => {
    const failed = start({ ...google, KALENDS_DATA_DIR: join(import.meta.filename, 'folder') });
    await expect(failed).rejects.toMatchObject({ code: 'invalidConfiguration' });
  });

  test('a database server that is not there, whose address is not repeated', async () => {
    const failed = start({ ...google, DATABASE_URL: 'postgres://kalends:canary@127.0.0.1:1/kalends' });
    await expect(failed).rejects.toMatchObject({
      code: 'storeUnavailable',
      message: expect.not.stringContaining('canary'),
    });
  });

  test('a host that this machine is not', async () => {
    await expect(start({ ...google, HOST: '192.0.2.1' })).rejects.toThrow(/no such address.*HOST/);
  });

  test.each(['k1', 'k1:short', `k1:${'canary'.repeat(8)}`, ','])(
    'the key ring %j, which is not repeated',
    async (keys) => {
      const failure = await start({ ...google, KALENDS_KEYS: keys }).catch((error: unknown) => String(error));
      expect(failure).toMatch(/KALENDS_KEYS is not usable/);
      expect(failure).not.toMatch(/canary|short/);
    },
  );
});

test('closing twice closes once, and frees the port', async () => {
  const service = await start({});
  await connectAsVisitor(service.url, 'exchange', { address: 'sam@tidewater.example', password: demoPassword });
  expect([listeners(), (await service.team.list()).length]).toEqual([4, 1]);
  await Promise.all([service.close(), service.close()]);
  await vi.waitFor(() => expect(listeners()).toBe(0));
  await expect(service.team.list()).rejects.toMatchObject({ code: 'disposed' });
  await expect(get(service, '/healthz')).rejects.toThrow('fetch failed');
});
