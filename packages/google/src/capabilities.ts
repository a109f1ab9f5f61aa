import { noEventWrites } from '@kalends/core';
import type { Capabilities, PermissionControl } from '@kalends/core';
import { mayReadEvents, opens } from './auth/scopes.ts';

/** Consent at Google is asked for calendars only. */
export const googlePermissionControl: PermissionControl = { calendars: true, contacts: false };

/**
 * What a connection can do.
 *
 * @param scopes - What was granted. `undefined`: not known; a refusal then comes as `consentRequired`.
 */
export function googleCapabilities(scopes: readonly string[] | undefined): Capabilities {
  const readsEvents = scopes === undefined || mayReadEvents(scopes);
  return {
    permissionControl: googlePermissionControl,
    calendars: { list: scopes === undefined || opens(scopes, 'listCalendars') },
    events: {
      list: readsEvents,
      get: readsEvents,
      recurrenceIdOnExceptions: 'always',
      absentFields: ['categories', 'allowsNewTimeProposals', 'attachments.sizeBytes'],
      writes: noEventWrites,
    },
    freeBusy: { query: scopes === undefined || opens(scopes, 'freeBusy') },
    rooms: { list: false, buildings: false },
    contacts: { sources: [], write: false, changes: false, versionGuard: false },
  };
}
