/**
 * Microsoft 365 calendars through Microsoft Graph, for `@kalends/core`.
 *
 * @module
 */
export { graph } from './graph-provider.ts';
export type { CheckPermissionsOptions, GraphProvider } from './graph-provider.ts';
export type { GraphSettings } from './graph-settings.ts';
export { graphSyncedAttributes } from './synced-attributes.ts';
