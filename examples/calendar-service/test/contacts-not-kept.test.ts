import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@kalends/core';
import { generateKey } from '@kalends/crypto';
import { demoCompany } from '@kalends/testing';
import { expect, onTestFinished, test } from 'vitest';
import { readServiceConfig } from '../src/config/service-config.ts';
import { connectDemoPeople } from '../src/demo/connect-demo-people.ts';
import { startDemo } from '../src/demo/start-demo.ts';
import { consoleLogger } from '../src/logging/console-logger.ts';
import { startService } from '../src/start-service.ts';
import { filesWith } from './kit/files-with.ts';

test(
  'of all contacts that a lasting service has read, none is in its files or its log',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kalends-contacts-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const config = readServiceConfig({
      PORT: '0',
      KALENDS_KEYS: `k1:${generateKey()}`,
      KALENDS_DATA_DIR: folder,
      KALENDS_CONTACTS: 'read',
    });
    const company = demoCompany(new Date().toISOString().slice(0, 10));
    const { contacts } = config;
    await using demo = await startDemo({ clock: systemClock, runtime: {}, company, contacts });
    const log: string[] = [];
    const service = await startService({
      config,
      slots: demo.slots,
      logger: consoleLogger(true, (line) => log.push(line)),
    });
    onTestFinished(() => service.close());
    demo.allowRedirectUri(`${service.url}/callback`);
    await connectDemoPeople({ url: service.url, demo }, () => undefined);
    const address = 'canary-address@coast.example';
    demo.emulators.microsoft.addContact('marta', {
      displayName: 'Canary-name',
      companyName: 'canary-company',
      businessPhones: ['canary-phone'],
      emailAddresses: [{ address }],
    });
    const [exchange] = await service.accounts.list({ provider: 'ews' });
    await using mailbox = await service.accounts.connection(exchange?.id ?? '');
    await mailbox.contacts.create({ contact: { displayName: 'canary-friend', addresses: [address] } });

    const directory = await (await fetch(new URL('/api/contacts', service.url))).text();
    expect(JSON.parse(directory)).toMatchObject({ isComplete: true, sources: [{}, {}, {}] });
    for (const canary of ['Canary-name', 'canary-company', 'canary-friend', address])
      expect(directory).toContain(canary);
    expect(await (await fetch(new URL('/contacts', service.url))).text()).toContain(address);
    const accounts = await service.accounts.list();
    await service.close();

    // The files are those of this service: the accounts stand in them.
    expect(filesWith(folder, [accounts[0]?.id ?? 'nobody'])).not.toEqual([]);
    expect(filesWith(folder, ['canary-', 'Canary-'])).toEqual([]);
    expect(log).not.toEqual([]);
    expect(log.filter((line) => /canary/i.test(line))).toEqual([]);
  },
);
