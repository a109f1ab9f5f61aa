import { afterEach, assert } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { Meeting } from '../../src/company/company.ts';
import { startExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import type { ExchangeEmulatorOptions } from '../../src/ews/exchange-emulator-options.ts';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { checkEwsExchange, checkEwsResponse, hasEwsContract, isEwsExchange } from '../contracts/ews-contract.ts';
import { tidewater } from './tidewater-company.ts';

const running = new Map<ExchangeEmulator, { readonly sendsBadRequests: boolean }>();

/** Starts an emulator that is closed after the test, with the meetings in it and the clock at 1 June 2026. */
export async function startTidewater(
  meetings: readonly Meeting[] = [],
  options: ExchangeEmulatorOptions = {},
  /** Set by tests that send what a client must not send: their requests are not held against the contract. */
  test: { readonly sendsBadRequests: boolean } = { sendsBadRequests: false },
): Promise<ExchangeEmulator> {
  const emulator = await startExchangeEmulator({
    clock: manualClock('2026-06-01T08:00:00Z'),
    company: tidewater(meetings),
    ...options,
  });
  running.set(emulator, test);
  return emulator;
}

// Whatever a test was about, all that went over the wire has to be what Microsoft's schemas allow.
afterEach(async () => {
  const violations: string[] = [];
  for (const [emulator, test] of running) {
    await emulator.close();
    for (const exchange of hasEwsContract ? emulator.exchanges.filter(isEwsExchange) : []) {
      if (!test.sendsBadRequests) violations.push(...checkEwsExchange(exchange));
      else if (exchange.response !== undefined && !exchange.faulty)
        violations.push(...checkEwsResponse(exchange.response));
    }
  }
  running.clear();
  assert.deepEqual(violations, []);
});
