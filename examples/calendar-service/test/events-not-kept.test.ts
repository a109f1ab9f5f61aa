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

test('of all events that a lasting service has read, none is in its files', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kalends-events-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Around today: the service goes by the real clock.
  const company = demoCompany(new Date().toISOString().slice(0, 10));
  const meetings = company.meetings.map((meeting) => ({
    ...meeting,
    title: `canary-title ${meeting.title}`,
    description: `canary-description ${meeting.description ?? ''}`,
    location: 'canary-location',
  }));
  await using demo = await startDemo({ clock: systemClock, runtime: {}, company: { ...company, meetings } });
  const config = readServiceConfig({ PORT: '0', KALENDS_KEYS: `k1:${generateKey()}`, KALENDS_DATA_DIR: folder });
  const service = await startService({ config, slots: demo.slots, logger: consoleLogger(true, () => undefined) });
  onTestFinished(() => service.close());
  demo.allowRedirectUri(`${service.url}/callback`);
  await connectDemoPeople({ url: service.url, demo }, () => undefined);

  const agenda = await (await fetch(new URL('/api/agenda?tz=UTC', service.url))).text();
  expect(JSON.parse(agenda)).toMatchObject({ isComplete: true, sources: [{}, {}, {}] });
  expect(agenda).toContain('canary-title');
  const accounts = await service.accounts.list();
  await service.close();

  // The files are those of this service: the accounts stand in them.
  expect(filesWith(folder, [accounts[0]?.id ?? 'nobody'])).not.toEqual([]);
  expect(filesWith(folder, ['canary-'])).toEqual([]);
});
