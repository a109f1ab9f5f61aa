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
  freeBusy: { query: false },
  rooms: { list: false, buildings: false },
  contacts: { sources: [], write: false, changes: false, versionGuard: false },
};
