import { unsupportedGroups } from '@kalends/core';
import type { ContactGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** Contacts of the mailbox and of the organization. */
export function ewsContactGroup(_run: RunCall): ContactGroup {
  return unsupportedGroups('ews').contacts;
}
