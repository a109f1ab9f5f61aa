import { unsupportedGroups } from '@kalends/core';
import type { ContactGroup } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/** The contacts of a connection. */
export function contactCalls(_inSession: SessionCall): ContactGroup {
  return unsupportedGroups(providerId).contacts;
}
