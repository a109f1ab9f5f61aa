/**
 * Calendars of Exchange Server through Exchange Web Services. Importing this module loads no parser and no schema: those
 * come with the first call.
 *
 * @module
 */
export { ews } from './ews-provider.ts';
export type { EwsSettings } from './ews-settings.ts';
export type { EwsSchemaVersion } from './soap/envelope.ts';
export { ewsSyncedAttributes } from './synced-attributes.ts';
