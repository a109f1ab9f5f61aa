import type { Logger } from '@kalends/core';
import { conformanceCompany, manualClock } from '@kalends/testing';
import type { Company, ManualClock } from '@kalends/testing';
import { readServiceConfig } from '../src/config/service-config.ts';
import { connectAsVisitor } from '../src/demo/demo-visitor.ts';
import { consoleLogger } from '../src/logging/console-logger.ts';
import { startService } from '../src/start-service.ts';
import type { CalendarService } from '../src/start-service.ts';

/** A service on emulators that hold the conformance company, looked at on 20 March 2026. */
export interface ServiceFixture {
  readonly service: CalendarService;
  readonly clock: ManualClock;
  /** Every line that was logged, at the most verbose level. */
  readonly log: readonly string[];
  get(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Tokens for administrators and the broker, where a test wants them. */
export const tokens: { readonly admin: string; readonly broker: string } = {
  admin: 'canary-admin-token'.padEnd(40, '0'),
  broker: 'canary-broker-token'.padEnd(40, '0'),
};

/** Who connects where: one person in each system, so that the three can be told apart. */
export const visitors = [
  ['ada', 'microsoft'],
  ['ben', 'google'],
  ['chitra', 'exchange'],
] as const;

/** Starts the service and lets three people connect through their browsers. */
export async function startFixture(
  connect: readonly (readonly [string, 'microsoft' | 'google' | 'exchange'])[] = visitors,
  company: Company = conformanceCompany,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceFixture> {
  const clock = manualClock('2026-03-20T08:00:00Z');
  const log: string[] = [];
  const logger: Logger = consoleLogger(true, (line) => log.push(line));
  const config = readServiceConfig({ PORT: '0', ...environment });
  const service = await startService({ config, logger, clock, company });
  for (const [personId, provider] of connect) {
    const person = company.people.find(({ id }) => id === personId);
    if (person === undefined) throw new Error(`Nobody is called ${personId}`);
    await connectAsVisitor(service.url, provider, person);
  }
  return {
    service,
    clock,
    log,
    get: (path, init) => fetch(new URL(path, service.url), { redirect: 'manual', ...init }),
    close: () => service.close(),
  };
}
