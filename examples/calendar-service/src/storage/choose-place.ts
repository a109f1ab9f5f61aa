import type { ServiceConfig } from '../config/service-config.ts';
import type { StoragePlace } from './storage.ts';

/**
 * Where accounts of real providers are kept: on the server when there is one, else in the folder. What the demo connects ends with
 * its emulators, so it stays in memory, whatever is configured.
 */
export function choosePlace(config: ServiceConfig, options: { readonly isDemo: boolean }): StoragePlace {
  if (options.isDemo) return { kind: 'memory' };
  if (config.databaseUrl !== undefined) return { kind: 'server', url: config.databaseUrl };
  return { kind: 'folder', path: config.dataDirectory };
}
