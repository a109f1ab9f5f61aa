import type { Capabilities } from '@kalends/core';

/** What a connection can do, given whether its grant opens the calendar list. */
export function googleCapabilities(grant: { readonly calendars: boolean; readonly events: boolean }): Capabilities {
  return {
    calendars: { list: grant.calendars },
    events: {
      list: grant.events,
      get: grant.events,
      recurrenceIdOnExceptions: 'always',
      absentFields: ['categories', 'allowsNewTimeProposals', 'attachments.sizeBytes'],
    },
  };
}
