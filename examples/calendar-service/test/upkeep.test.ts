import { CalendarError } from '@kalends/core';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { manualClock } from '@kalends/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { consoleLogger } from '../src/logging/console-logger.ts';
import { startUpkeep, upkeepIntervalMs } from '../src/upkeep/start-upkeep.ts';
import { startFixture } from './service-fixture.ts';

const dayMs = 24 * upkeepIntervalMs;

test('connections that nobody uses for half a year are kept alive', { timeout: 120_000 }, async () => {
  const fixture = await startFixture();
  onTestFinished(() => fixture.close());
  // Each pass has to have come to its end before time goes on.
  for (let day = 0; day < 180; day += 1) {
    await fixture.clock.advance(dayMs);
    await fixture.service.accounts.maintain();
  }
  expect(await (await fixture.get('/api/agenda')).json()).toMatchObject({ isComplete: true, sources: [{}, {}, {}] });
});

test('a grant that has ended is found without anybody using it, and told', { timeout: 120_000 }, async () => {
  const fixture = await startFixture([['ada', 'microsoft']]);
  onTestFinished(() => fixture.close());
  fixture.service.demo?.emulators.microsoft.revokeSessions('ada');
  await fixture.clock.advance(31 * dayMs);
  // Time has jumped under a pass that was under way, and that one asks the service nothing: the next one makes up for it.
  await vi.waitFor(async () => {
    await fixture.service.accounts.maintain();
    expect((await fixture.service.team.list()).map(({ status }) => status)).toMatchObject([{ reason: 'revoked' }]);
  });
  await fixture.clock.advance(upkeepIntervalMs);
  const told = (): readonly string[] =>
    fixture.log.filter((line) => line.includes('account.event') && line.includes('operation=reauthorizationRequired'));
  await vi.waitFor(() => expect(told()).toEqual([expect.stringContaining('provider=graph')]));
});

test('a pass that fails is logged without its words, and made up for; closing ends the loop', async () => {
  const clock = manualClock('2026-03-20T08:00:00Z');
  const log: string[] = [];
  let passes = 0;
  const accounts: Pick<CalendarAccounts, 'maintain' | 'deliverEvents'> = {
    maintain() {
      passes += 1;
      return passes === 1
        ? Promise.reject(new CalendarError({ code: 'storeUnavailable', message: 'canary' }))
        : Promise.resolve({ renewed: 2, expired: 0, warned: 0, failed: 0 });
    },
    deliverEvents: () => Promise.reject(new Error('canary')),
  };
  const upkeep = startUpkeep({ accounts, clock, logger: consoleLogger(true, (line) => log.push(line.trim())) });
  await vi.waitFor(() => expect(log).toHaveLength(2));
  await clock.advance(upkeepIntervalMs);
  await vi.waitFor(() => expect(log).toHaveLength(4));
  await upkeep[Symbol.asyncDispose]();
  expect(log).toEqual([
    'warn  upkeep.failed operation=maintain code=storeUnavailable',
    'warn  upkeep.failed operation=deliverEvents code=unexpected',
    'info  upkeep.accounts reason=renewed count=2',
    'warn  upkeep.failed operation=deliverEvents code=unexpected',
  ]);
  await clock.advance(10 * dayMs);
  expect(passes).toBe(2);
});
