// The service as a process of its own, in front of emulators that run elsewhere. Run by `spawn-service.ts`.
import { writeHeapSnapshot } from 'node:v8';
import { systemClock } from '@kalends/core';
import { z } from 'zod';
import { readServiceConfig } from '../../src/config/service-config.ts';
import { demoSlots } from '../../src/demo/demo-slots.ts';
import { consoleLogger } from '../../src/logging/console-logger.ts';
import { startService } from '../../src/start-service.ts';

const addressesSchema = z.object({
  microsoftOrigin: z.string(),
  tenantId: z.string(),
  googleOrigin: z.string(),
  ewsUrl: z.string(),
});
const messageSchema = z.object({ heapSnapshotTo: z.string() });

const addresses = addressesSchema.parse(JSON.parse(process.env['EMULATORS'] ?? ''));
const logger = consoleLogger(true);
const service = await startService({
  config: readServiceConfig(process.env),
  slots: demoSlots(addresses, { runtime: { clock: systemClock, logger } }),
  logger,
});

process.on('message', (message) => {
  const { heapSnapshotTo } = messageSchema.parse(message);
  // Twice: what a finalizer lets go of is gone the second time.
  globalThis.gc?.();
  globalThis.gc?.();
  writeHeapSnapshot(heapSnapshotTo);
  process.send?.({ written: true });
});
process.send?.({ url: service.url });
