import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@kalends/core';
import type { BasicCredential } from '@kalends/core';
import { generateKey } from '@kalends/crypto';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import { expect, onTestFinished, test } from 'vitest';
import { consoleLogger } from '../src/logging/console-logger.ts';
import { openAccounts } from '../src/open-accounts.ts';
import { filesWith } from './kit/files-with.ts';

const requests: unknown[] = [];
const runtime = {
  fetch: (url: unknown): Promise<Response> => {
    requests.push(url);
    return Promise.resolve(new Response());
  },
};
const passwordFor = (provider: string): BasicCredential => ({
  kind: 'basic',
  provider,
  account: { id: 'ada' },
  username: new Secret('canary-user'),
  password: new Secret('canary-password'),
  issuedAt: '2026-03-20T08:00:00Z',
});

// Neither compiles; a credential that comes out of a store has been seen by no compiler.
test.each([
  [
    'Microsoft 365',
    // @ts-expect-error Graph knows no user names and passwords
    () => graph({ clientId: 'id', runtime }).connect({ credential: passwordFor('graph') }),
  ],
  [
    'Google',
    // @ts-expect-error nor does Google
    () => google({ clientId: 'id', clientSecret: 's', runtime }).connect({ credential: passwordFor('google') }),
  ],
])('user name and password are no credential for %s, which is said before any request', (_service, connect) => {
  expect(connect).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  expect(connect).not.toThrow(/canary/);
  expect(requests).toEqual([]);
});

test(
  'user name and password open a mailbox that is named, out of a vault whose files show neither',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kalends-password-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const clock = manualClock(conformanceNow);
    await using exchange = await startExchangeEmulator({ clock, company: conformanceCompany });
    const provider = ews({ url: exchange.ewsUrl, allowInsecureLoopback: true, runtime: { clock } });
    const username = 'TIDEWATER\\ada';
    const password = 'ada-password-9c1f';
    const credential = await provider.signIn.verify({ username, password, address: 'ada@tidewater.example' });
    const opened = await openAccounts({
      config: { keys: `k1:${generateKey()}` },
      place: { kind: 'folder', path: folder },
      slots: [{ slug: 'exchange', label: 'Exchange', kind: 'basic', provider }],
      clock,
      logger: consoleLogger(true, () => undefined),
    });
    onTestFinished(() => opened[Symbol.asyncDispose]());
    const { id } = await opened.accounts.connect({ ownerId: 'team', role: 'user', credential, actor: 'test' });
    const connection = await opened.accounts.connection(id);
    expect((await connection.calendars.list()).items).not.toEqual([]);
    expect(exchange.exchanges.at(-1)?.request.headers['authorization']).toMatch(/^Basic /);
    await opened[Symbol.asyncDispose]();

    expect(filesWith(folder, [id])).not.toEqual([]);
    expect(filesWith(folder, [username, password, Buffer.from(`${username}:${password}`).toString('base64')])).toEqual(
      [],
    );
  },
);
