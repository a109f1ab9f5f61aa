import { noEventWrites } from '@kalends/core';
import type { Capabilities } from '@kalends/core';

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
    writes: noEventWrites,
  },
  freeBusy: { query: true },
  rooms: { list: true, buildings: true },
  contacts: { sources: ['personal'], write: true, changes: true, versionGuard: true },
};
