import { existsSync } from 'node:fs';
import { readServiceConfig } from './config/service-config.ts';
import type { ServiceConfig } from './config/service-config.ts';
import { connectDemoPeople } from './demo/connect-demo-people.ts';
import { fillDemoContacts } from './demo/fill-demo-contacts.ts';
import type { Demo } from './demo/start-demo.ts';
import { describeFailure } from './describe-failure.ts';
import { endOnSignal } from './end-on-signal.ts';
import { consoleLogger } from './logging/console-logger.ts';
import { startService } from './start-service.ts';
import type { CalendarService } from './start-service.ts';

async function main(): Promise<void> {
  // Settings may stand in a file beside where it was started; what the environment says goes before.
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readServiceConfig(process.env);
  let isReady = false;
  service = await startService({ config, logger: consoleLogger(config.isVerbose), isReady: () => isReady });
  console.log('Kalends calendar service');
  const { demo } = service;
  if (demo !== undefined) await runDemo({ ...service, demo });
  isReady = true;
  printAddresses(service, config);
}

async function runDemo({ url, demo }: CalendarService & { readonly demo: Demo }): Promise<void> {
  console.log('  no provider is configured: running on emulators, in memory');
  for (const line of demo.description) console.log(`    ${line}`);
  fillDemoContacts(demo);
  await connectDemoPeople({ url, demo }, console.log);
  const [anybody] = demo.company.people;
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
    console.error(`The service did not start: ${describeFailure(error)}`);
    process.exit(1);
  }
}
