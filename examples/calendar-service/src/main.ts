import { existsSync } from 'node:fs';
import { readServiceConfig } from './config/service-config.ts';
import type { ServiceConfig } from './config/service-config.ts';
import type { ProviderSlug } from './connections/provider-slot.ts';
import { connectAsVisitor } from './demo/demo-visitor.ts';
import { endOnSignal } from './end-on-signal.ts';
import { consoleLogger } from './logging/console-logger.ts';
import { startService } from './start-service.ts';
import type { CalendarService } from './start-service.ts';

/** Who connects where when nothing is configured. */
const demoVisitors: readonly (readonly [personId: string, provider: ProviderSlug])[] = [
  ['marta', 'microsoft'],
  ['priya', 'google'],
  ['joe', 'exchange'],
];

async function main(): Promise<void> {
  // Settings may stand in a file beside where it was started; what the environment says goes before.
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readServiceConfig(process.env);
  let isReady = false;
  service = await startService({ config, logger: consoleLogger(config.isVerbose), isReady: () => isReady });
  console.log('Kalends calendar service');
  if (service.demo !== undefined) await connectDemoPeople(service);
  isReady = true;
  printAddresses(service, config);
}

async function connectDemoPeople(service: CalendarService): Promise<void> {
  console.log('  no provider is configured: running on emulators');
  for (const line of service.demo?.description ?? []) console.log(`    ${line}`);
  for (const [personId, provider] of demoVisitors) {
    const person = service.demo?.company.people.find((candidate) => candidate.id === personId);
    if (person === undefined) continue;
    await connectAsVisitor(service.url, provider, person);
    console.log(`  ${person.name} signed in at ${provider}`);
  }
  const [anybody] = service.demo?.company.people ?? [];
  if (anybody !== undefined) {
    console.log(`  sign in yourself, for example as ${anybody.address} with the password ${anybody.password}`);
  }
}

function printAddresses(service: CalendarService, config: ServiceConfig): void {
  console.log(`  agenda  ${config.publicUrl ?? service.url}/`);
  console.log(`  JSON    ${config.publicUrl ?? service.url}/api/agenda`);
  console.log('  Ctrl-C ends it.');
}

let service: CalendarService | undefined;
// From the first moment on: somebody may think better of it while the service starts.
const ending = endOnSignal(process, async () => {
  console.log('  closing');
  await service?.close();
});
try {
  await main();
} catch (error) {
  if (!ending.hasBegun) {
    console.error(`The service did not start: ${error instanceof Error ? error.message : 'unknown reason'}`);
    process.exit(1);
  }
}
