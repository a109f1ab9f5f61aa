import { unsupportedGroups } from '@kalends/core';
import type { FreeBusyGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** Who is free when. */
export function ewsFreeBusyGroup(_run: RunCall): FreeBusyGroup {
  return unsupportedGroups('ews').freeBusy;
}
