import type { Capabilities } from '@kalends/core';

/** What Exchange can do through this provider, whatever the account. */
export const ewsCapabilities: Capabilities = {
  calendars: { list: true },
  events: {
    list: true,
    get: true,
    recurrenceIdOnExceptions: 'always',
    absentFields: ['attachments', 'webUrl', 'workingLocation'],
  },
  // Rights on a folder are the owner's to give; an application cannot be held to reading.
};
