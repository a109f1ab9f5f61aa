import { unsupportedGroups } from '@kalends/core';
import type { ContactGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** The address books of the account. */
export function contactGroup(_run: RunCall): ContactGroup {
  return unsupportedGroups('google').contacts;
}
