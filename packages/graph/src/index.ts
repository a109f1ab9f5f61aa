/**
 * Microsoft 365 calendars through Microsoft Graph, for `@kalends/core`.
 *
 * @module
 */
export { graph } from './graph-provider.ts';
export { defaultGraphScopes } from './graph-settings.ts';
export type { GraphSettings } from './graph-settings.ts';
export type { GraphCloud } from './clouds.ts';
export { graphSyncedAttributes } from './synced-attributes.ts';
