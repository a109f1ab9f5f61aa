import type { Capabilities } from '@kalends/core';
import { delegatedEventWriteCapabilities, ewsEventWriteCapabilities } from './writes/event-write-capabilities.ts';

/** What Exchange can do through this provider, whatever the account. */
export const ewsCapabilities: Capabilities = {
  // A grant for EWS opens the whole mailbox, and rights on a folder are the owner's to give: an application cannot be held to
  // reading. The policy that `connect` takes is a guard of this program's own.
  permissionControl: { calendars: false, contacts: false },
  calendars: { list: true },
  events: {
    list: true,
    get: true,
    recurrenceIdOnExceptions: 'always',
    absentFields: ['attachments', 'webUrl', 'workingLocation'],
    writes: ewsEventWriteCapabilities,
  },
  freeBusy: { query: true },
  rooms: { list: true, buildings: true },
  contacts: { sources: ['personal', 'directory'], write: true, changes: true, versionGuard: true },
};

/**
 * What can be done in one mailbox.
 *
 * @param isDelegated - Whether it is opened with rights on folders.
 */
export function capabilitiesOf(isDelegated: boolean): Capabilities {
  if (!isDelegated) return ewsCapabilities;
  return { ...ewsCapabilities, events: { ...ewsCapabilities.events, writes: delegatedEventWriteCapabilities } };
}
