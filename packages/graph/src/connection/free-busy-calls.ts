import { unsupportedGroups } from '@kalends/core';
import type { FreeBusyGroup } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/** The questions of a connection about when people are busy. */
export function freeBusyCalls(_inSession: SessionCall): FreeBusyGroup {
  return unsupportedGroups(providerId).freeBusy;
}
