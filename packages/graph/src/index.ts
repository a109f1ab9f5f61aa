/**
 * Microsoft 365 calendars through Microsoft Graph, for `@kalends/core`.
 *
 * @module
 */
export type {
  ExchangeIdGroup,
  ExchangeIdKind,
  ToEwsIdsOptions,
  ToGraphIdsOptions,
} from './exchange-ids/exchange-id-group.ts';
export type { GraphCalendarConnection } from './graph-connection.ts';
export { graph } from './graph-provider.ts';
export type { CheckPermissionsOptions, GraphProvider } from './graph-provider.ts';
export type { GraphSettings } from './graph-settings.ts';
export { graphSyncedAttributes } from './synced-attributes.ts';
