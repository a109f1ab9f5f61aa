import { unsupportedGroups } from '@kalends/core';
import type { FreeBusyGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** When people and rooms are taken. */
export function freeBusyGroup(_run: RunCall): FreeBusyGroup {
  return unsupportedGroups('google').freeBusy;
}
