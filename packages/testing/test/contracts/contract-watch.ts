import { afterAll, expect, test } from 'vitest';
import type { Emulator, RecordedExchange } from '../../src/index.ts';

/** Collects what a service's official description says against the exchanges of emulators. */
export interface ContractWatch {
  /** Checks every exchange of an emulator from now on. */
  watch(emulator: Emulator): void;
}

/**
 * Makes the tests of a file check each exchange, both ways, against the service's official description; the file fails on a
 * violation. Where the description is absent a skipped test says so.
 */
export function contractWatch(contract: {
  readonly name: string;
  readonly isPresent: boolean;
  readonly check: (exchange: RecordedExchange) => string[];
}): ContractWatch {
  const violations = new Set<string>();
  let checked = 0;

  if (!contract.isPresent) {
    // The one way to say in a report that something was not checked.
    // oxlint-disable-next-line vitest/no-disabled-tests
    test.skip(`exchanges are not checked: the ${contract.name} is not beside the checkout`, () => undefined);
  }
  afterAll(() => {
    expect([...violations]).toEqual([]);
    // Watching nothing would pass for ever.
    if (contract.isPresent) expect(checked).toBeGreaterThan(0);
  });

  return {
    watch(emulator) {
      if (!contract.isPresent) return;
      emulator.onExchange((exchange) => {
        checked += 1;
        for (const violation of contract.check(exchange)) violations.add(violation);
      });
    },
  };
}
