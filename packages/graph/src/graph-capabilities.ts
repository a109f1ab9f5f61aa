import type { Capabilities } from '@kalends/core';
import { graphWriteCapabilities } from './writes/write-capabilities.ts';

/** What an account at Microsoft 365 can do through this package. */
export const graphCapabilities: Capabilities = {
  permissionControl: { calendars: true, contacts: true },
  calendars: { list: true },
  events: {
    list: true,
    get: true,
    // Exceptions without `originalStart` were seen; nothing else that can be selected says which occurrence they replace.
    recurrenceIdOnExceptions: 'sometimes',
    absentFields: ['attachments', 'attendees.comment', 'workingLocation'],
    writes: graphWriteCapabilities,
  },
  freeBusy: { query: true },
  rooms: { list: true, buildings: true },
  contacts: { sources: ['personal'], write: true, changes: true, versionGuard: true },
};
