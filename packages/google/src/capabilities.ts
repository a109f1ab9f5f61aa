import { noEventWrites } from '@kalends/core';
import type { Capabilities, ContactSource, PermissionControl } from '@kalends/core';
import { mayReadEvents, mayWriteEvents, opens } from './auth/scopes.ts';
import { googleEventWrites } from './event-write-capabilities.ts';
import type { GrantPart, OpenedParts } from './auth/scopes.ts';
import { isConsumerAddress } from './mapping/consumer-address.ts';

/** Consent at Google is asked for calendars only. */
export const googlePermissionControl: PermissionControl = { calendars: true, contacts: false };

/** What an account's capabilities hang on beside its grant. */
export interface AccountFacts extends OpenedParts {
  readonly address?: string | undefined;
}

/**
 * What a connection can do.
 *
 * @param scopes - What was granted. `undefined`: not known; a refusal then comes as `consentRequired`.
 * @param facts - What the application opened, and for whom. Default: calendars only.
 */
export function googleCapabilities(scopes: readonly string[] | undefined, facts: AccountFacts = {}): Capabilities {
  const isOpen = (part: GrantPart): boolean => scopes === undefined || opens(scopes, part);
  const hasRooms = facts.rooms === true && isOpen('readRooms') && !isConsumerAddress(facts.address);
  const readsEvents = scopes === undefined || mayReadEvents(scopes);
  return {
    permissionControl: googlePermissionControl,
    calendars: { list: isOpen('listCalendars') },
    events: {
      list: readsEvents,
      get: readsEvents,
      recurrenceIdOnExceptions: 'always',
      absentFields: ['categories', 'allowsNewTimeProposals', 'attachments.sizeBytes'],
      writes: scopes === undefined || mayWriteEvents(scopes) ? googleEventWrites : noEventWrites,
    },
    freeBusy: { query: isOpen('freeBusy') },
    rooms: { list: hasRooms, buildings: hasRooms },
    contacts: contactCapabilities(isOpen, facts),
  };
}

function contactCapabilities(
  isOpen: (part: GrantPart) => boolean,
  { contacts, address }: AccountFacts,
): Capabilities['contacts'] {
  const isReadable = contacts !== undefined && isOpen('readContacts');
  const hasDirectory = contacts?.directory === true && isOpen('readDirectory') && !isConsumerAddress(address);
  const isWritable = contacts?.access === 'readWrite' && isOpen('writeContacts');
  const sources: ContactSource[] = isReadable ? ['personal'] : [];
  if (hasDirectory) sources.push('directory');
  return { sources, write: isWritable, changes: isReadable, versionGuard: isWritable };
}
